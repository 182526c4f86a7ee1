import type { SymbolicTensor } from '../layers/symbolic.ts';
import { forwardPass } from '../layers/trainable.ts';
import type { Model } from '../models/model.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { Begun, NextTokens } from '../text/decode/next-tokens.ts';
import { padded } from './translation-batches.ts';

/** Where a decoder stands with N translations at once. */
export interface TranslationState {
  /** What the encoder made of the source of each row: its steps, their keys, and which of them count. */
  readonly read: { readonly steps: Tensor; readonly keys: Tensor; readonly mask: Tensor };
  /** The source of each row, as a number: rows of one source may be changed about. */
  readonly sources: Int32Array;
  /** States of the decoder [N, U]: h, and c of an LSTM. */
  readonly states: readonly Tensor[];
}

/** The models of use as what says the next token: the encoder reads once, then the decoder says one token a step. */
export class TranslatorSteps implements NextTokens<TranslationState> {
  readonly #encoder: Model<readonly SymbolicTensor[]>;
  readonly #step: Model<readonly SymbolicTensor[]>;
  readonly #startId: number;

  constructor(models: {
    readonly encoder: Model<readonly SymbolicTensor[]>;
    readonly step: Model<readonly SymbolicTensor[]>;
    readonly startId: number;
  }) {
    this.#encoder = models.encoder;
    this.#step = models.step;
    this.#startId = models.startId;
  }

  /** Reads sources and begins to translate each: logits [N, V] of the first tokens. */
  begin(sources: readonly Int32Array[]): Begun<TranslationState> {
    const ids = padded(sources);
    const [steps, keys, ...states] = this.#encoder.predict(ids, { batchSize: sources.length });
    const mask = tensor(
      Float32Array.from(ids.data, (id) => (id === 0 ? 0 : 1)),
      ids.shape,
    );
    const read = { steps: steps as Tensor, keys: keys as Tensor, mask };
    const start = new Int32Array(sources.length).fill(this.#startId);
    return this.step(start, { read, sources: Int32Array.from(sources, (_, i) => i), states });
  }

  step(
    tokens: Int32Array,
    state: TranslationState,
  ): { readonly logits: Float32Array; readonly state: TranslationState } {
    const { steps, keys, mask } = state.read;
    const before = tensor(Int32Array.from(tokens), [tokens.length, 1]);
    // the mask that the steps have in training comes from the ids; here it is told
    const masks = new Map([[steps, mask]]);
    const [logits, ...states] = scope(() =>
      this.#step.forward([before, steps, keys, ...state.states], forwardPass({ masks })),
    );
    return { logits: (logits as Tensor).data as Float32Array, state: { ...state, states } };
  }

  select(state: TranslationState, rows: Int32Array): TranslationState {
    const states = state.states.map((each) => pick(each, rows));
    const sources = rows.map((row) => state.sources[row] as number);
    const same = sources.length === state.sources.length && sources.every((source, i) => source === state.sources[i]);
    if (same) return { ...state, states };
    const { steps, keys, mask } = state.read;
    return { read: { steps: pick(steps, rows), keys: pick(keys, rows), mask: pick(mask, rows) }, sources, states };
  }
}

/** These rows of a tensor, in this order. */
function pick({ data, shape }: Tensor, rows: Int32Array): Tensor {
  const [count = 0, ...rest] = shape;
  const size = data.length / count;
  const out = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) out.set(data.subarray(row * size, (row + 1) * size), i * size);
  return tensor(out, [rows.length, ...rest]);
}
