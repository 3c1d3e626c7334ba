// What waits: buckets, filters, rows, many at once.

import { get, picture, query } from "./api.js";
import { ago, badge, el, time } from "./dom.js";
import { decideMany } from "./decisions.js";
import { useKeys } from "./keys.js";
import { session } from "./session.js";
import { toast } from "./toast.js";

export const buckets = { Findings: "Findings", Uncertain: "Uncertain", Audit: "Blind audit", Reopened: "Re-opened" };
const filters = ["bucket", "order", "verdict", "minScore", "maxScore", "policy", "from", "to", "prefix", "model", "container"];

export const filtersOf = search => Object.fromEntries(filters.filter(name => search[name]).map(name => [name, search[name]]));
export const linkTo = (row, search) => `#/item/${encodeURIComponent(row.container)}/${row.hash}${query(filtersOf(search))}`;
export const page = (search, after, take) => get(`/api/review/queue${query({ ...filtersOf(search), after, take })}`);

export async function queueView(root, { search, isCurrent }) {
  const bucket = search.bucket in buckets ? search.bucket : "Findings";
  const asked = { ...filtersOf(search), bucket, container: search.container ?? session.containers[0] };
  const list = el("ul", { class: "rows", "aria-label": `${buckets[bucket]}` });
  const more = el("button", { class: "more", hidden: true }, "More");
  const tabs = el("div", { class: "tabs" });
  const counted = el("p", { class: "muted counted" }, "Counting …");
  const bar = el("div", { class: "bulk", hidden: true });
  root.append(el("div", { class: "head" }, el("h1", null, "Queue"), counted), tabs, form(asked), bar, list, more);
  drawTabs(tabs, asked, null);

  const rows = [];
  let next = null;
  const chosen = new Set();
  const watcher = new IntersectionObserver(seen => seen.filter(one => one.isIntersecting).forEach(one => { watcher.unobserve(one.target); thumbnail(one.target); }), { rootMargin: "300px" });

  async function load() {
    more.disabled = true;
    const answer = await page(asked, next);
    if (!isCurrent()) return;
    next = answer.next ?? null;
    for (const row of answer.items) {
      rows.push(row);
      list.append(line(row));
    }
    more.hidden = next === null;
    more.disabled = false;
    more.textContent = answer.items.length ? "More" : "Look further";
    if (!rows.length) list.replaceChildren(el("li", { class: "empty" }, next === null ? "Nothing waits here." : "Nothing passes the filters so far."));
  }

  function line(row) {
    const box = el("input", { type: "checkbox", "aria-label": `Select ${row.blob}`, on: { change: () => choose(row, box.checked) } });
    const canvas = el("canvas", { width: 96, height: 72, class: "thumb private", role: "img", "aria-label": "Picture" });
    canvas.row = row;
    watcher.observe(canvas);
    const slash = row.blob.lastIndexOf("/") + 1;
    const link = el("a", { class: "name", href: linkTo(row, asked) }, slash ? el("span", { class: "folder" }, row.blob.slice(0, slash)) : null, row.blob.slice(slash));
    const node = el("li", { class: "row" }, box, canvas,
      el("div", { class: "what" }, link,
        el("div", { class: "meta" }, row.blind ? el("span", { class: "badge is-blind" }, "Blind") : badge(row.verdict),
          row.score === undefined ? null : el("span", { class: "number" }, `score ${row.score.toFixed(2)}`),
          el("span", null, "waits ", el("b", null, ago(row.at))), row.model ? el("span", { class: "muted" }, row.model) : null,
          row.claim ? el("span", { class: "claim" }, `${row.claim.reviewer} is looking`) : null)),
      time(row.at));
    Object.assign(row, { node, box, link });
    return node;
  }

  function choose(row, on) {
    row.box.checked = on;
    row.node.classList.toggle("chosen", on);
    if (on) chosen.add(row); else chosen.delete(row);
    drawBar();
  }

  const note = el("input", { type: "text", maxlength: 2000, placeholder: "Note for all", "aria-label": "Note for all" });
  function drawBar() {
    bar.hidden = chosen.size === 0;
    const act = (ruling, text) => el("button", { on: { click: () => many(ruling) } }, text);
    if (chosen.size && !bar.hasChildNodes()) bar.append(el("b", { class: "count" }), act("NoFindings", "Real (R)"), act("AiGenerated", "AI-generated (G)"), act("Inpainted", "Inpainted (I)"), act("Undecided", "Cannot tell (U)"), note, el("button", { class: "quiet", on: { click: () => [...chosen].forEach(row => choose(row, false)) } }, "Clear"));
    if (chosen.size) bar.querySelector(".count").textContent = `${chosen.size} selected`;
  }

  async function many(ruling) {
    if (!chosen.size) {
      toast("Select some first: X, or A for all.");
      return;
    }
    const some = [...chosen];
    try {
      await decideMany(asked.container, some, ruling, note.value);
      window.dispatchEvent(new Event("hashchange"));
    } catch (fault) {
      toast(fault.message);
    }
  }

  const at = () => rows.findIndex(row => row.node.contains(document.activeElement));
  const go = step => rows[Math.min(rows.length - 1, Math.max(0, at() < 0 ? 0 : at() + step))]?.link.focus();
  useKeys([
    { key: "j", does: "Next row", repeats: true, run: () => go(1) }, { key: "k", does: "Row before", repeats: true, run: () => go(-1) },
    { key: "o", does: "Open the row (or Enter)", run: () => (rows[Math.max(0, at())]?.link)?.click() },
    { key: "x", does: "Select the row", run: () => { const row = rows[at()]; if (row) choose(row, !row.box.checked); } },
    { key: "a", does: "Select all rows, or none", run: () => { const all = chosen.size < rows.length; rows.forEach(row => choose(row, all)); } },
    { key: "r", does: "Selected: real", run: () => many("NoFindings") }, { key: "g", does: "Selected: AI-generated", run: () => many("AiGenerated") },
    { key: "i", does: "Selected: inpainted", run: () => many("Inpainted") }, { key: "u", does: "Selected: cannot tell", run: () => many("Undecided") },
  ]);
  more.addEventListener("click", () => load().catch(fault => toast(fault.message)));
  await load();
  get(`/api/review/counts${query({ container: asked.container })}`).then(counts => {
    if (!isCurrent()) return;
    drawTabs(tabs, asked, counts);
    counted.textContent = `Counted ${ago(counts.at)} ago`;
  }, () => { counted.textContent = "Could not be counted"; });
  return () => watcher.disconnect();
}

function drawTabs(tabs, asked, counts) {
  tabs.replaceChildren(...Object.entries(buckets).map(([name, text]) => {
    const count = counts?.buckets.find(one => one.bucket === name);
    return el("a", { href: `#/queue${query({ bucket: name, container: asked.container })}`, "aria-current": name === asked.bucket ? "true" : undefined },
      text, count ? el("b", null, count.count) : null, count?.oldest ? el("small", null, `oldest ${ago(count.oldest)}`) : null);
  }));
}

function form(asked) {
  const blind = asked.bucket === "Audit";
  const field = (name, text, node) => el("label", null, el("span", null, text), Object.assign(node, { name }));
  const pick = (name, text, options) => field(name, text, el("select", null, options.map(([value, label]) => el("option", { value, selected: (asked[name] ?? "") === value }, label))));
  const input = (name, text, type) => field(name, text, el("input", { type, value: asked[name] ?? "" }));
  const scores = Array.from({ length: 20 }, (_, n) => [String(n), `${(n / 20).toFixed(2)}`]);
  const used = filters.filter(name => asked[name] && !["bucket", "container", "order"].includes(name)).length;
  const node = el("form", { class: "filters" },
    session.containers.length > 1 ? pick("container", "Container", session.containers.map(name => [name, name])) : null,
    blind ? null : pick("order", "Order", [["", "Oldest first"], ["highest", "Highest score first"]]),
    el("details", { open: used > 0 }, el("summary", null, used ? `Filters (${used})` : "Filters"), el("div", { class: "grid" },
      blind ? null : pick("verdict", "Verdict", [["", "Any"], ["AiGenerated", "AI-generated"], ["Inpainted", "Inpainted"], ["Uncertain", "Uncertain"], ["NoFindings", "No findings"]]),
      blind ? null : pick("minScore", "Score from", [["", "0"], ...scores.slice(1)]), blind ? null : pick("maxScore", "Score below", [["", "1"], ...scores.slice(0, -1).map(([value]) => [value, ((+value + 1) / 20).toFixed(2)])]),
      input("from", "Since", "date"), input("to", "Until", "date"), input("policy", "Policy", "text"), blind ? null : input("model", "Model", "text"), input("prefix", "Name begins with", "text"),
      el("div", { class: "actions" }, el("button", null, "Apply"), el("a", { href: `#/queue${query({ bucket: asked.bucket, container: asked.container })}` }, "Clear")))));
  const apply = () => { location.hash = `#/queue${query({ bucket: asked.bucket, container: asked.container, ...Object.fromEntries(new FormData(node)) })}`; };
  node.addEventListener("submit", event => { event.preventDefault(); apply(); });
  for (const select of node.querySelectorAll("[name=order], [name=container]")) select.addEventListener("change", apply);
  return node;
}

let busy = 0;
const waiting = [];

/** At most four pictures at once. */
async function thumbnail(canvas) {
  if (busy >= 4) await new Promise(ready => waiting.push(ready));
  busy++;
  try {
    const image = await picture(canvas.row.container, canvas.row.hash, { max: 240 });
    const scale = Math.max(canvas.width / image.width, canvas.height / image.height);
    const [w, h] = [image.width * scale, image.height * scale];
    canvas.getContext("2d").drawImage(image, (canvas.width - w) / 2, (canvas.height - h) / 2, w, h);
  } catch {
    canvas.classList.add("missing");
  } finally {
    busy--;
    waiting.shift()?.();
  }
}
