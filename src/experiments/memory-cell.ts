import { RandomUniform } from '../initializers/index.ts';
import type { CellStep } from '../layers/cell-loop.ts';
import type { LayerConfig } from '../layers/layer.ts';
import { RNNCell } from '../layers/rnn-cell.ts';
import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { multiply } from '../ops/multiply.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { slice } from '../ops/slice.ts';
import { tanh } from '../ops/tanh.ts';
import { checkNumber, checkOptions } from '../options.ts';
import type { Random } from '../random.ts';
import type { OpenShape, Shape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/** Options of `MemoryCell`. */
export interface MemoryCellOptions {
  /** Width of both states, U ≥ 1. */
  units: number;
  /** How many of the first values of h are the output, from 1 to U. Default: all of them. */
  outputs?: number;
  /** Weights and biases begin in [−limit, limit). Default 0.1. */
  limit?: number;
  name?: string;
}

/**
 * An LSTM whose memory shows without a tanh, and whose first values of h are its output.
 *
 * i, f, o = σ(x·W + h·R + b);  g = tanh(…);  s' = f ⊙ s + i ⊙ g;  h' = o ⊙ s'
 *
 * **Shapes** input [B, D] → output [B, outputs]; states h and s [B, U]. **Weights** kernel [D, 4U], recurrent_kernel
 * [U, 4U], bias [4U], gates i, f, g, o.
 *
 * @throws OptionError for an option outside its range.
 */
export class MemoryCell extends RNNCell {
  readonly className = 'MemoryCell';
  readonly units: number;
  readonly outputs: number;
  readonly limit: number;
  readonly stateSize: readonly number[];
  #kernel!: Variable;
  #recurrentKernel!: Variable;
  #bias!: Variable;

  constructor(options: MemoryCellOptions) {
    const { name } = options;
    super('memory_cell', name === undefined ? {} : { name });
    const subject = `MemoryCell '${this.name}'`;
    checkOptions(subject, options, ['units', 'outputs', 'limit', 'name']);
    const { units, outputs = units, limit = 0.1 } = options;
    this.units = checkNumber(subject, 'units', units, { from: 1, whole: true });
    this.outputs = checkNumber(subject, 'outputs', outputs, { from: 1, to: units, whole: true });
    this.limit = checkNumber(subject, 'limit', limit, { from: 0 });
    this.stateSize = [units, units];
  }

  override get outputSize(): number {
    return this.outputs;
  }

  override get stateNames(): readonly string[] {
    return ['hidden', 'cell'];
  }

  protected build(shape: OpenShape, random: Random): void {
    const initializer = new RandomUniform({ minval: -this.limit, maxval: this.limit });
    const weight = (name: string, size: Shape): Variable =>
      this.addWeight({ name, shape: size, initializer, random: random.split() });
    this.#kernel = weight('kernel', [shape.at(-1) as number, 4 * this.units]);
    this.#recurrentKernel = weight('recurrent_kernel', [this.units, 4 * this.units]);
    this.#bias = weight('bias', [4 * this.units]);
  }

  step(x: Tensor, [h, s]: readonly [Tensor, Tensor]): CellStep {
    const [batch] = x.shape as readonly [number];
    const a = add(matmul(x, this.#kernel, { bias: this.#bias }), matmul(h, this.#recurrentKernel));
    const block = (gate: number): Tensor => slice(a, [0, gate * this.units], [batch, this.units]);
    const inputGate = sigmoid(block(0));
    const forgetGate = sigmoid(block(1));
    const candidate = tanh(block(2));
    const outputGate = sigmoid(block(3));
    const cell = add(multiply(forgetGate, s), multiply(inputGate, candidate));
    const hidden = multiply(outputGate, cell);
    const output = this.outputs === this.units ? hidden : slice(hidden, [0, 0], [batch, this.outputs]);
    return { output, states: [hidden, cell], gates: { inputGate, forgetGate, candidate, outputGate } };
  }

  config(): LayerConfig {
    return { name: this.name, units: this.units, outputs: this.outputs, limit: this.limit };
  }
}
