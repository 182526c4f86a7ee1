// Weights and batches of a workload, made once by memcell from one seed and given to everybody who is timed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../src/index.ts';
import { modelOf } from './model.ts';
import { type Workload, workloads } from './workloads.ts';

const BATCHES = 4;

/** What is in the file of numbers, in this order: the weights, as Keras orders them, then input and target of each batch. */
export interface Fixture {
  readonly workload: Workload;
  readonly weights: readonly (readonly number[])[];
  readonly batches: number;
}

/** A fixture with its numbers, all float32; ids and labels too. */
export interface Numbers {
  readonly fixture: Fixture;
  readonly floats: Float32Array;
}

const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Draws weights and data of a workload. */
export function makeFixture(workload: Workload): Numbers {
  const random = new Random(1);
  const weights = modelOf(workload, { seed: 1 }).getWeights();
  const [first] = workload.layers;
  const classes = workload.layers.reduce((before, layer) => (layer.kind === 'dense' ? layer.units : before), 1);
  const parts: ArrayLike<number>[] = weights.map(({ data }) => data as Float32Array);
  for (let i = 0; i < BATCHES; i++) {
    const [inputs, targets] = [size(workload.input), size(workload.target)];
    parts.push(first?.kind === 'embedding' ? random.integers(inputs, 0, first.rows) : random.uniform(inputs));
    parts.push(
      workload.loss === 'labels' ? random.integers(targets, 0, classes) : random.uniform(targets).map(Math.round),
    );
  }
  const floats = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    floats.set(part, at);
    at += part.length;
  }
  return { fixture: { workload, weights: weights.map(({ shape }) => [...shape]), batches: BATCHES }, floats };
}

/** Writes a fixture into a folder, as fixture.json and fixture.bin. */
export function writeFixture(folder: string, name: keyof typeof workloads): void {
  const { fixture, floats } = makeFixture(workloads[name]);
  writeFileSync(join(folder, 'fixture.json'), JSON.stringify(fixture));
  writeFileSync(join(folder, 'fixture.bin'), floats);
}

export function readFixture(folder: string): Numbers {
  const fixture = JSON.parse(readFileSync(join(folder, 'fixture.json'), 'utf8')) as Fixture;
  const bytes = readFileSync(join(folder, 'fixture.bin'));
  return { fixture, floats: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) };
}
