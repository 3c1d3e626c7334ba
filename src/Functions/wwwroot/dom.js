// Elements from data. Text only ever becomes a text node: names and notes of strangers are never markup.

const special = new Set(["class", "on", "data", "text"]);

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === undefined || value === null || value === false || special.has(name)) continue;
    if (name in node && typeof value !== "string" && !(node instanceof SVGElement)) node[name] = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  if (properties?.class) node.setAttribute("class", properties.class);
  for (const [event, handler] of Object.entries(properties?.on ?? {})) node.addEventListener(event, handler);
  for (const [key, value] of Object.entries(properties?.data ?? {})) node.dataset[key] = value;
  node.append(...children.flat(9).filter(child => child !== null && child !== undefined && child !== false).map(child => child instanceof Node ? child : document.createTextNode(String(child))));
  return node;
}

export const el = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);

export const svg = (tag, properties, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), properties, children);

export function pairs(rows) {
  return el("dl", { class: "pairs" }, rows.filter(row => row && row[1] !== undefined && row[1] !== null).map(([name, value]) => el("div", null, el("dt", null, name), el("dd", null, value))));
}

const verdicts = {
  AiGenerated: ["AI-generated", "generated"], Inpainted: ["Inpainted", "inpainted"], Uncertain: ["Uncertain", "uncertain"], NoFindings: ["No findings", "none"], NotScanned: ["Not scanned", "refused"],
};
const rulings = { NoFindings: ["Real", "none"], AiGenerated: ["AI-generated", "generated"], Inpainted: ["Inpainted", "inpainted"], Undecided: ["Cannot tell", "uncertain"], Reopened: ["Re-opened", "refused"] };

export const verdictName = verdict => verdicts[verdict]?.[0] ?? verdict;
export const rulingName = ruling => rulings[ruling]?.[0] ?? ruling;
export const badge = verdict => el("span", { class: `badge is-${verdicts[verdict]?.[1] ?? "none"}` }, verdictName(verdict));
export const rulingBadge = ruling => el("span", { class: `badge is-${rulings[ruling]?.[1] ?? "none"}` }, rulingName(ruling));

export const time = text => el("time", { datetime: text, title: text }, text.slice(0, 16).replace("T", " "));
export const percent = share => share > 0.999 ? "more than 99.9%" : share < 0.001 ? "less than 0.1%" : `${(100 * share).toFixed(1)}%`;
export const exactPercent = share => `${Number((100 * share).toFixed(2))}%`;

export function ago(text) {
  const seconds = Math.max(0, (Date.now() - Date.parse(text)) / 1000);
  for (const [unit, size] of [["d", 86400], ["h", 3600], ["min", 60]]) if (seconds >= size) return `${Math.floor(seconds / size)} ${unit}`;
  return `${Math.floor(seconds)} s`;
}
