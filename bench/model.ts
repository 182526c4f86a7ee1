// memcell's models of the workloads.
import {
  Adam,
  Conv2D,
  Dense,
  Dropout,
  Embedding,
  Flatten,
  GRU,
  type Layer,
  LSTM,
  MaxPooling2D,
  Sequential,
  SparseCategoricalCrossentropy,
  type Tensor,
  tensor,
} from '../src/index.ts';
import type { Numbers } from './fixture.ts';
import type { LayerSpec, Workload } from './workloads.ts';

function layerOf(spec: LayerSpec, stateful: boolean): Layer {
  switch (spec.kind) {
    case 'lstm':
      return new LSTM({ units: spec.units, returnSequences: spec.sequences, stateful });
    case 'gru':
      return new GRU({ units: spec.units, returnSequences: spec.sequences, stateful });
    case 'dense':
      return new Dense({ units: spec.units, activation: spec.activation });
    case 'conv':
      return new Conv2D({ filters: spec.filters, kernelSize: spec.size, activation: 'relu' });
    case 'embedding':
      return new Embedding({ inputDim: spec.rows, outputDim: spec.units });
    case 'dropout':
      return new Dropout({ rate: spec.rate });
    case 'pool':
      return new MaxPooling2D();
    case 'flatten':
      return new Flatten();
  }
}

/** The model of a workload, built; `dropout: false` leaves dropout out. */
export function modelOf(
  workload: Workload,
  { seed = 1, dropout = true }: { seed?: number; dropout?: boolean } = {},
): Sequential {
  const { layers, input, loss, kept = false } = workload;
  const used = layers.filter(({ kind }) => dropout || kind !== 'dropout');
  const model = new Sequential(
    used.map((spec) => layerOf(spec, kept)),
    { seed },
  );
  if (loss !== 'stream') {
    const labels = new SparseCategoricalCrossentropy({ fromLogits: true });
    model.compile({
      optimizer: new Adam({ learningRate: 0.001, epsilon: 1e-7 }),
      loss: loss === 'labels' ? labels : 'meanSquaredError',
    });
  }
  const rest = input.slice(1);
  model.build(loss === 'stream' ? [null, 1, ...rest] : [null, ...rest]);
  return model;
}

/** One step of a workload; gives its loss, or the first number of its output. */
export function stepOf(
  { fixture, floats }: Numbers,
  { dropout = true }: { dropout?: boolean } = {},
): (i: number) => number {
  const { workload, weights, batches } = fixture;
  let at = 0;
  const take = (shape: readonly number[]): Tensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    at += size;
    return tensor(floats.subarray(at - size, at), shape);
  };
  const model = modelOf(workload, { dropout });
  model.setWeights(weights.map(take));
  const data = Array.from({ length: batches }, () => ({ x: take(workload.input), y: take(workload.target) }));
  const batch = (i: number): { x: Tensor; y: Tensor } => data[i % data.length] as (typeof data)[number];
  if (workload.loss === 'stream') return (i) => model.predictStep(batch(i).x).data[0] as number;
  return (i) => model.trainOnBatch(batch(i).x, batch(i).y).loss as number;
}
