// One content: picture, evidence, facts, history, decision.

import { ApiError, bytes, get, place, query, send } from "./api.js";
import { el } from "./dom.js";
import { decide } from "./decisions.js";
import { decode } from "./evidence.js";
import { useKeys } from "./keys.js";
import { details, decided } from "./itemdetails.js";
import { filtersOf, linkTo, page } from "./queue.js";
import { settings, change } from "./settings.js";
import { toast } from "./toast.js";
import { toolbar } from "./toolbar.js";
import { Viewer } from "./viewer.js";

const window_ = Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16)).join(""); // this window, for claims
const skipped = new Set();

export async function itemView(root, { rest: [container, hash], search, isCurrent }) {
  let item = await get(`/api/review/items/${place(container, hash)}`);
  const facts = await get(`/api/review/facts/${place(container, hash)}`).catch(fault => ({ problem: fault.message }));
  if (!isCurrent()) return null;

  const name = item.scans[0].blob;
  const [message, claimed] = [el("div"), el("div")]; // each has its own place: a claim that is renewed takes away no message
  const stage = el("div", { class: "stage" });
  const side = el("div", { class: "side" });
  const note = el("textarea", { id: "note", rows: 2, maxlength: 2000, placeholder: "Optional; an appeal needs one" });
  const title = el("h1", { class: "file" }, name.slice(name.lastIndexOf("/") + 1));
  root.append(el("div", { class: "head" }, el("a", { class: "back", href: `#/queue${query(filtersOf(search))}` }, "← Queue"), title,
    el("button", { class: "quiet", on: { click: () => navigator.clipboard.writeText(location.href).then(() => toast("The link is copied."), () => toast(location.href)) } }, "Copy link")), el("div", { class: "alerts" }, message, claimed), el("div", { class: "split" }, stage, side));

  let viewer = null;
  if (facts.width) {
    viewer = new Viewer(item, facts);
    viewer.opacity = settings.opacity / 100;
    stage.append(viewer.node);
    viewer.load().catch(fault => { if (fault.name !== "AbortError" && isCurrent()) stage.replaceChildren(el("p", { class: "notice" }, fault.message)); });
  } else {
    stage.append(el("p", { class: "notice" }, facts.problem ?? "The file cannot be read; there is nothing to see."));
  }
  const tools = viewer ? toolbar(viewer, value => change({ opacity: value })) : null;
  if (tools) stage.append(tools.node);

  async function act(ruling) {
    try {
      await decide(item, ruling, note.value, ruling === "Inpainted" ? await viewer?.mask.png() : null);
      await onward();
    } catch (fault) {
      if (!(fault instanceof ApiError) || fault.status !== 409) {
        say(fault.message);
        return;
      }
      item = fault.body.item ?? item;
      drawSide();
      say(`Your decision was not taken. ${fault.message} What you see now is up to date; decide again if you still disagree.`);
    }
  }

  const say = text => message.replaceChildren(el("p", { class: "notice is-bad", role: "alert" }, text));

  /** The next one that waits under the same filters. */
  async function onward() {
    if (!isCurrent()) return;
    const asked = filtersOf(search);
    let after;
    for (let turn = 0; turn < 20; turn++) {
      const answer = await page(asked, after, 20);
      const next = answer.items.find(row => row.hash !== hash && !skipped.has(row.hash));
      if (next) {
        location.hash = linkTo(next, asked);
        return;
      }
      after = answer.next;
      if (!after) break;
    }
    location.hash = `#/queue${query(asked)}`;
  }

  function skip() {
    skipped.add(hash);
    toast("Skipped; it goes on waiting.");
    onward().catch(fault => say(fault.message));
  }

  const choices = [["r", "NoFindings", "Real"], ["g", "AiGenerated", "AI-generated"], ["i", "Inpainted", "Inpainted"], ["u", "Undecided", "Cannot tell"]];
  const decision = el("section", { class: "card decide", "aria-label": "Decision" });
  const more = el("div", { class: "side" });
  side.append(decision, more);
  function drawSide() {
    const appeal = item.labels.length && item.labels.at(-1).ruling !== "Reopened";
    decision.replaceChildren(
      decided(item),
      el("div", { class: "choices" }, choices.map(([key, ruling, text]) => el("button", { class: `choice is-${ruling}`, on: { click: () => act(ruling) } }, text, el("kbd", null, key.toUpperCase()))),
        el("button", { class: "choice", on: { click: skip } }, "Skip", el("kbd", null, "S"))),
      el("label", { for: "note" }, "Note", el("kbd", null, "N")), note,
      appeal ? el("button", { class: "quiet wide", on: { click: () => act("Reopened") } }, "Re-open with this note (appeal)", el("kbd", null, "P")) : "");
    drawDetails();
  }

  /** Without the decision: a note that is being written must keep the keys, or its letters would decide. */
  const drawDetails = () => more.replaceChildren(...details(item, facts, viewer?.evidence, viewer ? takeMask : null));

  /** The mask of an earlier decision, to look at, to change, to decide with. */
  async function takeMask(mask) {
    try {
      viewer.mask.load(await createImageBitmap(await bytes(`/api/review/masks/${place(container, hash)}/${mask}`)));
      viewer.draw();
    } catch (fault) {
      say(fault.message);
    }
  }

  drawSide();

  if (viewer && !item.blind) {
    get(`/api/review/evidence/${place(container, hash)}`, viewer.stop.signal).then(async answer => {
      if (!isCurrent()) return;
      viewer.evidence = decode(answer);
      if (answer.frame) await viewer.load(answer.frame);
      tools.evidence(viewer.evidence);
      viewer.draw();
      drawDetails();
    }).catch(fault => { if (fault.name !== "AbortError" && isCurrent()) tools.none(fault.message); });
  } else if (tools) {
    tools.none("Blind: evidence is shown after the decision.");
  }

  const claim = () => send("PUT", `/api/review/claims/${place(container, hash)}${query({ session: window_ })}`).then(held => {
    if (isCurrent()) claimed.replaceChildren(...held.mine ? [] : [el("p", { class: "notice" }, `${held.reviewer} is looking at this one, too. Whoever decides first is taken.`)]);
  }, () => {});
  claim();
  const renew = setInterval(claim, 60_000);
  const pan = (x, y) => ({ repeats: true, run: () => viewer?.move(x, y) });
  useKeys([
    ...choices.map(([key, ruling, text]) => ({ key, does: `Decide: ${text.replace(/^[A-Z](?=[a-z])/, letter => letter.toLowerCase())}${ruling === "Inpainted" ? ", with the mask that is drawn" : ""}`, run: () => act(ruling) })),
    { key: "s", does: "Skip", run: skip },
    { key: "n", does: "Write a note (Esc leaves it)", run: () => note.focus() },
    { key: "p", does: "Re-open, with the note (appeal)", run: () => act("Reopened") },
    ...tools?.keys ?? [],
    { key: "+", does: "Zoom in", repeats: true, run: () => viewer?.zoom(1.25) }, { key: "=", repeats: true, run: () => viewer?.zoom(1.25) },
    { key: "-", does: "Zoom out", repeats: true, run: () => viewer?.zoom(0.8) },
    { key: "0", does: "Fit the picture", run: () => viewer?.fit() }, { key: "9", does: "Pixel for pixel", run: () => viewer?.exact() },
    { key: "ArrowLeft", does: "Move the picture (all arrows)", ...pan(40, 0) }, { key: "ArrowRight", ...pan(-40, 0) }, { key: "ArrowUp", ...pan(0, 40) }, { key: "ArrowDown", ...pan(0, -40) },
    { key: "q", does: "Back to the queue", run: () => { location.hash = `#/queue${query(filtersOf(search))}`; } },
  ]);
  return () => {
    clearInterval(renew);
    viewer?.close();
    send("DELETE", `/api/review/claims/${place(container, hash)}${query({ session: window_ })}`).catch(() => {});
  };
}
