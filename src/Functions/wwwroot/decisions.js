// Decisions and taking them back. What was done last is undone first.

import { place, send } from "./api.js";
import { rulingName, verdictName } from "./dom.js";
import { toast } from "./toast.js";

const done = [];

const undo = { text: "Undo (Z)", run: () => undoLast() };

/** The answer; throws ApiError (409 = somebody was faster). */
export async function decide(item, ruling, note, mask) {
  const answer = await send("POST", `/api/review/items/${place(item.container, item.hash)}/decision`, { seen: item.seen, ruling, note: note || undefined, mask: mask || undefined });
  done.push({ container: item.container, items: [{ hash: item.hash, seen: answer.label.number }], back: location.hash });
  const reveal = item.blind ? ` The scanner said ${verdictName(answer.item.verdict)} (${answer.item.score?.toFixed(2) ?? "-"}).` : "";
  toast(`Decided: ${rulingName(ruling)}.${reveal}`, undo);
  return answer;
}

/** Decides about many; each stands or falls by itself. */
export async function decideMany(container, rows, ruling, note) {
  const { results } = await send("POST", "/api/review/bulk", { container, items: rows.map(row => ({ hash: row.hash, seen: row.seen })), ruling, note: note || undefined });
  const taken = results.filter(result => result.taken);
  if (taken.length) done.push({ container, items: taken.map(result => ({ hash: result.hash, seen: result.number })), back: location.hash });
  const refused = results.length - taken.length;
  toast(`${taken.length} decided: ${rulingName(ruling)}.${refused ? ` ${refused} not: somebody was faster, or they are gone.` : ""}`, taken.length ? undo : undefined);
  return results;
}

export async function undoLast() {
  const last = done.pop();
  if (!last) {
    toast("There is nothing to undo.");
    return;
  }
  try {
    const { results } = await send("POST", "/api/review/bulk", { container: last.container, items: last.items });
    const taken = results.filter(result => result.taken).length;
    toast(taken === results.length ? `${taken === 1 ? "The decision was" : `${taken} decisions were`} taken back.` : `${taken} of ${results.length} taken back: ${results.find(result => !result.taken).sentence}`);
    if (location.hash !== last.back) location.hash = last.back;
    else window.dispatchEvent(new Event("hashchange"));
  } catch (fault) {
    done.push(last);
    toast(fault.message);
  }
}
