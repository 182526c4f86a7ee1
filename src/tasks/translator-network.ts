import { AdditiveAttention } from '../layers/additive-attention.ts';
import { Bidirectional } from '../layers/bidirectional.ts';
import { Concatenate } from '../layers/concatenate.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Embedding } from '../layers/embedding.ts';
import { GRU } from '../layers/gru.ts';
import { Input } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { LSTM } from '../layers/lstm.ts';
import type { SymbolicTensor } from '../layers/symbolic.ts';
import { Model } from '../models/model.ts';

/** Sizes and kind of a translator's network. */
export interface NetworkOptions {
  /** Ids of the source and of the target. */
  readonly sourceSize: number;
  readonly targetSize: number;
  /** What both sides are made of. */
  readonly cell: 'LSTM' | 'GRU';
  /** Width of the encoder's output and of the decoder; an encoder that reads both ways has half of them each way. */
  readonly units: number;
  readonly embeddingUnits: number;
  /** Width in which query and key are added. */
  readonly attentionUnits: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly seed: number;
}

/** The layers of a translator, which its training model and its models of use share. */
export interface NetworkParts {
  readonly sourceEmbedding: Layer;
  readonly encoder: Layer;
  /** Puts the last states of both directions side by side. */
  readonly join: Layer | undefined;
  readonly targetEmbedding: Layer;
  readonly decoder: Layer;
  readonly query: Layer;
  readonly key: Layer;
  readonly attention: Layer;
  /** Decoder output and what was seen, side by side. */
  readonly beside: Layer;
  readonly combine: Layer;
  readonly dropout: Layer | undefined;
  readonly logits: Layer;
}

/** What an encoder makes of a source. */
interface Encoded {
  /** Its output at every step, [B, S, U]. */
  readonly steps: SymbolicTensor;
  /** The same as keys of the attention, [B, S, A]. */
  readonly keys: SymbolicTensor;
  /** Its last states, [B, U] each: h, and c of an LSTM. */
  readonly states: readonly SymbolicTensor[];
}

/** What a decoder makes of it and of what was said before. */
interface Decoded {
  readonly logits: SymbolicTensor;
  readonly states: readonly SymbolicTensor[];
  /** Which steps of the source each step looked at, [B, T, S]. */
  readonly weights: SymbolicTensor;
}

/** How the parts are called in the model; a file knows them by these names. */
const NAMES = {
  sourceEmbedding: 'source_embedding',
  encoder: 'encoder',
  join: 'both_directions',
  targetEmbedding: 'target_embedding',
  decoder: 'decoder',
  query: 'query',
  key: 'key',
  attention: 'attention',
  beside: 'beside',
  combine: 'combine',
  dropout: 'dropout',
  logits: 'logits',
} as const satisfies Record<keyof NetworkParts, string>;

/**
 * The training model: source ids [B, S] and the ids before each step [B, T] → logits [B, T, V]. The decoder runs over all
 * steps at once, and the attention looks from all of them.
 */
export function translatorNetwork(options: NetworkOptions): Model<SymbolicTensor> {
  const parts = newParts(options);
  const { source, before } = idInputs();
  const { logits } = decode(parts, before, encode(parts, source));
  return new Model({ inputs: [source, before], outputs: logits, name: 'translator', seed: options.seed });
}

function newParts(options: NetworkOptions): NetworkParts {
  const { sourceSize, targetSize, cell, units, embeddingUnits: outputDim, attentionUnits, bidirectional } = options;
  const Recurrent = cell === 'LSTM' ? LSTM : GRU;
  const whole = { returnSequences: true, returnState: true };
  const { encoder, decoder, query, key, attention, join, combine } = NAMES;
  const half = new Recurrent({ units: units / 2, ...whole, name: encoder });
  return {
    sourceEmbedding: new Embedding({ inputDim: sourceSize, outputDim, maskZero: true, name: NAMES.sourceEmbedding }),
    encoder: bidirectional
      ? new Bidirectional({ layer: half, name: encoder })
      : new Recurrent({ units, ...whole, name: encoder }),
    join: bidirectional ? new Concatenate({ name: join }) : undefined,
    targetEmbedding: new Embedding({ inputDim: targetSize, outputDim, maskZero: true, name: NAMES.targetEmbedding }),
    decoder: new Recurrent({ units, ...whole, name: decoder }),
    query: new Dense({ units: attentionUnits, useBias: false, name: query }),
    key: new Dense({ units: attentionUnits, name: key }),
    attention: new AdditiveAttention({ returnAttentionScores: true, name: attention }),
    beside: new Concatenate({ name: NAMES.beside }),
    combine: new Dense({ units, activation: 'tanh', name: combine }),
    dropout: options.dropout > 0 ? new Dropout({ rate: options.dropout, name: NAMES.dropout }) : undefined,
    logits: new Dense({ units: targetSize, name: NAMES.logits }),
  };
}

/** The parts of a training model, which may come from a file. @throws OptionError where one is missing. */
export function partsOf(model: Model<SymbolicTensor>): NetworkParts {
  const given = new Set(model.layers.map(({ name }) => name));
  const maybe = (name: string): Layer | undefined => (given.has(name) ? model.getLayer(name) : undefined);
  const found = Object.entries(NAMES).map(([part, name]) => [
    part,
    part === 'join' || part === 'dropout' ? maybe(name) : model.getLayer(name),
  ]);
  return Object.fromEntries(found);
}

/** Reads sources: ids [B, S] → steps [B, S, U], keys [B, S, A], last states. */
export function encoderModel(parts: NetworkParts): Model<readonly SymbolicTensor[]> {
  const { source } = idInputs();
  const { steps, keys, states } = encode(parts, source);
  return new Model({ inputs: source, outputs: [steps, keys, ...states], name: 'encoder_model' });
}

/** Says one token more: ids [B, 1], steps, keys and states → logits [B, 1, V] and the states after it. */
export function stepModel(
  parts: NetworkParts,
  encoder: Model<readonly SymbolicTensor[]>,
): Model<readonly SymbolicTensor[]> {
  const { before } = idInputs();
  const [steps, keys, ...states] = encoder.outputs.map(({ shape }, i) => {
    return Input({ shape: shape.slice(1), name: ['steps', 'keys', 'h', 'c'][i] as string });
  }) as [SymbolicTensor, SymbolicTensor, ...SymbolicTensor[]];
  const decoded = decode(parts, before, { steps, keys, states });
  const outputs = [decoded.logits, ...decoded.states];
  return new Model({ inputs: [before, steps, keys, ...states], outputs, name: 'step_model' });
}

/** Where each step of a given translation looks: source ids [B, S] and ids before each step [B, T] → [B, T, S]. */
export function alignmentModel(parts: NetworkParts): Model<SymbolicTensor> {
  const { source, before } = idInputs();
  const { weights } = decode(parts, before, encode(parts, source));
  return new Model({ inputs: [source, before], outputs: weights, name: 'alignment_model' });
}

function idInputs(): { readonly source: SymbolicTensor; readonly before: SymbolicTensor } {
  const ids = { shape: [null], dtype: 'int32' } as const;
  return { source: Input({ ...ids, name: 'source' }), before: Input({ ...ids, name: 'before' }) };
}

function encode(parts: NetworkParts, source: SymbolicTensor): Encoded {
  const { sourceEmbedding, encoder, join, key } = parts;
  const embedded = dropped(parts, sourceEmbedding.apply(source));
  const [steps, ...states] = encoder.apply<[SymbolicTensor, ...SymbolicTensor[]]>(embedded);
  const keys = key.apply(steps);
  if (join === undefined) return { steps, keys, states };
  const half = states.length / 2; // forwards, then backwards
  return {
    steps,
    keys,
    states: states.slice(0, half).map((state, i) => join.apply([state, states[half + i] as SymbolicTensor])),
  };
}

function decode(parts: NetworkParts, before: SymbolicTensor, { steps, keys, states }: Encoded): Decoded {
  const { targetEmbedding, decoder, query, attention, beside, combine, logits } = parts;
  const embedded = dropped(parts, targetEmbedding.apply(before));
  const [decoded, ...after] = decoder.apply<[SymbolicTensor, ...SymbolicTensor[]]>(embedded, { initialState: states });
  const look = [query.apply(decoded), steps, keys];
  const [seen, weights] = attention.apply<[SymbolicTensor, SymbolicTensor]>(look);
  const combined = dropped(parts, combine.apply(beside.apply([decoded, seen])));
  return { logits: logits.apply(combined), states: after, weights };
}

function dropped({ dropout }: NetworkParts, x: SymbolicTensor): SymbolicTensor {
  return dropout === undefined ? x : dropout.apply(x);
}
