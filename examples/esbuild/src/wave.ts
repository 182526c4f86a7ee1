import { Dense, Input, LSTM, Random, Sequential, type Tensor, tensor } from 'memcell';

/** Waves to learn, by the name that the page has for them; each value is between -1 and 1. */
export const waves: Readonly<Record<Kind, (t: number) => number>> = {
  sine: (t) => Math.sin(t / 4),
  two: (t) => 0.6 * Math.sin(t / 5) + 0.4 * Math.sin(t / 1.9),
  saw: (t) => {
    const phase = (t / 16) % 1;
    return phase < 0.8 ? 2 * phase - 0.8 : 0.8 - 8 * (phase - 0.8);
  },
};

/** Name of a wave. */
export type Kind = 'sine' | 'two' | 'saw';

/** Steps that the network looks at in a window. */
const WINDOW = 60;

/** Windows of a wave from random places, and what comes next at each of their steps. */
export function windows(kind: Kind, count: number): { x: Tensor; y: Tensor } {
  const wave = waves[kind];
  const starts = new Random(7).uniform(count, 0, 1000);
  const x = new Float32Array(count * WINDOW);
  const y = new Float32Array(count * WINDOW);
  for (let row = 0; row < count; row++) {
    for (let step = 0; step < WINDOW; step++) {
      x[row * WINDOW + step] = wave(starts[row]! + step);
      y[row * WINDOW + step] = wave(starts[row]! + step + 1);
    }
  }
  return { x: tensor(x, [count, WINDOW, 1]), y: tensor(y, [count, WINDOW, 1]) };
}

/** The network, its weights drawn from a seed. */
export function waveModel(seed: number): Sequential {
  const layers = [Input({ shape: [null, 1] }), new LSTM({ units: 32, returnSequences: true }), new Dense({ units: 1 })];
  return new Sequential(layers, { seed });
}

/** Lets a network hear `heard` steps of a wave and then go on by itself for `more`. */
export function goOn(model: Sequential, kind: Kind, heard: number, more: number): number[] {
  model.resetStates();
  let next = 0;
  for (let t = 0; t < heard; t++) next = model.predictStep([[waves[kind](t)]]).item();
  const foretold = [next];
  while (foretold.length < more) {
    next = model.predictStep([[next]]).item();
    foretold.push(next);
  }
  return foretold;
}
