// Hotkeys: each view names its own; "?" lists them. A key held down to reveal pictures is its own case.

import { el } from "./dom.js";

const always = [
  { key: "?", does: "List the keys", run: () => help() },
  { key: "z", does: "Undo the last decision", run: () => document.dispatchEvent(new Event("undo")) },
  { key: "1", does: "Queue", run: () => { location.hash = "#/queue"; } },
  { key: "2", does: "Dashboard", run: () => { location.hash = "#/dashboard"; } },
  { key: "3", does: "Decisions", run: () => { location.hash = "#/log"; } },
];
const reveal = "v";
let current = [];

export const useKeys = keys => { current = keys; };

const names = { " ": "Space", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc" };

export function help() {
  if (document.querySelector("dialog[open]")) return;
  const rows = [...current, { key: reveal, does: "Held down: show pictures sharp and in colour" }, ...always].filter(item => item.does);
  const dialog = el("dialog", { class: "help", "aria-labelledby": "help-title" },
    el("form", { method: "dialog", class: "title" }, el("h2", { id: "help-title" }, "Keys"), el("button", { autofocus: true }, "Close")),
    el("table", null, el("tbody", null, rows.map(item => el("tr", null, el("th", { scope: "row" }, el("kbd", null, names[item.key] ?? item.key.toUpperCase())), el("td", null, item.does))))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const isTyping = target => target instanceof HTMLElement && (target.matches("textarea, select, input:not([type=checkbox]):not([type=range])") || target.isContentEditable);

document.addEventListener("keydown", event => {
  if (event.key === "Escape" && isTyping(event.target)) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === reveal) {
    document.body.classList.add("reveal");
    return;
  }
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = [...current, ...always].find(item => item.key === name);
  if (!found || event.repeat && !found.repeats) return;
  if ((name === "Enter" || name === " " || name.startsWith("Arrow")) && event.target instanceof Element && event.target.closest("button, a, input, summary, [role=slider]")) return;
  event.preventDefault();
  found.run(event);
});
document.addEventListener("keyup", event => { if (event.key === reveal) document.body.classList.remove("reveal"); });
window.addEventListener("blur", () => document.body.classList.remove("reveal"));
