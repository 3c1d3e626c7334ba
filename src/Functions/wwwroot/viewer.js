// The picture under layers: evidence, region, mask. One view (zoom and place) for all; details come pixel by pixel when they are looked at.

import { picture } from "./api.js";
import { el } from "./dom.js";
import { Mask } from "./mask.js";

const part = 1024;
const mostParts = 6;
const mostScale = 24;

export class Viewer {
  constructor(item, facts) {
    Object.assign(this, { item, width: facts.width, height: facts.height, scale: 1, x: 0, y: 0, tool: "pan", radius: 24, opacity: 0.65, showEvidence: true, evidence: null, image: null, frame: 0 });
    this.mask = new Mask(this.width, this.height);
    this.base = el("canvas", { class: "private" });
    this.layer = el("canvas");
    this.node = el("div", { class: "viewer", tabindex: "0", role: "application", "aria-label": "Picture with evidence. Arrows move it, plus and minus zoom, 0 fits." }, this.base, this.layer);
    this.parts = new Map();
    this.stop = new AbortController();
    this.observer = new ResizeObserver(() => this.#resize());
    this.observer.observe(this.node);
    this.#listen();
  }

  async load(frame = 0) {
    this.frame = frame;
    this.parts.clear();
    this.image = await picture(this.item.container, this.item.hash, { max: 1600, frame: frame || undefined }, this.stop.signal);
    this.draw();
  }

  close() {
    this.stop.abort();
    this.observer.disconnect();
    clearTimeout(this.timer);
  }

  fit() {
    const box = this.node.getBoundingClientRect();
    this.scale = Math.min(box.width / this.width, box.height / this.height, 4);
    this.x = (box.width - this.width * this.scale) / 2;
    this.y = (box.height - this.height * this.scale) / 2;
    this.fitted = true;
    this.draw();
  }

  zoom(factor, at) {
    const box = this.node.getBoundingClientRect();
    const centre = at ?? { x: box.width / 2, y: box.height / 2 };
    const to = Math.min(mostScale, Math.max(0.02, this.scale * factor));
    this.x = centre.x - (centre.x - this.x) * to / this.scale;
    this.y = centre.y - (centre.y - this.y) * to / this.scale;
    this.scale = to;
    this.fitted = false;
    this.draw();
  }

  /** One pixel of the image a pixel of the screen, and not between two. */
  exact() {
    this.zoom(1 / devicePixelRatio / this.scale);
    this.x = Math.round(this.x * devicePixelRatio) / devicePixelRatio;
    this.y = Math.round(this.y * devicePixelRatio) / devicePixelRatio;
  }

  move(x, y) {
    this.x += x;
    this.y += y;
    this.fitted = false;
    this.draw();
  }

  draw() {
    if (this.waits) return;
    this.waits = requestAnimationFrame(() => {
      this.waits = 0;
      this.#paintBase();
      this.#paintLayer();
      this.node.dispatchEvent(new Event("drawn"));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#details().catch(() => {}), 200);
    });
  }

  #context(canvas) {
    const context = canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(devicePixelRatio * this.scale, 0, 0, devicePixelRatio * this.scale, devicePixelRatio * this.x, devicePixelRatio * this.y);
    return context;
  }

  #paintBase() {
    const context = this.#context(this.base);
    if (!this.image) return;
    context.imageSmoothingEnabled = this.scale * devicePixelRatio < 2;
    context.imageSmoothingQuality = "high";
    context.drawImage(this.image, 0, 0, this.width, this.height);
    for (const { image, x, y } of this.parts.values()) if (image) context.drawImage(image, x, y);
  }

  #paintLayer() {
    const context = this.#context(this.layer);
    context.save();
    context.beginPath();
    context.rect(0, 0, this.width, this.height);
    context.clip();
    if (this.evidence && this.showEvidence) {
      const { picture: cells, left, top, columns, rows, cell } = this.evidence;
      context.imageSmoothingEnabled = false;
      context.globalAlpha = this.opacity;
      context.drawImage(cells, left, top, columns * cell, rows * cell);
      context.globalAlpha = 1;
    }
    if (this.evidence?.hasRegion) {
      for (const [width, style] of [[4, "#00131a"], [2, "#00e5ff"]]) {
        context.lineWidth = width / this.scale;
        context.strokeStyle = style;
        context.stroke(this.evidence.edges);
      }
    }
    if (!this.mask.isEmpty) {
      context.globalAlpha = 0.5;
      context.drawImage(this.mask.canvas, 0, 0, this.width, this.height);
      context.globalAlpha = 1;
    }
    if (this.box) {
      context.lineWidth = 2 / this.scale;
      context.setLineDash([6 / this.scale, 4 / this.scale]);
      context.strokeStyle = "#ffffff";
      context.strokeRect(this.box.x, this.box.y, this.box.width, this.box.height);
    }
    context.restore();
  }

  /** Where the screen shows single pixels, or more of them than the preview has, the image's own are fetched: the preview is a JPEG. */
  async #details() {
    if (!this.image || this.scale * devicePixelRatio < Math.min(1, 1.2 * this.image.width / this.width)) return;
    const box = this.node.getBoundingClientRect();
    const clampX = value => Math.min(this.width - 1, Math.max(0, Math.floor(value)));
    const clampY = value => Math.min(this.height - 1, Math.max(0, Math.floor(value)));
    const wanted = [];
    for (let y = clampY(-this.y / this.scale); y <= clampY((box.height - this.y) / this.scale); y = (Math.floor(y / part) + 1) * part)
      for (let x = clampX(-this.x / this.scale); x <= clampX((box.width - this.x) / this.scale); x = (Math.floor(x / part) + 1) * part)
        wanted.push([Math.floor(x / part) * part, Math.floor(y / part) * part]);
    for (const [x, y] of wanted.slice(0, mostParts)) {
      const name = `${x} ${y}`;
      if (this.parts.has(name)) continue;
      this.parts.set(name, {});
      const image = await picture(this.item.container, this.item.hash, { x, y, w: part, h: part, frame: this.frame || undefined }, this.stop.signal);
      this.parts.set(name, { image, x, y });
      if (this.parts.size > 3 * mostParts) this.parts.delete(this.parts.keys().next().value);
      this.draw();
    }
  }

  #resize() {
    const box = this.node.getBoundingClientRect();
    for (const canvas of [this.base, this.layer]) {
      canvas.width = Math.max(1, Math.round(box.width * devicePixelRatio));
      canvas.height = Math.max(1, Math.round(box.height * devicePixelRatio));
    }
    if (this.fitted !== false) this.fit();
    else this.draw();
  }

  #listen() {
    const place = event => { const box = this.node.getBoundingClientRect(); return { x: event.clientX - box.left, y: event.clientY - box.top }; };
    const pixel = at => ({ x: Math.min(this.width, Math.max(0, (at.x - this.x) / this.scale)), y: Math.min(this.height, Math.max(0, (at.y - this.y) / this.scale)) });
    let from = null;
    this.node.addEventListener("wheel", event => { event.preventDefault(); this.zoom(Math.exp(-event.deltaY / 400), place(event)); }, { passive: false });
    this.node.addEventListener("pointerdown", event => {
      if (event.button !== 0) return;
      this.node.setPointerCapture(event.pointerId);
      from = place(event);
      if (this.tool === "brush" || this.tool === "erase") this.#brush(pixel(from), pixel(from));
    });
    this.node.addEventListener("pointermove", event => {
      if (!from) return;
      const at = place(event);
      if (this.tool === "pan") this.move(at.x - from.x, at.y - from.y);
      else if (this.tool === "box") {
        const [a, b] = [pixel(from), pixel(at)];
        this.box = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
        this.draw();
        return;
      } else this.#brush(pixel(from), pixel(at));
      from = at;
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.node.addEventListener(end, () => {
        if (this.box && this.box.width >= 2 && this.box.height >= 2) this.mask.box(this.box.x, this.box.y, this.box.width, this.box.height, false);
        this.box = from = null;
        this.draw();
      });
    }
  }

  #brush(from, to) {
    this.mask.stroke(from, to, this.radius / this.scale, this.tool === "erase");
    this.draw();
  }
}
