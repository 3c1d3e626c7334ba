// Requests to this origin. The header tells the server that a page of its own asks; with an identity provider the token goes along.

export class ApiError extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.message ?? `The server answered ${status}.`);
    Object.assign(this, { status, code: body?.code, body });
  }
}

let bearer = null;
export const useToken = token => { bearer = token; };

async function request(method, path, body, signal) {
  const headers = { "X-Stay-Positive": "1" };
  if (bearer) headers.Authorization = `Bearer ${bearer}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body), credentials: "same-origin" });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new ApiError(0, { message: "The server cannot be reached." });
  }
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => null);
  if (answer.status === 401) document.dispatchEvent(new Event("signed-out"));
  throw new ApiError(answer.status, problem);
}

export const get = async (path, signal) => (await request("GET", path, undefined, signal)).json();
export const bytes = async (path, signal) => (await request("GET", path, undefined, signal)).blob();
export async function send(method, path, body) {
  const answer = await request(method, path, body);
  return answer.status === 204 ? null : answer.json();
}

export const query = parameters => {
  const search = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== ""));
  return search.size ? `?${search}` : "";
};
export const place = (container, hash) => `${encodeURIComponent(container)}/${hash}`;
export const picture = async (container, hash, parameters, signal) => createImageBitmap(await bytes(`/api/review/images/${place(container, hash)}${query(parameters)}`, signal));
