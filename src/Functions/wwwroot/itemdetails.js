// What is known of a content, beside its picture.

import { get, place, send } from "./api.js";
import { badge, el, exactPercent, pairs, percent, rulingBadge, time } from "./dom.js";

const card = (title, ...children) => el("section", { class: "card" }, el("h2", null, title), children);

/** The verdict, or that it is withheld; and what holds instead of it. */
export function decided(item) {
  if (item.blind) return el("div", { class: "verdict" }, el("span", { class: "badge is-blind" }, "Blind audit"), el("p", { class: "muted" }, "What the scanner thinks is withheld by the server until you decide."));
  const label = item.labels.findLast(one => one.ruling !== "Undecided");
  return el("div", { class: "verdict" },
    el("div", { class: "line" }, el("span", { class: "muted" }, "Scanner"), badge(item.verdict), item.audit ? el("span", { class: "badge is-blind" }, "Audit") : null),
    label ? el("div", { class: "line" }, el("span", { class: "muted" }, "Reviewers"), rulingBadge(label.ruling), el("span", { class: "muted" }, label.reviewer)) : null,
    item.reason ? el("p", null, item.reason) : null);
}

export function details(item, facts, evidence, takeMask) {
  return [item.blind ? null : numbers(item, evidence), windows(evidence), file(facts), notes(item), history(item, takeMask), copies(item)].filter(Boolean);
}

function numbers(item, evidence) {
  const set = item.threshold;
  const above = item.score !== undefined && set && item.score > set.logit;
  const rows = [
    item.score === undefined ? null : ["Score", el("span", null, el("b", null, item.score.toFixed(2)), set ? ` ${above ? "above" : "not above"} the threshold ${set.logit.toFixed(2)} (whole image, logit)` : " (logit)")],
    set ? ["Threshold", `for a false-positive rate of ${exactPercent(set.falsePositiveRate)}; ${set.falsePositives} of n = ${set.photos} photos passed (95%: ${exactPercent(item.falsePositiveInterval[0])} to ${exactPercent(item.falsePositiveInterval[1])})${set.supported ? "" : "; not supported, too few photos"}`] : null,
    item.probability === undefined ? null : ["Probability", `${percent(item.probability)} that the whole image is generated, at a prevalence of ${exactPercent(item.prevalence)}`],
    item.region ? ["Region", `${item.region.width} × ${item.region.height} pixels at (${item.region.x}, ${item.region.y}); in all ${percent(item.region.areaShare)} of the area`] : null,
    ["Model", item.model], ["Policy", item.policy],
    evidence?.challenger ? ["Challenger", el("span", null, badge(evidence.challenger.verdict), ` ${evidence.challenger.score.toFixed(2)} by ${evidence.challenger.model}, which decides nothing yet`)] : null,
    item.shadow && item.shadow.model !== evidence?.challenger?.model ? ["Challenger then", el("span", null, badge(item.shadow.decision), ` ${item.shadow.score.toFixed(2)} by ${item.shadow.model}, when it was scanned`)] : null,
    evidence && evidence.model !== item.model ? ["Evidence", `drawn by the newer model ${evidence.model}, whose score is ${evidence.logit.toFixed(2)}`] : null,
  ];
  return card("Why", set && item.score !== undefined ? gauge(item.score, set.logit) : null, pairs(rows));
}

/** Score against threshold on one line. */
function gauge(score, threshold) {
  const low = Math.min(score, threshold, -4) - 1;
  const high = Math.max(score, threshold, 4) + 1;
  const at = value => `${(100 * (value - low) / (high - low)).toFixed(1)}%`;
  const bar = el("div", { class: score > threshold ? "gauge is-above" : "gauge", role: "img", "aria-label": `Score ${score.toFixed(2)}, threshold ${threshold.toFixed(2)}` }, el("i", { class: "limit" }), el("i", { class: "dot" }));
  bar.firstChild.style.left = at(threshold);
  bar.lastChild.style.left = at(score);
  return bar;
}

function windows(evidence) {
  if (!evidence?.windows.length) return null;
  return card("Best windows", el("table", null, el("thead", null, el("tr", null, ["Pixels", "Logit", "Threshold", "At"].map(text => el("th", { scope: "col" }, text)))),
    el("tbody", null, evidence.windows.map(one => el("tr", null, el("th", { scope: "row" }, one.sizePixels), el("td", null, one.logit.toFixed(2)), el("td", null, one.threshold === undefined ? "none" : `${one.threshold.toFixed(2)}${one.logit > one.threshold ? ", passed" : ""}`), el("td", null, `(${one.x}, ${one.y})`))))));
}

function file(facts) {
  if (facts.problem) return null;
  const said = facts.declared;
  return card("File", pairs([
    ["Format", facts.format ? `${facts.format}, ${facts.width} × ${facts.height} pixels, ${facts.bytes.toLocaleString("en")} bytes${facts.frames > 1 ? `, ${facts.frames} frames` : ""}${facts.exifOrientation > 1 ? `, turned upright (EXIF ${facts.exifOrientation})` : ""}` : "unknown"],
  ]), el("div", { class: "declared" }, el("h3", null, "Declared by the file, unverified"),
    said.isEmpty ? el("p", { class: "muted" }, "Nothing.") : pairs([
      ["Says", said.declaresGeneration ? "that an AI made it, or a part of it" : "nothing about generation"],
      said.hasC2pa ? ["C2PA", "a manifest is there; neither it nor its signature was checked"] : null,
      said.digitalSourceType ? ["Source type", said.digitalSourceType] : null, said.software ? ["Software", said.software] : null,
      ...said.texts.map(text => [text.key, text.text]),
    ])));
}

function notes(item) {
  if (item.blind) return null;
  const place_ = el("div", { class: "assistant" });
  const section = card("Assistant's note", place_);
  section.hidden = true;
  const path = `/api/review/notes/${place(item.container, item.hash)}`;
  const show = note => place_.replaceChildren(pairs([["Describes", note.text.description], ["Region", note.text.region], ["Traces", note.text.traces?.join("; ")], ["Suggests", [note.text.category, note.text.priority].filter(Boolean).join(", ")], ["By", `${note.model}, asked by ${note.requestedBy}`]]),
    el("p", { class: "muted" }, "A language model wrote this. It changes no score, verdict or label."));
  const ask = el("button", { on: { click: async () => { ask.disabled = true; try { show(await send("POST", path)); } catch (fault) { ask.disabled = false; place_.append(el("p", { class: "notice is-bad", role: "alert" }, fault.message)); } } } }, "Ask for a note");
  get("/api/review/notes/settings").then(async options => {
    if (!options.enabled) return;
    section.hidden = false;
    place_.append(ask);
    show(await get(path));
  }).catch(() => {});
  return section;
}

function history(item, takeMask) {
  const mask = label => takeMask ? el("button", { class: "quiet small", on: { click: () => takeMask(label.mask) } }, "Show its mask") : el("span", { class: "muted" }, " with a mask");

  const entries = [
    ...item.scans.slice(0, 50).map(scan => ({ at: scan.at, line: [el("b", null, "Scan "), scan.verdict ? badge(scan.verdict) : null, scan.score === undefined ? null : ` ${scan.score.toFixed(2)}`, scan.model ? el("span", { class: "muted" }, ` ${scan.model}, ${scan.policy}`) : null] })),
    ...item.labels.map(label => ({ at: label.at, line: [el("b", null, `${label.reviewer} `), rulingBadge(label.ruling), label.blind ? el("span", { class: "badge is-blind" }, "blind") : null, label.mask ? mask(label) : null, label.note ? el("q", null, label.note) : null] })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return card("History", el("ol", { class: "history" }, entries.map(entry => el("li", null, time(entry.at), el("div", null, entry.line)))));
}

function copies(item) {
  return card(`Blobs with this content (${item.hasMoreScans ? "more than " : ""}${item.scans.length})`, el("ul", { class: "copies" }, item.scans.map(scan => el("li", null, el("span", null, `${scan.container}/${scan.blob}`), scan.effective ? badge(scan.effective) : null,
    scan.open?.length ? el("span", { class: "muted" }, ` open: ${scan.open.join(", ")}`) : null))), el("p", { class: "muted hash" }, `SHA-256 ${item.hash}`));
}

