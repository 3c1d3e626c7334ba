// The evidence map: values per cell of 8 x 8 pixels, in logit units; its mean and the bias are the score.

const stops = [[0, 20, 11, 52], [0.25, 101, 21, 110], [0.5, 190, 55, 82], [0.75, 243, 120, 25], [1, 252, 250, 150]];

export function colour(share) {
  const u = Math.min(1, Math.max(0, share));
  const n = Math.max(1, stops.findIndex(stop => stop[0] >= u));
  const [low, high] = [stops[n - 1], stops[n]];
  const t = (u - low[0]) / (high[0] - low[0]);
  return [1, 2, 3].map(band => Math.round(low[band] + (high[band] - low[band]) * t));
}

const raw = text => Uint8Array.from(atob(text), letter => letter.charCodeAt(0));

function half(bits) {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  return exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? Infinity : (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Adds what is drawn: a picture of one pixel a cell, and the edges of the region. */
export function decode(answer) {
  const view = new DataView(raw(answer.values).buffer);
  const cells = new Float32Array(answer.columns * answer.rows);
  const pixels = new ImageData(answer.columns, answer.rows);
  for (let n = 0; n < cells.length; n++) {
    cells[n] = half(view.getUint16(2 * n, true));
    const share = Math.min(1, cells[n] / answer.scaleEnd);
    pixels.data.set([...colour(share), Math.round(255 * Math.min(1, 0.12 + Math.sqrt(share)))], 4 * n);
  }
  const picture = new OffscreenCanvas(answer.columns, answer.rows);
  picture.getContext("2d").putImageData(pixels, 0, 0);
  const bits = answer.inside ? raw(answer.inside) : null;
  const inside = (column, row) => bits !== null && column >= 0 && row >= 0 && column < answer.columns && row < answer.rows && (bits[(row * answer.columns + column) >> 3] >> ((row * answer.columns + column) & 7) & 1) === 1;
  return { ...answer, cells, picture, inside, hasRegion: bits !== null, edges: edges(answer, inside) };
}

function edges({ columns, rows, left, top, cell }, inside) {
  const path = new Path2D();
  const line = (x1, y1, x2, y2) => { path.moveTo(left + x1 * cell, top + y1 * cell); path.lineTo(left + x2 * cell, top + y2 * cell); };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!inside(column, row)) continue;
      if (!inside(column, row - 1)) line(column, row, column + 1, row);
      if (!inside(column, row + 1)) line(column, row + 1, column + 1, row + 1);
      if (!inside(column - 1, row)) line(column, row, column, row + 1);
      if (!inside(column + 1, row)) line(column + 1, row, column + 1, row + 1);
    }
  }
  return path;
}
