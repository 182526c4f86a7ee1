// The models that Python rebuilds from their files, trained for a moment: together they hold every kind of layer that is compared.
import {
  Attention,
  BatchNormalization,
  Bidirectional,
  Concatenate,
  Conv1D,
  Conv2D,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  GRU,
  Input,
  LayerNormalization,
  LSTM,
  MaxPooling2D,
  Model,
  Random,
  Sequential,
  SimpleRNN,
  type Tensor,
  tensor,
} from '../src/index.ts';

/** A trained model and an input for it. */
export interface Case {
  readonly name: string;
  readonly model: Sequential | Model;
  readonly inputs: readonly Tensor[];
}

const CLASSES = 3;

async function trained(model: Sequential | Model, inputs: readonly Tensor[], random: Random): Promise<Case> {
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' });
  const samples = inputs[0]?.shape[0] as number;
  const labels = tensor(random.integers(samples, 0, CLASSES), [samples]);
  await model.fit(inputs.length === 1 ? (inputs[0] as Tensor) : [...inputs], labels, { epochs: 2, batchSize: 8 });
  return { name: model.name, model, inputs };
}

const numbers = (random: Random, ...shape: number[]): Tensor =>
  tensor(
    random.uniform(
      shape.reduce((a, b) => a * b),
      -1,
      1,
    ),
    shape,
  );

/** Rows of ids from 1 to `vocabulary` − 1, row i with i mod `length` ids of 0 at its end. */
function padded(random: Random, samples: number, length: number, vocabulary: number): Tensor {
  const ids = random.integers(samples * length, 1, vocabulary);
  return tensor(
    ids.map((id, i) => (i % length < length - (Math.floor(i / length) % length) ? id : 0)),
    [samples, length],
  );
}

const head = (): Dense => new Dense({ units: CLASSES, activation: 'softmax' });

/** Regularizers, dropout and a backward layer without bias. */
function classifier(random: Random): Promise<Case> {
  const layers = [
    new LSTM({ units: 7, returnSequences: true, goBackwards: true, useBias: false }),
    new Dropout({ rate: 0.4 }),
    new LSTM({ units: 5, kernelRegularizer: 'l2' }),
    head(),
  ];
  return trained(new Sequential(layers, { name: 'classifier', seed: 3 }), [numbers(random, 40, 9, 4)], random);
}

/** What PyTorch has of GRU and SimpleRNN. */
function recurrent(random: Random): Promise<Case> {
  const layers = [
    new GRU({ units: 7, returnSequences: true }),
    new SimpleRNN({ units: 6, returnSequences: true, goBackwards: true }),
    new SimpleRNN({ units: 6, returnSequences: true, activation: 'relu', useBias: false }),
    new GRU({ units: 5, goBackwards: true, useBias: false }),
    head(),
  ];
  return trained(new Sequential(layers, { name: 'recurrent', seed: 4 }), [numbers(random, 40, 9, 4)], random);
}

/** Masks through both directions, and merges. */
function text(random: Random): Promise<Case> {
  const layers = [
    new Embedding({ inputDim: 20, outputDim: 5, maskZero: true }),
    new Bidirectional({ layer: new LSTM({ units: 4, returnSequences: true }), mergeMode: 'sum' }),
    new GRU({ units: 6, returnSequences: true }),
    new Bidirectional({ layer: new SimpleRNN({ units: 3 }) }),
    head(),
  ];
  return trained(new Sequential(layers, { name: 'text', seed: 5 }), [padded(random, 40, 8, 20)], random);
}

function images(random: Random): Promise<Case> {
  const layers = [
    new Conv2D({ filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' }),
    new BatchNormalization({ momentum: 0.5 }),
    new Conv2D({ filters: 4, kernelSize: [3, 2], strides: 2, useBias: false }),
    new MaxPooling2D({ poolSize: 2 }),
    new Flatten(),
    head(),
  ];
  return trained(new Sequential(layers, { name: 'images', seed: 6 }), [numbers(random, 24, 11, 10, 2)], random);
}

/** A graph of two inputs: a series that looks things up in a text. */
function graph(random: Random): Promise<Case> {
  const series = Input({ shape: [12, 3], name: 'series' });
  const ids = Input({ shape: [6], name: 'ids' });
  const words = new Embedding({ inputDim: 15, outputDim: 5, maskZero: true }).apply(ids);
  const both = new Bidirectional({ layer: new GRU({ units: 4, returnSequences: true, resetAfter: false }) });
  const conv = new Conv1D({ filters: 8, kernelSize: 3, strides: 2, padding: 'causal', activation: 'tanh' });
  const signal = new LayerNormalization().apply(new BatchNormalization({ momentum: 0.5 }).apply(conv.apply(series)));
  const found = new Attention({ useScale: true }).apply([signal, both.apply(words)]);
  const joined = new Concatenate().apply([signal, found]);
  const outputs = head().apply(new SimpleRNN({ units: 5 }).apply(joined));
  const model = new Model({ inputs: [series, ids], outputs, name: 'graph', seed: 7 });
  return trained(model, [numbers(random, 32, 12, 3), padded(random, 32, 6, 15)], random);
}

/** All of them, each from its own random numbers. */
export async function cases(): Promise<readonly Case[]> {
  const made = [classifier, recurrent, text, images, graph].map((make, i) => make(new Random(i)));
  return await Promise.all(made);
}
