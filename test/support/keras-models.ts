// Models with every layer that memcell and Keras both have, small, for files in Keras's formats.
import { layerFromConfig } from '../../src/layers/index.ts';
import { Input } from '../../src/layers/input.ts';
import type { SymbolicTensor, SymbolicTensors } from '../../src/layers/symbolic.ts';
import { Model } from '../../src/models/model.ts';
import { Sequential } from '../../src/models/sequential.ts';
import { Random } from '../../src/random.ts';
import { type Shape, sizeOf } from '../../src/tensor/shape.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { imageCases } from './layer-cases/images.ts';
import { mergeCases } from './layer-cases/merges.ts';
import { unitCases } from './layer-cases/units.ts';

/** A model and what it is tried with. */
export interface KerasCase {
  readonly name: string;
  readonly model: Sequential | Model;
  readonly x: readonly Tensor[];
  /** What it learns, where it is compiled. */
  readonly y?: Tensor;
}

type Row = readonly [className: string, config: Record<string, unknown>, input: Shape | readonly Shape[], ids?: number];

const cell = (className: string, config: Record<string, unknown>) => ({ className, config });
const recurrent: readonly Row[] = ['LSTM', 'GRU', 'SimpleRNN'].flatMap((className): Row[] => [
  [className, { units: 3 }, [2, 4, 2]],
  [className, { units: 3, returnSequences: true, goBackwards: true, useBias: false, activation: 'relu' }, [2, 4, 2]],
  [className, { units: 2, returnState: true, kernelRegularizer: 'l2', recurrentConstraint: 'maxNorm' }, [2, 4, 2]],
  [
    'Bidirectional',
    { layer: cell(className, { units: 2, returnSequences: true, dropout: 0.1 }), mergeMode: 'sum' },
    [2, 4, 2],
  ],
]);
const rows: readonly Row[] = [
  ...recurrent,
  ['LSTM', { units: 2, recurrentActivation: 'hardSigmoid', unitForgetBias: false, biasRegularizer: 'l1L2' }, [2, 4, 2]],
  ['GRU', { units: 2, resetAfter: false, recurrentActivation: 'hardSigmoid' }, [2, 4, 2]],
  ['Bidirectional', { layer: cell('LSTM', { units: 2, returnState: true }), mergeMode: null }, [2, 4, 2]],
  ['RNN', { cell: cell('GRUCell', { units: 3 }), returnSequences: true }, [2, 4, 2]],
  [
    'RNN',
    {
      cell: cell('StackedRNNCells', {
        cells: [cell('LSTMCell', { units: 3 }), cell('SimpleRNNCell', { units: 2 }), cell('LSTMCell', { units: 4 })],
      }),
    },
    [2, 4, 2],
  ],
  ['TimeDistributed', { layer: cell('Dense', { units: 3, activation: 'softmax' }) }, [2, 4, 2]],
  ['TimeDistributed', { layer: cell('Conv1D', { filters: 2, kernelSize: 2 }) }, [2, 3, 4, 2]],
  ['Activation', { activation: 'exponential' }, [2, 3]],
  ['Activation', { activation: 'logSoftmax' }, [2, 3]],
  [
    'Dense',
    { units: 4, activation: 'sigmoid', kernelInitializer: cell('VarianceScaling', { mode: 'fanOut' }) },
    [2, 3],
  ],
  ['Dense', { units: 4, useBias: false, kernelConstraint: 'unitNorm', trainable: false }, [2, 5, 3]],
  ['Dropout', { rate: 0.5 }, [2, 3]],
  ['SpatialDropout1D', { rate: 0.5 }, [2, 3, 4]],
  ['Embedding', { inputDim: 5, outputDim: 3 }, [2, 4], 5],
  ['BatchNormalization', { momentum: 0.9, epsilon: 0.01 }, [2, 3]],
  ['BatchNormalization', { scale: false }, [2, 4, 3]],
  ['LayerNormalization', { epsilon: 0.01 }, [2, 4, 3]],
  ['LayerNormalization', { center: false }, [2, 3]],
  ['Flatten', {}, [2, 3, 4]],
  ['Reshape', { targetShape: [2, -1] }, [2, 3, 4]],
  ['Permute', { dims: [2, 1] }, [2, 3, 4]],
  ['RepeatVector', { n: 3 }, [2, 4]],
  ['Masking', { maskValue: 1 }, [2, 3, 4]],
  ...[imageCases, unitCases, mergeCases].flatMap((cases) =>
    Object.entries(cases).flatMap(([className, { rows: own }]) =>
      own.map(
        ({ config, input, ids }): Row =>
          [className, config, input, ...(ids === undefined ? [] : [ids])] as unknown as Row,
      ),
    ),
  ),
];

function single([className, config, input, ids]: Row, i: number): KerasCase {
  const shapes = (Array.isArray(input[0]) ? input : [input]) as readonly Shape[];
  const random = new Random(100 + i);
  const inputs = shapes.map(([, ...shape], n) => Input({ shape, name: `x${n}` }));
  const layer = layerFromConfig({ className, config: { ...config, name: `it_${i}` } });
  const outputs = layer.apply<SymbolicTensors>(inputs.length === 1 ? (inputs[0] as SymbolicTensor) : inputs);
  const model = new Model({ inputs, outputs, name: `model_${i}`, seed: i });
  const weights = model.weights.map(({ shape, name }) => {
    const positive = name.endsWith('variance');
    return tensor(random.uniform(sizeOf(shape), positive ? 0.5 : -1, 1), shape);
  });
  model.setWeights(weights);
  const x = shapes.map((shape) => {
    const size = sizeOf(shape);
    return tensor(
      ids === undefined ? random.uniform(size, -1, 1) : Float32Array.from(random.integers(size, 0, ids)),
      shape,
    );
  });
  return { name: `${i}-${className}`, model, x };
}

const numbers = (seed: number, shape: Shape) => tensor(new Random(seed).uniform(sizeOf(shape), -1, 1), shape);
const make = (className: string, config: Record<string, unknown>) => layerFromConfig({ className, config });

/** Whole models that are trained: an encoder and a decoder with attention, masks, a model in a model, frozen layers. */
function trained(): readonly KerasCase[] {
  const masked = new Sequential(
    [
      Input({ shape: [5], dtype: 'int32' }),
      make('Embedding', { inputDim: 6, outputDim: 3, maskZero: true }),
      make('LSTM', { units: 4, returnSequences: true }),
      make('Bidirectional', { layer: cell('GRU', { units: 3 }) }),
      make('Dense', { units: 2, activation: 'softmax' }),
    ],
    { name: 'masked', seed: 2 },
  );
  masked.compile({ optimizer: 'rmsprop', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const ids = tensor(Float32Array.from([1, 2, 0, 0, 0, 3, 4, 5, 0, 0, 5, 4, 3, 2, 1, 2, 2, 0, 0, 0]), [4, 5]);
  const [a, b] = [Input({ shape: [3, 2], name: 'a' }), Input({ shape: [4, 2], name: 'b' })];
  const [first, h, c] = make('LSTM', { units: 3, returnSequences: true, returnState: true }).apply<
    readonly [SymbolicTensor, SymbolicTensor, SymbolicTensor]
  >(a);
  const second = make('LSTM', { units: 3, returnSequences: true, name: 'decoder' }).apply(b, { initialState: [h, c] });
  const looked = make('Attention', { useScale: true }).apply([second, first]);
  const own = Input({ shape: [null, 6] });
  const shared = make('Dense', { units: 4, activation: 'tanh' });
  const part = new Model({
    inputs: own,
    outputs: make('BatchNormalization', {}).apply(shared.apply(own)),
    name: 'part',
  });
  const joined = part.apply(make('Concatenate', {}).apply([second, looked]));
  const head = new Sequential([
    make('Dense', { units: 3, trainable: false }),
    new Sequential([make('Dense', { units: 2, name: 'last' })], { name: 'end' }), // Keras writes no .h5 with one name twice
  ]);
  const pooled = make('GlobalMaxPooling1D', {}).apply(head.apply(joined));
  const graph = new Model({ inputs: [a, b], outputs: pooled, name: 'graph', seed: 4 });
  graph.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'] });
  return [
    {
      name: 'masked',
      model: masked,
      x: [ids],
      y: tensor([
        [1, 0],
        [0, 1],
        [1, 0],
        [0, 1],
      ]),
    },
    { name: 'graph', model: graph, x: [numbers(1, [4, 3, 2]), numbers(2, [4, 4, 2])], y: numbers(3, [4, 2]) },
  ];
}

/** Every case, new each time. */
export function kerasCases(): readonly KerasCase[] {
  return [...rows.map(single), ...trained()];
}
