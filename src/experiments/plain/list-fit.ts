// A hundred memory cells learn a list of four numbers by heart: the whole experiment, without the engine.
import { type Cells, drawCells, learn } from './memory-cells.ts';

const TARGETS = [-0.5, 0.2, 0.1, -0.5];

/** What the cells are shown and are to say. */
export interface ListFit {
  readonly cells: Cells;
  /** Four steps of fifty random numbers. */
  readonly inputs: number[][];
}

/** A start; `random` gives numbers from [0, 1). */
export function drawListFit(random: () => number): ListFit {
  const inputs = TARGETS.map(() => Array.from({ length: 50 }, random));
  return { cells: drawCells(100, 50, random), inputs };
}

/** The loss of every iteration. */
export function runListFit({ cells, inputs }: ListFit, iterations = 100): number[] {
  return Array.from({ length: iterations }, () => learn(cells, inputs, TARGETS, 0.1));
}
