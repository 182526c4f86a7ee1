// What the workloads are: layers, shapes, loss and data. The peers build theirs from the same description and begin with
// the same weights and the same data, so that their losses must agree.

/** A layer, in words that every peer can follow. */
export type LayerSpec =
  | { readonly kind: 'lstm' | 'gru'; readonly units: number; readonly sequences: boolean }
  | { readonly kind: 'dense'; readonly units: number; readonly activation: 'linear' | 'relu' | 'sigmoid' }
  | { readonly kind: 'conv'; readonly filters: number; readonly size: number }
  | { readonly kind: 'embedding'; readonly rows: number; readonly units: number }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'pool' | 'flatten' };

/** A workload: a training step with Adam (rate 0.001, epsilon 1e-7), or one step of a stream. */
export interface Workload {
  readonly title: string;
  /** Shape of a batch, [B, …]. */
  readonly input: readonly number[];
  readonly target: readonly number[];
  readonly layers: readonly LayerSpec[];
  /** Mean squared error, cross-entropy of logits with labels, or none: a step of a stream that keeps its state. */
  readonly loss: 'squares' | 'labels' | 'stream';
  /** Whether each batch begins with the recurrent states that the one before left, as a language model is trained. */
  readonly kept?: true;
  /** Steps that are timed together. */
  readonly turn: number;
  /** Losses that must agree, where not all of the first ones. */
  readonly compared?: number;
}

const lstm = (units: number, sequences = false): LayerSpec => ({ kind: 'lstm', units, sequences });
const dense = (units: number, activation: 'linear' | 'relu' | 'sigmoid' = 'linear'): LayerSpec => ({
  kind: 'dense',
  units,
  activation,
});
const VOCABULARY = 100_000;
const CHARACTERS = 65;
const convolutions: readonly LayerSpec[] = [
  { kind: 'conv', filters: 6, size: 5 },
  { kind: 'pool' },
  { kind: 'conv', filters: 16, size: 5 },
  { kind: 'pool' },
  { kind: 'flatten' },
  dense(120, 'relu'),
  dense(84, 'relu'),
  dense(10),
];

export type WorkloadName = 'A' | 'B' | 'C' | 'D' | 'G' | 'L' | 'S' | 'E' | 'I' | 'I1';

export const workloads: Readonly<Record<WorkloadName, Workload>> = {
  A: {
    title: '2×LSTM(20), adder, [64, 8, 2]',
    input: [64, 8, 2],
    target: [64, 8, 1],
    layers: [lstm(20, true), lstm(20, true), dense(1, 'sigmoid')],
    loss: 'squares',
    turn: 10,
  },
  B: {
    title: 'LSTM(128), [128, 28, 28]',
    input: [128, 28, 28],
    target: [128],
    layers: [lstm(128), dense(10)],
    loss: 'labels',
    turn: 1,
  },
  C: {
    title: 'LSTM(256), Keras adder, [128, 16, 1]',
    input: [128, 16, 1],
    target: [128, 9],
    layers: [lstm(256), { kind: 'dropout', rate: 0.2 }, dense(9, 'relu')],
    loss: 'squares',
    turn: 1,
  },
  D: {
    title: '2×LSTM(512), [64, 64, 256]',
    input: [64, 64, 256],
    target: [64],
    layers: [lstm(512, true), lstm(512), dense(256)],
    loss: 'labels',
    turn: 1,
  },
  G: {
    title: 'GRU(128), [128, 28, 28]',
    input: [128, 28, 28],
    target: [128],
    layers: [{ kind: 'gru', units: 128, sequences: false }, dense(10)],
    loss: 'labels',
    turn: 1,
  },
  L: {
    title: 'characters: Embedding, 2×LSTM(512), Dense(65), [32, 64] ids, states kept',
    input: [32, 64],
    target: [32, 64],
    layers: [{ kind: 'embedding', rows: CHARACTERS, units: 128 }, lstm(512, true), lstm(512, true), dense(CHARACTERS)],
    loss: 'labels',
    kept: true,
    turn: 1,
  },
  S: {
    title: 'one streaming step, LSTM(128), [1, 28]',
    input: [1, 28],
    target: [1],
    layers: [lstm(128), dense(10)],
    loss: 'stream',
    turn: 100,
  },
  E: {
    title: 'Embedding of 100,000 × 64, [32, 20] ids',
    input: [32, 20],
    target: [32, 20, 1],
    layers: [{ kind: 'embedding', rows: VOCABULARY, units: 64 }, dense(1)],
    loss: 'squares',
    turn: 5,
    // every library has its own way to update rows of an embedding that were not used
    compared: 1,
  },
  I: {
    title: 'small network of convolutions, [32, 32, 32, 3]',
    input: [32, 32, 32, 3],
    target: [32],
    layers: convolutions,
    loss: 'labels',
    turn: 1,
  },
  I1: {
    title: 'the same on one image, [1, 32, 32, 3]',
    input: [1, 32, 32, 3],
    target: [1],
    layers: convolutions,
    loss: 'labels',
    turn: 5,
  },
};

export const workloadNames: readonly WorkloadName[] = Object.keys(workloads) as WorkloadName[];

/**
 * Multiplications and additions of the matrix products of a training step with recurrent layers: forward, the gradients
 * of the weights and of the hidden state, and that of the input where a layer below wants it. Undefined for other work.
 */
export function productFlops({ input, layers, loss }: Workload): number | undefined {
  const [batch = 1, steps = 1, depth = 1] = input;
  const reads = layers[0]?.kind === 'embedding';
  if (loss === 'stream' || input.length !== (reads ? 2 : 3) || !layers.some(isRecurrent)) return undefined;
  let [flops, inner, width, long] = [0, reads, depth, true];
  for (const layer of layers) {
    if (isRecurrent(layer)) {
      const gates = layer.kind === 'lstm' ? 4 : 3;
      const one = 2 * batch * steps * gates * layer.units;
      flops += one * (layer.units * 3 + width * (inner ? 3 : 2));
      [inner, width, long] = [true, layer.units, layer.sequences];
    } else if (layer.kind === 'dense') {
      flops += 6 * batch * (long ? steps : 1) * width * layer.units;
      width = layer.units;
    } else if (layer.kind === 'embedding') width = layer.units;
  }
  return flops;
}

function isRecurrent(layer: LayerSpec): layer is LayerSpec & { readonly kind: 'lstm' | 'gru' } {
  return layer.kind === 'lstm' || layer.kind === 'gru';
}
