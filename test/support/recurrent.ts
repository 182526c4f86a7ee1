// What tests of recurrent layers share.
import assert from 'node:assert/strict';
import type { Layer } from '../../src/layers/layer.ts';
import { forwardPass } from '../../src/layers/trainable.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import type { OpenShape } from '../../src/tensor/shape.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';

/** A layer with weights, for two features unless told otherwise. */
export function built<T extends Layer>(layer: T, shape: OpenShape = [null, null, 2]): T {
  layer.ensureBuilt(shape, new Random(1));
  return layer;
}

/** The output of a layer in use. */
export function call(layer: Layer, x: Tensor): Tensor {
  return scope(() => layer.call(x, forwardPass()) as Tensor);
}

/** Steps `from` to `to` − 1 of x [B, T, D]. */
export function stepsOf(x: Tensor, from: number, to: number): Tensor {
  return tensor((x.toArray() as number[][][]).map((row) => row.slice(from, to)));
}

/** Throws with this class and text. */
export function throws(run: () => unknown, name: string, message: string): void {
  assert.throws(run, { name, message });
}
