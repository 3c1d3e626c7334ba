// One line about what was done, with a way back.

import { el } from "./dom.js";

let timer;

export function toast(text, action) {
  const place = document.getElementById("toast");
  clearTimeout(timer);
  place.replaceChildren(el("span", null, text), action ? el("button", { on: { click: action.run } }, action.text) : null);
  place.classList.add("shown");
  timer = setTimeout(() => place.classList.remove("shown"), 12000);
}
