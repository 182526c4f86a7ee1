// Models that have every kind of layer between them, with data to train them on: small, but wider than a vector.
import {
  AdditiveAttention,
  Attention,
  AveragePooling1D,
  BatchNormalization,
  Bidirectional,
  Concatenate,
  Conv1D,
  Conv2D,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  GlobalAveragePooling1D,
  GRU,
  GRUCell,
  Input,
  LayerNormalization,
  LSTM,
  LSTMCell,
  Masking,
  MaxPooling2D,
  Model,
  PReLU,
  RNN,
  Sequential,
  SimpleRNN,
  Softmax,
  type SymbolicTensor,
  type Tensor,
  TimeDistributed,
  tensor,
} from '../../src/index.ts';

const all = { returnSequences: true };

function numbers(...shape: number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, i) => ((i * 37) % 101) / 50 - 1),
    shape,
  );
}

/** Rows of ids below 7, with zeros at their ends. */
function ids(rows: number, steps: number): Tensor {
  const values = Int32Array.from({ length: rows * steps }, (_, i) =>
    i % steps >= steps - (Math.floor(i / steps) % 3) ? 0 : 1 + ((i * 5) % 6),
  );
  return tensor(values, [rows, steps], 'int32');
}

/** Each with inputs and targets of one batch. */
export function modelsOfAllKinds(seed: number): readonly { model: Sequential | Model; x: Tensor; y: Tensor }[] {
  const gated = new Sequential(
    [
      new Masking(),
      new Bidirectional({ layer: new GRU({ units: 9, dropout: 0.1, recurrentDropout: 0.1, ...all }) }),
      new LSTM({ units: 7, stateful: true, ...all }),
      new GRU({ units: 5, resetAfter: false, goBackwards: true, ...all }),
      new SimpleRNN({ units: 6, ...all }),
      new RNN({ cell: [new LSTMCell({ units: 5, activation: 'relu' }), new GRUCell({ units: 9 })] }),
      new Dense({ units: 3 }),
    ],
    { seed },
  );
  const windows = new Sequential(
    [
      new Conv1D({ filters: 17, kernelSize: 3, padding: 'causal' }),
      new BatchNormalization(),
      new PReLU({ sharedAxes: [1] }),
      new AveragePooling1D({ poolSize: 2 }),
      new LayerNormalization(),
      new TimeDistributed({ layer: new Dense({ units: 9, activation: 'softmax' }) }),
      new Dropout({ rate: 0.2 }),
      new GlobalAveragePooling1D(),
      new Softmax(),
    ],
    { seed },
  );
  const images = new Sequential(
    [
      new Conv2D({ filters: 9, kernelSize: 3, strides: 2, padding: 'same' }),
      new MaxPooling2D(),
      new Flatten(),
      new Dense({ units: 2 }),
    ],
    { seed },
  );
  const words = Input({ shape: [null], dtype: 'int32' });
  const read = new Embedding({ inputDim: 7, outputDim: 9, maskZero: true }).apply(words);
  const [steps, h, c] = new LSTM({ units: 9, returnState: true, ...all }).apply<
    [SymbolicTensor, SymbolicTensor, SymbolicTensor]
  >(read);
  const decoded = new LSTM({ units: 9, ...all }).apply(read, { initialState: [h, c] });
  const looked = new Attention({ useScale: true }).apply([decoded, steps]);
  const added = new AdditiveAttention().apply([decoded, steps]);
  const outputs = new Dense({ units: 4 }).apply(new Concatenate().apply([looked, added]));
  const attentive = new Model({ inputs: words, outputs, seed });
  return [
    { model: gated, x: numbers(5, 6, 3), y: numbers(5, 3) },
    { model: windows, x: numbers(5, 8, 3), y: numbers(5, 9) },
    { model: images, x: numbers(3, 9, 9, 2), y: numbers(3, 2) },
    { model: attentive, x: ids(5, 6), y: numbers(5, 6, 4) },
  ];
}
