// The part that a reviewer marks. Held at most 1024 pixels wide or high; the server brings it to the image's size.

const side = 1024;

export class Mask {
  constructor(width, height) {
    this.scale = Math.min(1, side / Math.max(width, height));
    this.canvas = document.createElement("canvas");
    this.canvas.width = Math.max(1, Math.round(width * this.scale));
    this.canvas.height = Math.max(1, Math.round(height * this.scale));
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.context.fillStyle = this.context.strokeStyle = "#00c8ff";
    this.context.lineCap = this.context.lineJoin = "round";
    this.isEmpty = true;
  }

  stroke(from, to, radius, erase) {
    this.#paint(erase, context => {
      context.lineWidth = Math.max(1, 2 * radius * this.scale);
      context.beginPath();
      context.moveTo(from.x * this.scale, from.y * this.scale);
      context.lineTo(to.x * this.scale, to.y * this.scale + 0.01);
      context.stroke();
    });
  }

  box(x, y, width, height, erase) {
    this.#paint(erase, context => context.fillRect(x * this.scale, y * this.scale, width * this.scale, height * this.scale));
  }

  region({ columns, rows, left, top, cell, inside }) {
    for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) if (inside(column, row)) this.box(left + column * cell, top + row * cell, cell, cell, false);
  }

  /** A mask that was stored: white is inside. */
  load(image) {
    const { width, height } = this.canvas;
    const copy = new OffscreenCanvas(width, height);
    const context = copy.getContext("2d");
    context.drawImage(image, 0, 0, width, height);
    const pixels = context.getImageData(0, 0, width, height);
    for (let n = 0; n < pixels.data.length; n += 4) pixels.data.set([0, 200, 255, pixels.data[n]], n);
    context.putImageData(pixels, 0, 0);
    this.clear();
    this.#paint(false, own => own.drawImage(copy, 0, 0));
  }

  clear() {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.isEmpty = true;
  }

  /** White on black, base64 of a PNG; null when nothing is marked. */
  async png() {
    if (this.isEmpty) return null;
    const flat = document.createElement("canvas");
    [flat.width, flat.height] = [this.canvas.width, this.canvas.height];
    const context = flat.getContext("2d");
    context.filter = "brightness(0) invert(1)";
    context.drawImage(this.canvas, 0, 0);
    context.filter = "none";
    context.globalCompositeOperation = "destination-over";
    context.fillRect(0, 0, flat.width, flat.height);
    const bytes = new Uint8Array(await (await new Promise(ready => flat.toBlob(ready, "image/png"))).arrayBuffer());
    let text = "";
    for (let n = 0; n < bytes.length; n += 8192) text += String.fromCharCode(...bytes.subarray(n, n + 8192));
    return btoa(text);
  }

  #paint(erase, draw) {
    this.context.globalCompositeOperation = erase ? "destination-out" : "source-over";
    draw(this.context);
    this.context.globalCompositeOperation = "source-over";
    this.isEmpty = erase ? !this.context.getImageData(0, 0, this.canvas.width, this.canvas.height).data.some(value => value) : false;
  }
}
