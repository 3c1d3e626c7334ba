// Entry: session, routes, what is common to all views.

import { el } from "./dom.js";
import { help, useKeys } from "./keys.js";
import { apply, change, settings, use } from "./settings.js";
import { begin, end, exchange, redirect, session } from "./session.js";
import { undoLast } from "./decisions.js";
import { toast } from "./toast.js";
import { queueView } from "./queue.js";
import { itemView } from "./item.js";
import { dashboardView } from "./dashboard.js";
import { logView } from "./log.js";

const main = document.getElementById("main");
const views = { queue: queueView, item: itemView, dashboard: dashboardView, log: logView };
let leave = null;
let turn = 0;

function route() {
  const [path, search] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, ...rest] = path.split("/");
  return { view: view in views ? view : "queue", rest: rest.map(plain), search: Object.fromEntries(new URLSearchParams(search ?? "")) };
}

async function show() {
  const mine = ++turn;
  const { view, rest, search } = route();
  leave?.();
  leave = null;
  useKeys([]);
  for (const link of document.querySelectorAll("nav a")) {
    if (link.dataset.view === (view === "item" ? "queue" : view)) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const page = el("div", { class: `view view-${view}` });
  main.replaceChildren(page);
  const isCurrent = () => mine === turn;
  try {
    const left = await views[view](page, { rest, search, isCurrent });
    if (isCurrent()) leave = left;
    else left?.();
  } catch (fault) {
    if (isCurrent()) page.replaceChildren(el("h1", null, "This did not work"), el("p", { class: "notice is-bad", role: "alert" }, fault.message), el("p", null, el("a", { href: "#/queue" }, "To the queue")));
  }
}

const plain = text => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no address of ours
  }
};

const enter = (text, prompt) => el("button", { class: "primary", on: { click: () => redirect(prompt).catch(fault => signIn(fault.message)) } }, text);

function signIn(problem) {
  document.getElementById("views").hidden = true;
  const kind = session.signIn.kind;
  const input = el("input", { id: "token", type: "password", autocomplete: "off", required: true, spellcheck: false });
  const body = session.signedIn && !session.mayReview
    ? [el("p", null, `You are signed in as ${session.name}, without the role Reviewer. Ask an administrator for it.`), kind === "openid" ? enter("Use another account", "select_account") : null]
    : kind === "openid"
      ? session.signIn.clientId
        ? [el("p", null, "Reviewers sign in with their organisation's account."), enter("Sign in")]
        : [el("p", null, "Signing in is not set up: the setting Auth:ClientId is missing.")]
      : [el("form", { on: { submit: async event => { event.preventDefault(); try { await exchange(input.value.trim()); await start(); } catch (fault) { signIn(fault.message); } } } },
          el("label", { for: "token" }, "Token of this start"), input, el("p", { class: "muted" }, "The program prints it, and a link that holds it, each time it starts."), el("button", { class: "primary" }, "Sign in"))];
  main.replaceChildren(el("div", { class: "view card signin" }, el("h1", null, "Sign in to review"), problem ? el("p", { class: "notice is-bad", role: "alert" }, problem) : null, body));
}

function preferences() {
  const box = (name, text) => el("label", { class: "check" }, el("input", { type: "checkbox", checked: settings[name], on: { change: event => change({ [name]: event.target.checked }) } }), text);
  const dialog = el("dialog", { "aria-labelledby": "prefs-title" }, el("h2", { id: "prefs-title" }, "Your settings on this device"),
    box("blur", "Blur pictures until the pointer is on them, or V is held"), box("grey", "Show them in grey until then"),
    el("form", { method: "dialog" }, el("button", { autofocus: true }, "Close")));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

async function start() {
  apply();
  let problem;
  let mayReview = false;
  try {
    mayReview = await begin();
  } catch (fault) {
    problem = fault.message;
  }
  if (!mayReview) {
    signIn(problem);
    return;
  }
  use(session.name);
  document.getElementById("views").hidden = false;
  document.getElementById("who").replaceChildren(
    el("span", { class: "name" }, session.name),
    el("button", { class: "quiet", title: "Settings", "aria-label": "Settings", on: { click: preferences } }, "⚙"),
    el("button", { class: "quiet", title: "Keys", "aria-label": "Keys", on: { click: help } }, "?"),
    el("button", { class: "quiet", on: { click: () => end().catch(fault => toast(fault.message)) } }, "Sign out"));
  await show();
}

document.getElementById("skip").addEventListener("click", event => { event.preventDefault(); main.focus(); });
document.addEventListener("undo", undoLast);
document.addEventListener("signed-out", () => { if (session.signedIn) { session.signedIn = false; session.mayReview = false; signIn("The session has ended."); } });
window.addEventListener("hashchange", () => { if (location.hash.startsWith("#token=")) start(); else if (session.mayReview) show(); });
start();
