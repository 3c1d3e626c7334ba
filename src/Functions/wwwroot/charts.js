// Charts as SVG, each with its numbers as a table.

import { el, svg, verdictName } from "./dom.js";

const order = ["NoFindings", "Uncertain", "Inpainted", "AiGenerated", "NotScanned"];

const table = (caption, head, rows) => el("details", { class: "data" }, el("summary", null, "Numbers"), el("div", { class: "wide-table", tabindex: "0", role: "region", "aria-label": caption }, el("table", null, el("caption", null, caption),
  el("thead", null, el("tr", null, head.map(text => el("th", { scope: "col" }, text)))), el("tbody", null, rows.map(([first, ...rest]) => el("tr", null, el("th", { scope: "row" }, first), rest.map(value => el("td", null, value))))))));

const total = counts => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Bars stacked by verdict, one a day. */
export function days(list) {
  const [width, height, foot] = [720, 200, 22];
  const highest = Math.max(1, ...list.map(day => total(day.verdicts)));
  const step = Math.min(60, width / Math.max(1, list.length));
  const bars = list.flatMap((day, n) => {
    let at = height - foot;
    return order.filter(verdict => day.verdicts[verdict]).map(verdict => {
      const size = day.verdicts[verdict] / highest * (height - foot - 14);
      at -= size;
      return svg("rect", { x: n * step + 2, y: at, width: Math.max(2, step - 4), height: Math.max(0.5, size), class: `fill-${verdict}` });
    });
  });
  const every = Math.ceil(list.length / 8);
  const labels = list.map((day, n) => n % every ? null : svg("text", { x: n * step + 2, y: height - 6 }, day.day.slice(5)));
  const used = order.filter(verdict => list.some(day => day.verdicts[verdict]));
  return [el("ul", { class: "legend" }, used.map(verdict => el("li", null, el("i", { class: `swatch fill-${verdict}` }), verdictName(verdict)))),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Scans of ${list.length} days by verdict`, class: "chart" }, svg("text", { x: 2, y: 10 }, String(highest)), svg("line", { x1: 0, x2: width, y1: height - foot, y2: height - foot, class: "axis" }), bars, labels),
    table("Scans by day and verdict", ["Day", ...used.map(verdictName)], list.map(day => [day.day, ...used.map(verdict => day.verdicts[verdict] ?? 0)]))];
}

/** Logits of one model, bins of one unit. */
export function histogram({ model, first, bins }) {
  const [width, height, foot] = [720, 160, 22];
  const highest = Math.max(1, ...bins);
  const step = width / bins.length;
  return el("figure", null, el("figcaption", null, `${model}: ${bins.reduce((sum, bin) => sum + bin, 0)} scans`),
    svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Scores of the model ${model}`, class: "chart" },
      svg("text", { x: 2, y: 10 }, String(highest)), svg("line", { x1: 0, x2: width, y1: height - foot, y2: height - foot, class: "axis" }),
      bins.map((bin, n) => bin ? svg("rect", { x: n * step + 1, y: height - foot - bin / highest * (height - foot - 14), width: step - 2, height: bin / highest * (height - foot - 14), class: "fill-score" }) : null),
      bins.map((_, n) => n % 4 ? null : svg("text", { x: n * step, y: height - 6 }, String(first + n)))),
    table(`Scores of ${model}, logit`, ["From", "Scans"], bins.map((bin, n) => [String(first + n), bin]).filter(([, bin]) => bin)));
}

/** A share with its interval. */
export function rate({ estimate, low, high, hits, trials }) {
  const at = share => (100 * share).toFixed(1);
  return el("div", { class: "rate" }, el("b", null, estimate === undefined || estimate === null ? "no data" : `${at(estimate)}%`),
    trials ? svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { x: 0, y: 3, width: 100, height: 2, class: "track" }), svg("rect", { x: 100 * low, y: 2, width: Math.max(0.8, 100 * (high - low)), height: 4, class: "fill-score" }), svg("rect", { x: 100 * estimate - 0.4, y: 0, width: 0.8, height: 8, class: "point" })) : null,
    el("small", null, trials ? `${hits} of ${trials}; 95%: ${at(low)} to ${at(high)}%` : "decide about items of the blind audit"));
}
