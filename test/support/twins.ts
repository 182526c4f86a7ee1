import { Dense } from '../../src/layers/dense.ts';
import { Input } from '../../src/layers/input.ts';
import { Layer, type LayerConfig } from '../../src/layers/layer.ts';
import type { SymbolicTensor } from '../../src/layers/symbolic.ts';
import type { Tensors } from '../../src/layers/trainable.ts';
import { Model } from '../../src/models/model.ts';
import { add } from '../../src/ops/add.ts';
import type { OpenShape, OpenShapes } from '../../src/tensor/shape.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';

/** The sum of a list of inputs; a layer of several inputs of the user's own. */
export class Sum extends Layer {
  readonly className = 'Sum';
  override readonly takesList = true;
  constructor(options: { name?: string } = {}) {
    super('sum', options);
  }
  protected build(): void {}
  call(x: Tensors): Tensor {
    return (x as readonly Tensor[]).reduce((a, b) => add(a, b));
  }
  outputShape(shapes: OpenShapes): OpenShape {
    return shapes[0] as OpenShape;
  }
  config(): LayerConfig {
    return { name: this.name };
  }
}

/** Two inputs, one shared layer, two outputs. */
export function twins(seed = 1): Model<SymbolicTensor[]> {
  const [a, b] = [Input({ shape: [3], name: 'a' }), Input({ shape: [3], name: 'b' })];
  const shared = new Dense({ units: 4, activation: 'tanh' });
  const [left, right] = [shared.apply(a), shared.apply(b)];
  const both = new Sum().apply([left, right]);
  const outputs = [new Dense({ units: 2, name: 'kind' }).apply(both), new Dense({ units: 1, name: 'age' }).apply(left)];
  return new Model({ inputs: [a, b], outputs, name: 'twins', seed });
}
