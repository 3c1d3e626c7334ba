// Below the picture: evidence, zoom, mask.

import { el } from "./dom.js";
import { toast } from "./toast.js";

export function toolbar(viewer, keepOpacity) {
  const opacity = el("input", { type: "range", min: "0", max: "100", value: String(Math.round(100 * viewer.opacity)), "aria-label": "Opacity of the evidence" });
  const shown = el("button", { "aria-pressed": "true" }, "Evidence", el("kbd", null, "E"));
  const scale = el("div", { class: "scale" });
  const level = el("output", { class: "level" }, "");
  const state = el("p", { class: "muted wait" }, "Computing the evidence …");
  const tools = [["pan", "Move", "h"], ["brush", "Brush", "b"], ["box", "Box", "x"], ["erase", "Erase", "d"]];
  const buttons = tools.map(([tool, text, key]) => el("button", { "aria-pressed": String(tool === viewer.tool), data: { tool }, on: { click: () => use(tool) } }, text, el("kbd", null, key.toUpperCase())));
  const region = el("button", { disabled: true, on: { click: () => fill() } }, "Take the region", el("kbd", null, "M"));
  const numbers = ["x", "y", "width", "height"].map(name => el("input", { type: "number", min: "0", "aria-label": `Box ${name}, pixels`, placeholder: name, inputmode: "numeric" }));

  function use(tool) {
    viewer.tool = tool;
    viewer.node.dataset.tool = tool;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
  }

  function fill() {
    if (!viewer.evidence?.hasRegion) {
      toast("The scanner found no region.");
      return;
    }
    viewer.mask.region(viewer.evidence);
    viewer.draw();
  }

  function toggle() {
    viewer.showEvidence = !viewer.showEvidence;
    shown.setAttribute("aria-pressed", String(viewer.showEvidence));
    viewer.draw();
  }

  function setOpacity(value) {
    opacity.value = String(Math.min(100, Math.max(0, value)));
    viewer.opacity = opacity.valueAsNumber / 100;
    keepOpacity(opacity.valueAsNumber);
    viewer.draw();
  }

  const addBox = event => {
    event.preventDefault();
    const [x, y, width, height] = numbers.map(input => input.valueAsNumber);
    if ([x, y, width, height].every(Number.isFinite) && width > 0 && height > 0) viewer.mask.box(x, y, width, height, false);
    viewer.draw();
  };
  shown.addEventListener("click", toggle);
  opacity.addEventListener("input", () => setOpacity(opacity.valueAsNumber));
  viewer.node.addEventListener("drawn", () => { level.textContent = `${Math.round(100 * viewer.scale * devicePixelRatio)}%`; });
  const evidence = el("div", { class: "tools", role: "group", "aria-label": "Evidence", hidden: true }, shown, opacity, scale);
  const node = el("div", { class: "toolbar" }, evidence, state,
    el("div", { class: "tools", role: "group", "aria-label": "Zoom" },
      el("button", { "aria-label": "Zoom out", on: { click: () => viewer.zoom(0.8) } }, "−"), level, el("button", { "aria-label": "Zoom in", on: { click: () => viewer.zoom(1.25) } }, "+"),
      el("button", { on: { click: () => viewer.fit() } }, "Fit", el("kbd", null, "0")), el("button", { on: { click: () => viewer.exact() } }, "1:1", el("kbd", null, "9"))),
    el("div", { class: "tools", role: "group", "aria-label": "Mask of the generated part" }, buttons, region, el("button", { on: { click: () => { viewer.mask.clear(); viewer.draw(); } } }, "Clear", el("kbd", null, "C"))),
    el("details", { class: "numbers" }, el("summary", null, "Box by numbers"), el("form", { on: { submit: addBox } }, numbers, el("button", null, "Add"))));

  return {
    node,
    none: text => { state.textContent = text; },
    evidence: map => {
      state.hidden = true;
      evidence.hidden = false;
      region.disabled = !map.hasRegion;
      const digits = map.scaleEnd < 10 ? 2 : 1;
      scale.replaceChildren(el("div", { class: "bar" }, el("i", { class: "mark", title: "Mean evidence with which a window of the smallest size meets its threshold" })),
        el("div", { class: "marks" }, el("span", null, "0"), el("span", null, `${(map.scaleEnd / 2).toFixed(digits)} threshold`), el("span", null, `${map.scaleEnd.toFixed(digits)}+`)), el("div", { class: "caption" }, "evidence per cell, logit units"));
    },
    keys: [
      { key: "e", does: "Evidence on and off", run: toggle },
      { key: "[", does: "Evidence fainter", repeats: true, run: () => setOpacity(opacity.valueAsNumber - 10) }, { key: "]", does: "Evidence stronger", repeats: true, run: () => setOpacity(opacity.valueAsNumber + 10) },
      ...tools.map(([tool, text, key]) => ({ key, does: tool === "pan" ? "Hand: move the picture" : `Mask: ${text.toLowerCase()}`, run: () => use(tool) })),
      { key: "m", does: "Mask: take the region that was found", run: fill }, { key: "c", does: "Mask: clear", run: () => { viewer.mask.clear(); viewer.draw(); } },
    ],
  };
}
