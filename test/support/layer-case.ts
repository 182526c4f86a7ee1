import type { Shape } from '../../src/tensor/shape.ts';

/** One layer with its options: what goes in, what comes out, how many weights there are. */
export interface LayerCase {
  readonly config: Record<string, unknown>;
  /** Shape of the input; of several inputs: a list. */
  readonly input: Shape | readonly Shape[];
  readonly output: Shape;
  readonly params: number;
  /** The input holds ids below this number. */
  readonly ids?: number;
  /** It draws in training: what steps must lower is its loss in use. */
  readonly draws?: boolean;
}

/** What the contract suite of layers tries with one class. */
export interface LayerCases {
  readonly rows: readonly LayerCase[];
  /** Inputs that it must refuse. */
  readonly refused?: readonly (Shape | readonly Shape[])[];
  /** Options that it must refuse, beside those of the first row. */
  readonly wrong?: Record<string, unknown>;
}
