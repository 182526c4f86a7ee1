import { Tape } from '../../src/autograd/tape.ts';
import type { Layer } from '../../src/layers/layer.ts';
import { forwardPass } from '../../src/layers/trainable.ts';
import { add } from '../../src/ops/add.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { sum } from '../../src/ops/sum.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { isOneShape, type OpenShape } from '../../src/tensor/shape.ts';
import { Tensor, type TensorData, tensor } from '../../src/tensor/tensor.ts';
import type { GoldenTensor } from '../golden/load.ts';

/** A fixture's tensor as one of ours. */
export function toTensor({ shape, data }: GoldenTensor): Tensor {
  return tensor(Float64Array.from(data), shape);
}

/** What a layer computes and the gradients of Σ cotangent · output: the input's first, then the weights'. */
export interface LayerRun {
  readonly outputs: readonly TensorData[];
  readonly gradients: readonly TensorData[];
}

/** Runs layers one after another with the weights given, forward and backward; the last one may have several outputs. */
export function runLayers(
  layers: readonly Layer[],
  weights: readonly (readonly GoldenTensor[])[],
  input: GoldenTensor,
  cotangents: readonly GoldenTensor[],
): LayerRun {
  let shape: OpenShape = input.shape;
  layers.forEach((layer, i) => {
    layer.ensureBuilt(shape, new Random(0));
    const next = layer.outputShape(shape);
    shape = isOneShape(next) ? next : (next[0] as OpenShape);
    layer.weights.forEach((weight, j) => {
      weight.assign(Float64Array.from((weights[i] as readonly GoldenTensor[])[j]?.data ?? []));
    });
  });
  const variables = layers.flatMap((layer) => layer.weights);
  return scope(() => {
    const tape = new Tape();
    const x = tape.watch(toTensor(input));
    const context = forwardPass();
    let outputs: readonly Tensor[] = [x];
    for (const layer of layers) {
      const output = layer.run(outputs[0] as Tensor, context);
      outputs = output instanceof Tensor ? [output] : output;
    }
    const value = outputs
      .map((output, i) => sum(multiply(output, toTensor(cotangents[i] as GoldenTensor))))
      .reduce((a, b) => add(a, b));
    const pairs = tape.gradients<Tensor>(value, [x, ...variables]);
    return { outputs: outputs.map((t) => t.data), gradients: pairs.map(({ gradient }) => gradient.data) };
  });
}
