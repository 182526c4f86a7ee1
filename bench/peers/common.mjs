// What the peers from npm share: the fixture, and answering orders on standard input (see ../workload.ts).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const COMPARED = 10;
/** Losses that even the slowest must tell. */
const LEAST = 4;

/** The workload as ../workloads.ts describes it, with weights in Keras's order and the batches. */
export function readFixture(folder) {
  const { workload, weights, batches } = JSON.parse(readFileSync(join(folder, 'fixture.json'), 'utf8'));
  const bytes = readFileSync(join(folder, 'fixture.bin'));
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let at = 0;
  const take = (shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    at += size;
    return floats.slice(at - size, at);
  };
  return {
    ...workload,
    weights: weights.map((shape) => ({ shape, values: take(shape) })),
    batches: Array.from({ length: batches }, () => ({ x: take(workload.input), y: take(workload.target) })),
  };
}

/** Labels as rows of zeros with a one. */
export function oneHot(labels, classes) {
  const rows = new Float32Array(labels.length * classes);
  for (const [i, label] of labels.entries()) rows[i * classes + label] = 1;
  return rows;
}

/**
 * Answers orders. `build(dropout)` gives a function that takes a step, or one of `parts` of it, and gives its loss, or a
 * promise of it.
 */
export async function serve(peer, version, fixture, build, parts = 1) {
  const step = build(true);
  const answer = (value) => console.log(`@ ${JSON.stringify(value)}`);
  const losses = [];
  let count = 0;
  const turn = async (steps) => {
    const start = performance.now();
    for (let k = 0; k < steps; k++) {
      const loss = await step(count++);
      if (losses.length < COMPARED) losses.push(loss);
    }
    return ((performance.now() - start) / steps) * parts;
  };
  // a slow one takes fewer steps
  let steps = fixture.turn;
  const turnsOf = async (milliseconds) => {
    const turns = [];
    const begun = performance.now();
    do turns.push(await turn(steps));
    while (performance.now() - begun + (turns[0] / parts) * steps < milliseconds);
    return turns;
  };
  answer({ peer, version });
  for await (const line of createInterface({ input: process.stdin })) {
    const [order, milliseconds] = line.split(' ');
    if (order === 'warm') {
      const first = await turn(1);
      if (((await turn(1)) / parts) * steps > 300) steps = 1;
      const turns = await turnsOf(Number(milliseconds));
      while (losses.length < LEAST) await turn(1);
      answer({ first, turns, losses, stepsPerTurn: steps / parts });
    } else if (order === 'round') answer({ turns: await turnsOf(Number(milliseconds)) });
    else if (order === 'check') {
      const again = build(false);
      const without = [];
      for (let i = 0; i < COMPARED; i++) without.push(await again(i));
      answer({ losses: without });
    } else break;
  }
  process.exit(0);
}
