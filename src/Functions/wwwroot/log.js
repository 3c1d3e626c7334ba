// All decisions: filters, pages, export.

import { bytes, get, query } from "./api.js";
import { el, rulingBadge, time } from "./dom.js";
import { useKeys } from "./keys.js";
import { session } from "./session.js";
import { toast } from "./toast.js";

const names = ["container", "from", "to", "ruling", "reviewer", "blind", "text"];

export async function logView(root, { search, isCurrent }) {
  const asked = Object.fromEntries(names.filter(name => search[name]).map(name => [name, search[name]]));
  asked.container ??= session.containers[0];
  const body = el("tbody");
  const count = el("p", { class: "muted" });
  root.append(el("div", { class: "head" }, el("h1", null, "Decisions"), el("div", { class: "actions" }, download(asked, "csv"), download(asked, "jsonl"))), form(asked), count,
    el("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": "Decisions" }, el("table", null, el("thead", null, el("tr", null, ["Time (UTC)", "Decision", "Reviewer", "Content", "Note"].map(text => el("th", { scope: "col" }, text)))), body)));
  useKeys([{ key: "f", does: "To the filters", run: () => root.querySelector("form input, form select").focus() }]);
  const { rows, hasMore } = await get(`/api/review/log${query(asked)}`);
  if (!isCurrent()) return;
  count.textContent = rows.length === 0 ? "No decision passes the filters. Without dates: the last 30 days." : `${hasMore ? "The newest " : ""}${rows.length} ${rows.length === 1 ? "decision" : "decisions"}${hasMore ? "; an export has them all" : ""}.`;
  body.append(...rows.map(row => el("tr", null,
    el("td", null, time(row.at)), el("td", null, rulingBadge(row.ruling), row.blind ? el("span", { class: "badge is-blind" }, "blind") : null), el("td", null, row.reviewer),
    el("td", null, el("a", { href: `#/item/${encodeURIComponent(row.container)}/${row.hash}` }, row.blob ?? row.hash.slice(0, 12))), el("td", { class: "note" }, row.note ?? ""))));
}

function download(asked, format) {
  return el("button", { on: { click: async () => {
    try {
      const address = URL.createObjectURL(await bytes(`/api/review/log${query({ ...asked, format })}`));
      el("a", { href: address, download: `decisions.${format}` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    } catch (fault) {
      toast(fault.message);
    }
  } } }, `Export ${format.toUpperCase()}`);
}

function form(asked) {
  const field = (name, text, node) => el("label", null, el("span", null, text), Object.assign(node, { name }));
  const pick = (name, text, options) => field(name, text, el("select", null, options.map(([value, label]) => el("option", { value, selected: (asked[name] ?? "") === value }, label))));
  const input = (name, text, type) => field(name, text, el("input", { type, value: asked[name] ?? "" }));
  const node = el("form", { class: "filters grid card" },
    session.containers.length > 1 ? pick("container", "Container", session.containers.map(name => [name, name])) : null,
    input("from", "Since", "date"), input("to", "Until", "date"),
    pick("ruling", "Decision", [["", "Any"], ["NoFindings", "Real"], ["AiGenerated", "AI-generated"], ["Inpainted", "Inpainted"], ["Undecided", "Cannot tell"], ["Reopened", "Re-opened"]]),
    pick("blind", "Audit", [["", "Any"], ["true", "Blind"], ["false", "Seen"]]), input("reviewer", "Reviewer", "text"), input("text", "In the note", "text"),
    el("div", { class: "actions" }, el("button", null, "Apply"), el("a", { href: "#/log" }, "Clear")));
  node.addEventListener("submit", event => { event.preventDefault(); location.hash = `#/log${query(Object.fromEntries(new FormData(node)))}`; });
  return node;
}
