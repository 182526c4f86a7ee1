import { forwardPass } from '../layers/trainable.ts';
import type { Sequential } from '../models/sequential.ts';
import { slice } from '../ops/slice.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import type { Begun, NextTokens } from '../text/decode/next-tokens.ts';

/** States of N sequences, each [N, U], as ordinary arrays: no call changes them. */
export type TokenStates = readonly Float32Array[];

type Told = Begun<TokenStates>;

/** Steps of a prompt that are computed at once. */
const AT_ONCE = 64;

/** A model that reads tokens one after another, N sequences side by side. */
export class ModelSteps implements NextTokens<TokenStates> {
  readonly #model: Sequential;
  readonly #vocabulary: number;
  /** The states that the layers read and write, for so many rows. */
  #rows = 0;
  #states = new Map<object, readonly Variable[]>();

  constructor(model: Sequential, vocabulary: number) {
    this.#model = model;
    this.#vocabulary = vocabulary;
  }

  /** Reads the beginning of one sequence, of one token at least. */
  begin(ids: Int32Array): Told {
    let told: Told | undefined;
    for (let at = 0; at < ids.length; at += AT_ONCE) told = this.#feed(1, ids.subarray(at, at + AT_ONCE), told?.state);
    return told as Told;
  }

  /** The states of one sequence before its first token. */
  blank(): TokenStates {
    if (this.#rows === 0) this.begin(Int32Array.of(0)); // so that the layers have made them
    return this.#variables().map(({ size }) => new Float32Array(size / this.#rows));
  }

  /** Feeds a token [N] to each sequence. */
  step(tokens: Int32Array, state: TokenStates): Told {
    return this.#feed(tokens.length, tokens, state);
  }

  /** The states of these rows, in this order; a row may come several times. */
  select(state: TokenStates, rows: Int32Array): TokenStates {
    const widths = this.#variables().map(({ size }) => size / this.#rows);
    return state.map((block, i) => {
      const width = widths[i] as number;
      const chosen = new Float32Array(rows.length * width);
      rows.forEach((row, to) => {
        chosen.set(block.subarray(row * width, (row + 1) * width), to * width);
      });
      return chosen;
    });
  }

  /** Tokens [N, T], row after row. */
  #feed(rows: number, tokens: Int32Array, state: TokenStates | undefined): Told {
    this.#place(rows, state);
    const steps = tokens.length / rows;
    const logits = new Float32Array(rows * this.#vocabulary);
    scope(() => {
      const input = tensor(tokens, [rows, steps]);
      const output = this.#model.forward(input, forwardPass({ states: this.#states })) as Tensor;
      const last = steps === 1 ? output : slice(output, [0, steps - 1, 0], [rows, 1, this.#vocabulary]);
      last.copyTo(logits);
    });
    return { logits, state: this.#variables().map(({ data }) => data as Float32Array) };
  }

  /** Lays the states where the layers read them; undefined: zeros. */
  #place(rows: number, state: TokenStates | undefined): void {
    if (rows !== this.#rows) {
      // the layers make theirs where they find none
      const widened = (variable: Variable): Variable =>
        new Variable([rows, ...variable.shape.slice(1)], { name: variable.name, trainable: false });
      this.#states = new Map([...this.#states].map(([layer, variables]) => [layer, variables.map(widened)]));
      this.#rows = rows;
    }
    this.#variables().forEach((variable, i) => {
      variable.assign(state?.[i] ?? new Float32Array(variable.size));
    });
  }

  #variables(): Variable[] {
    return [...this.#states.values()].flat();
  }
}
