import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Random } from '../random.ts';
import { scope } from '../tensor/scope.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { Masking } from './masking.ts';
import { forwardPass } from './trainable.ts';

it('Masking marks the steps all of whose features are maskValue, and makes them 0', () => {
  const layer = new Masking({ maskValue: 2 });
  layer.ensureBuilt([null, null, 2], new Random(0));
  const x = tensor([
    [
      [2, 2],
      [2, 1],
      [0, 0],
    ],
    [
      [1, 3],
      [2, 2],
      [2, 2],
    ],
  ]);
  const [output, mask] = scope(() => {
    const context = forwardPass();
    const y = layer.run(x, context) as Tensor;
    return [y, context.masks.get(y) as Tensor] as const;
  });
  assert.deepEqual(mask.toArray(), [
    [0, 1, 1],
    [1, 0, 0],
  ]);
  assert.deepEqual(output.toArray(), [
    [
      [0, 0],
      [2, 1],
      [0, 0],
    ],
    [
      [1, 3],
      [0, 0],
      [0, 0],
    ],
  ]);
});

it('Masking puts what it finds in the place of a mask that was there', () => {
  const layer = new Masking();
  layer.ensureBuilt([null, null, 1], new Random(0));
  const x = tensor([[[1], [1], [0]]]);
  const mask = scope(() => {
    const context = forwardPass({ masks: new Map([[x, tensor([[0, 1, 1]])]]) });
    return context.masks.get(layer.run(x, context) as Tensor) as Tensor;
  });
  assert.deepEqual(mask.toArray(), [[1, 1, 0]]); // as Keras: what it finds itself
});
