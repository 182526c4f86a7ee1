// node jax-js.mjs FOLDER: the workload of a fixture in jax-js on WASM; waits for orders on standard input. There is no scan
// in it: the steps of time are unrolled inside of one jit. A value is used up by its use, unless `.ref` is taken.
import { readFileSync } from 'node:fs';
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { oneHot, readFixture, serve } from './common.mjs';

const fixture = readFixture(process.argv[2]);
const { layers, input, loss } = fixture;
await init('wasm');
defaultDevice('wasm');
const array = (values, shape) => np.array(values).reshape(shape);
const stream = loss === 'stream';
const [batch, ...rest] = input;
const [steps, depth] = stream ? [1, rest[0]] : rest;
const names = fixture.weights.map((_, i) => `w${i}`);
let weights = Object.fromEntries(fixture.weights.map(({ shape, values }, i) => [names[i], array(values, shape)]));

/** x [T·B, D], step after step; gives [T·B, U] or the last [B, U], and the states. */
function lstm(x, [kernel, recurrent, bias], sequences, state) {
  const inputs = steps === 1 ? [np.matmul(x, kernel).add(bias)] : np.split(np.matmul(x, kernel).add(bias), steps, 0);
  let [h, c] = state ?? [];
  if (h === undefined && steps === 1) recurrent.dispose();
  const all = [];
  for (let t = 0; t < steps; t++) {
    let gates = inputs[t];
    if (h !== undefined) gates = gates.add(np.matmul(h, t === steps - 1 ? recurrent : recurrent.ref));
    const [i, f, g, o] = np.split(gates, 4, 1);
    const enters = nn.sigmoid(i).mul(np.tanh(g));
    if (c === undefined) f.dispose();
    c = c === undefined ? enters : nn.sigmoid(f).mul(c).add(enters);
    h = nn.sigmoid(o).mul(np.tanh(c.ref));
    if (sequences) all.push(h.ref);
  }
  if (!sequences) return [h, c];
  h.dispose();
  return [np.concatenate(all, 0), c];
}

function forward(p, x, state) {
  let [at, out] = [0, x];
  let after;
  const take = (count) => {
    at += count;
    return names.slice(at - count, at).map((name) => p[name]);
  };
  for (const layer of layers) {
    if (layer.kind === 'lstm') {
      const [h, c] = lstm(out, take(3), layer.sequences, state);
      out = h;
      if (state === undefined) c.dispose();
      else after = [h.ref, c];
    } else if (layer.kind === 'dense') {
      const [kernel, bias] = take(2);
      out = np.matmul(out, kernel).add(bias);
      if (layer.activation === 'sigmoid') out = nn.sigmoid(out);
      else if (layer.activation === 'relu') out = nn.relu(out);
    } else throw new Error(`no ${layer.kind} here`);
  }
  return [out, after];
}

/** [B, T, D] as [T·B, D]. */
function timeMajor(values, width) {
  const out = new Float32Array(values.length);
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < steps; t++) {
      const from = (b * steps + t) * width;
      out.set(values.subarray(from, from + width), (t * batch + b) * width);
    }
  }
  return out;
}

function lossOf(p, x, y) {
  const [out] = forward(p, x);
  if (loss === 'labels')
    return nn
      .logSoftmax(out, 1)
      .mul(y)
      .sum()
      .mul(-1 / batch);
  return np.square(out.sub(y)).mean();
}

const zeros = () => Object.fromEntries(names.map((name) => [name, np.zeros(weights[name].shape)]));
let [first, second] = [zeros(), zeros()];
const update = jit((p, m, v, count, x, y) => {
  const [value, gradients] = valueAndGrad(lossOf)(Object.fromEntries(names.map((k) => [k, p[k].ref])), x, y);
  const [p2, m2, v2] = [{}, {}, {}];
  const left = (decay) => np.subtract(1, np.exp(count.ref.mul(Math.log(decay))));
  const [left1, left2] = [left(0.9), left(0.999)];
  count.dispose();
  for (const k of names) {
    m2[k] = m[k].mul(0.9).add(gradients[k].ref.mul(0.1));
    v2[k] = v[k].mul(0.999).add(np.square(gradients[k]).mul(0.001));
    const root = np.sqrt(v2[k].ref.div(left2.ref)).add(1e-7);
    p2[k] = p[k].sub(m2[k].ref.div(left1.ref).mul(0.001).div(root));
  }
  left1.dispose();
  left2.dispose();
  return [value, p2, m2, v2];
});
const classes = layers.at(-1).units;
const sequences = fixture.target.length === 3;
const batches = fixture.batches.map(({ x, y }) => ({
  x: array(timeMajor(x, depth), [steps * batch, depth]),
  y: stream
    ? undefined
    : loss === 'labels'
      ? array(oneHot(y, classes), [batch, classes])
      : array(sequences ? timeMajor(y, classes) : y, [sequences ? steps * batch : batch, classes]),
}));

async function train(i) {
  const { x, y } = batches[i % 4];
  const count = np.array(new Float32Array([i + 1])).reshape([]);
  const [value, ...after] = update(weights, first, second, count, x.ref, y.ref);
  [weights, first, second] = after;
  return (await value.data())[0];
}

let state = stream ? [0, 1].map(() => np.zeros([batch, layers[0].units])) : undefined;
const call = jit((p, x, h, c) => {
  const [out, after] = forward(p, x, [h, c]);
  return [out, ...after];
});
async function step(i) {
  const kept = Object.fromEntries(names.map((k) => [k, weights[k].ref]));
  const [out, ...after] = call(kept, batches[i % 4].x.ref, ...state);
  state = after;
  return (await out.data())[0];
}

const { version } = JSON.parse(readFileSync(new URL('node_modules/@jax-js/jax/package.json', import.meta.url), 'utf8'));
await serve('jax-js', version, fixture, () => (stream ? step : train));
