// The scan as a Node developer would write it: sharp decodes to raw RGB, one loop pads by reflection and makes planes of floats, onnxruntime-node runs the whole
// image at once, and the head makes the evidence map and the logit. It finds no windows, no region and no verdict, which the product does.
// Usage: node peer.js MODEL_FOLDER THREADS; then one path a line on standard input, one logit a line on standard output.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import ort from 'onnxruntime-node';
import sharp from 'sharp';

const [folder, threads] = process.argv.slice(2);
const manifest = JSON.parse(await readFile(`${folder}/manifest.json`, 'utf8'));
const head = JSON.parse(await readFile(`${folder}/head.json`, 'utf8'));
const weights = Float32Array.from(head.weights);
sharp.concurrency(Number(threads));
sharp.cache(false);
const session = await ort.InferenceSession.create(`${folder}/backbone.onnx`, {
  executionProviders: ['cpu'],
  graphOptimizationLevel: 'all',
  intraOpNumThreads: Number(threads),
});

let planes = new Float32Array(0);

/** Indices of the reflected line (the edge is not repeated): `before` pixels, the line itself, and what is missing behind. */
function reflected(length, before, count) {
  const period = Math.max(1, 2 * (length - 1));
  return Int32Array.from({ length: count }, (_, i) => {
    const within = (((i - before) % period) + period) % period;
    return within < length ? within : period - within;
  });
}

function pad(rgb, width, height, rows, columns) {
  const { stride, receptiveField } = manifest;
  const before = Math.floor((receptiveField - stride) / 2);
  const [paddedWidth, paddedHeight] = [(columns - 1) * stride + receptiveField, (rows - 1) * stride + receptiveField];
  const [across, down] = [reflected(width, before, paddedWidth).map((x) => 3 * x), reflected(height, before, paddedHeight)];
  const plane = paddedWidth * paddedHeight;
  if (planes.length !== 3 * plane) planes = new Float32Array(3 * plane);
  for (let y = 0, to = 0; y < paddedHeight; y++) {
    const line = down[y] * width * 3;
    for (let x = 0; x < paddedWidth; x++, to++) {
      const from = line + across[x];
      planes[to] = rgb[from] / 255;
      planes[plane + to] = rgb[from + 1] / 255;
      planes[2 * plane + to] = rgb[from + 2] / 255;
    }
  }
  return new ort.Tensor('float32', planes, [1, 3, paddedHeight, paddedWidth]);
}

function evidence(features, cells) {
  const map = new Float32Array(cells);
  for (let c = 0; c < weights.length; c++) {
    const weight = weights[c];
    if (weight === 0) continue;
    for (let i = 0, from = c * cells; i < cells; i++, from++) map[i] += weight * features[from];
  }
  return map;
}

async function scan(path) {
  const { data, info } = await sharp(await readFile(path)).raw().toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`${path} has ${info.channels} channels`);
  const [rows, columns] = [Math.ceil(info.height / manifest.stride), Math.ceil(info.width / manifest.stride)];
  const { features } = await session.run({ image: pad(data, info.width, info.height, rows, columns) });
  const map = evidence(features.data, rows * columns);
  features.dispose();
  let sum = 0;
  for (const value of map) sum += value;
  return sum / map.length + head.bias;
}

const versions = createRequire(import.meta.url)('onnxruntime-node/package.json').version;
console.log(`onnxruntime-node ${versions}, sharp ${sharp.versions.sharp} with libvips ${sharp.versions.vips}, Node ${process.versions.node}`);
for await (const path of createInterface({ input: process.stdin })) console.log(await scan(path));
