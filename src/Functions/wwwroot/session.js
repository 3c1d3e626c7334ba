// Signing in: the printed token for a cookie, or an authorization code (PKCE, RFC 7636) for a token of the identity provider.

import { get, send, useToken } from "./api.js";

export const session = { name: null, containers: [], signIn: { kind: "token" } };

const store = {
  get: name => sessionStorage.getItem(`stay-positive-${name}`),
  set: (name, value) => sessionStorage.setItem(`stay-positive-${name}`, value),
  drop: name => sessionStorage.removeItem(`stay-positive-${name}`),
};

const text = data => btoa(String.fromCharCode(...new Uint8Array(data))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const home = () => `${location.origin}/review`;

/** True when somebody is signed in who may review. */
export async function begin() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (fragment.has("token")) {
    history.replaceState(null, "", home() + "#/queue"); // out of the address bar before anything else
    await exchange(fragment.get("token"));
  }
  useToken(store.get("token"));
  Object.assign(session, await get("/api/session"));
  const answer = new URLSearchParams(location.search);
  if (session.signIn.kind === "openid" && !session.signedIn && (answer.has("code") || answer.has("error"))) await finish(answer);
  return session.mayReview;
}

export const exchange = token => send("POST", "/api/session", { token });

export async function end() {
  store.drop("token");
  useToken(null);
  if (session.signIn.kind === "token") await send("DELETE", "/api/session");
  location.assign(home());
}

async function configuration() {
  try {
    return await (await fetch(`${session.signIn.authority.replace(/\/$/, "")}/.well-known/openid-configuration`)).json();
  } catch {
    throw new Error("The identity provider cannot be reached.");
  }
}

/** @param prompt select_account = the provider asks who it is, even if somebody is signed in there. */
export async function redirect(prompt) {
  store.drop("token");
  const verifier = text(crypto.getRandomValues(new Uint8Array(32)));
  const state = text(crypto.getRandomValues(new Uint8Array(16)));
  store.set("verifier", verifier);
  store.set("state", state);
  store.set("return", location.hash);
  const challenge = text(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  const to = new URL((await configuration()).authorization_endpoint);
  to.search = new URLSearchParams({
    client_id: session.signIn.clientId, response_type: "code", redirect_uri: home(), scope: session.signIn.scope, state, code_challenge: challenge, code_challenge_method: "S256",
  });
  if (prompt) to.searchParams.set("prompt", prompt);
  location.assign(to);
}

async function finish(answer) {
  const [verifier, state, back] = [store.get("verifier"), store.get("state"), store.get("return") ?? ""];
  ["verifier", "state", "return"].forEach(store.drop);
  history.replaceState(null, "", home() + back);
  if (!state || answer.get("state") !== state) throw new Error("The sign-in was not begun here. Sign in again.");
  if (answer.has("error")) throw new Error(`The identity provider did not sign you in: ${answer.get("error")}.`);
  const got = await fetch((await configuration()).token_endpoint, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "authorization_code", client_id: session.signIn.clientId, code: answer.get("code"), redirect_uri: home(), code_verifier: verifier, scope: session.signIn.scope }),
  });
  if (!got.ok) throw new Error("The identity provider refused the sign-in.");
  const token = (await got.json()).access_token;
  useToken(token);
  Object.assign(session, await get("/api/session"));
  if (!session.signedIn) throw new Error("The token of the identity provider is not accepted here; an administrator finds the reason in the settings Auth:Authority and Auth:Audience.");
  store.set("token", token);
}
