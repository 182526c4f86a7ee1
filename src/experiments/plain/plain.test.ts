// The plain versions against the engine: the same start, the same numbers.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MeanSquaredError } from '../../losses/index.ts';
import type { Sequential } from '../../models/sequential.ts';
import { Random } from '../../random.ts';
import { tensor } from '../../tensor/tensor.ts';
import { adderSamples } from '../adder-data.ts';
import { batchOf, type Lesson, memoryModel } from '../fit-memory.ts';
import { listLesson, listOptimizer } from '../list-fit.ts';
import { primeLesson, primeOptimizer } from '../next-prime.ts';
import { compileScratch, scratchModel } from '../rnn-from-scratch.ts';
import { drawListFit, runListFit } from './list-fit.ts';
import { type Cells, drawCells, type Gate } from './memory-cells.ts';
import { runNextPrime } from './next-prime.ts';
import { drawWeights, forward, learn } from './rnn-from-scratch.ts';

/** Numbers from [0, 1), one by one. */
function numbers(seed: number): () => number {
  const random = new Random(seed);
  return () => random.uniform(1)[0] as number;
}

/** Throws unless two lists agree to five digits. */
function same(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 2e-5): void {
  assert.equal(found.length, expected.length);
  Array.from(found).forEach((value, i) => {
    const wanted = expected[i] as number;
    assert.ok(Math.abs(value - wanted) <= tolerance * Math.max(1e-3, Math.abs(wanted)), `${i}: ${value}, ${wanted}`);
  });
}

/** The engine's model with the weights of plain cells. */
function modelOf(lesson: Lesson, cells: Cells): Sequential {
  const model = memoryModel(lesson, cells.input.bias.length, 1);
  const depth = (lesson.inputs[0] as readonly number[]).length;
  const gates: readonly Gate[] = [cells.input, cells.forget, cells.candidate, cells.output];
  const rows = (from: number, to: number): number[][] =>
    Array.from({ length: to - from }, (_, j) =>
      gates.flatMap(({ weights }) => weights.map((row) => row[from + j] as number)),
    );
  const width = depth + cells.input.bias.length;
  model.setWeights([rows(0, depth), rows(depth, width), gates.flatMap(({ bias }) => bias)]);
  return model;
}

/** The losses of the engine, iteration by iteration. */
function losses(model: Sequential, lesson: Lesson, iterations: number): number[] {
  const { input, target } = batchOf(lesson);
  return Array.from({ length: iterations }, () => model.trainOnBatch(input, target).loss as number);
}

describe('in plain TypeScript', () => {
  it('rnn-from-scratch learns as with the engine', () => {
    const weights = drawWeights(numbers(3));
    const model = scratchModel('published', 1);
    compileScratch(model, 'published');
    model.setWeights([weights.U, weights.W, weights.V.map((v) => [v])]);
    const [a, b] = [7, 8].map((seed) => new Random(seed).integers(40, 0, 128)) as [Int32Array, Int32Array];
    const errors = { plain: [] as number[], engine: [] as number[] };
    for (let n = 0; n < a.length; n++) {
      const [p, q] = [a[n] as number, b[n] as number];
      errors.plain.push(learn(weights, p, q, 0.1));
      const { input, target } = adderSamples([p], [q]);
      errors.engine.push(8 * (model.trainOnBatch(input, target).mae as number));
    }
    same(errors.engine, errors.plain);
    const { U, W, V } = weights;
    same(
      model.getWeights().flatMap((weight) => [...weight.data]),
      [...U.flat(), ...W.flat(), ...V],
    );
    same(model.predict(adderSamples([99], [28]).input).data, forward(weights, 99, 28).answers);
  });

  it('list-fit learns as with the engine', () => {
    const start = drawListFit(numbers(3));
    const lesson: Lesson = { ...listLesson(1), inputs: start.inputs };
    const model = modelOf(lesson, start.cells);
    model.compile({ optimizer: listOptimizer('published'), loss: new MeanSquaredError({ reduction: 'sum' }) });
    same(losses(model, lesson, 8), runListFit(start, 8), 1e-4);
    same(model.getWeights().at(-1)?.data ?? [], modelOf(lesson, start.cells).getWeights().at(-1)?.data ?? [1], 1e-3);
  });

  it('next-prime learns as with the engine', () => {
    const cells = drawCells(100, 50, numbers(4));
    const lesson = primeLesson();
    const model = modelOf(lesson, cells);
    model.compile({ optimizer: primeOptimizer('published'), loss: new MeanSquaredError({ reduction: 'sum' }) });
    const plain = runNextPrime(cells, 8);
    same(losses(model, lesson, 8), plain, 1e-4);
    assert.ok((plain[7] as number) < (plain[0] as number));
  });

  it('shows what the engine is shown', () => {
    assert.deepEqual(tensor(primeLesson().inputs.map((row) => [...row])).shape, [10, 50]);
    assert.deepEqual([primeLesson().targets[0], primeLesson().targets[9]], [0.02, 0.29]);
  });
});
