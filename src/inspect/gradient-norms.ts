import { Tape } from '../autograd/tape.ts';
import { type TensorLike, toTensor } from '../data/batches.ts';
import { checkFinite } from '../data/check-finite.ts';
import { UnsupportedError } from '../errors.ts';
import type { Layer } from '../layers/layer.ts';
import { forwardPass } from '../layers/trainable.ts';
import { type LossId, loss as lossOf } from '../losses/index.ts';
import { checkOptions } from '../options.ts';
import { scope } from '../tensor/scope.ts';
import { Tensor } from '../tensor/tensor.ts';
import { checkModel, type Inputs, type Inspectable, inputsOf } from './trace.ts';

/** How strong the gradient is that reaches the steps of one recurrent layer. */
export interface GradientNorms {
  readonly layer: string;
  /** ‖∂L/∂h‖ after each step, over the batch and all units, in the order the steps were made. */
  readonly norms: readonly number[];
}

/**
 * The norm of the gradient of the loss by the state h after each step, for every recurrent layer, in use (no dropout):
 * where it fades towards the first steps, they cannot be learnt from (vanishing gradient); where it grows, training
 * gets unstable (exploding gradient).
 *
 * **Shapes** x [B, T, …], y as the loss takes it.
 *
 * @param options loss: name or object.
 * @throws UnsupportedError for a model of several outputs; ShapeError where x or y does not fit; NumericError where they are not finite.
 * @see Bengio, Simard and Frasconi, Learning long-term dependencies with gradient descent is difficult, 1994.
 * @example
 * ```ts
 * import { Dense, LSTM, Sequential } from 'memcell';
 * import { gradientNorms } from 'memcell/inspect';
 * const model = new Sequential([new LSTM({ units: 3 }), new Dense({ units: 1 })], { seed: 1 });
 * const [lstm] = gradientNorms(model, [[[1], [2], [3]]], [[1]], { loss: 'mse' });
 * console.log(lstm.norms.length, lstm.norms[0] < lstm.norms[2]); // => 3 true
 * ```
 */
export function gradientNorms(
  model: Inspectable,
  x: Inputs,
  y: TensorLike,
  options: { loss: LossId },
): GradientNorms[] {
  checkModel('measure gradients', model);
  const action = `measure gradients of ${model.className} '${model.name}'`;
  checkOptions(action, options, ['loss']);
  const loss = lossOf(options.loss);
  const target = toTensor(y);
  checkFinite(target, 'target', action);
  const input = inputsOf(model, x, action);
  return scope(() => {
    const found: GradientNorms[] = [];
    const tape = new Tape();
    const context = forwardPass({
      updates: [], // which nobody runs: a look leaves kept states as they are
      tracer: {
        backward: (layer, gradient) => {
          found.push({ layer: (layer as Layer).fullName, norms: normsByStep(gradient) });
        },
      },
    });
    const prediction = model.forward(input, context);
    if (!(prediction instanceof Tensor)) {
      throw new UnsupportedError(`Cannot ${action}: it must have one output, received ${prediction.length}`);
    }
    const value = loss.call(target, prediction, { mask: context.masks.get(prediction) });
    tape.gradients(value, model.trainableVariables());
    return found.reverse();
  });
}

/** Norm over all but the axis of steps of [B, T, U]. */
function normsByStep(gradient: Tensor): number[] {
  const [, steps, units] = gradient.shape as readonly [number, number, number];
  const squares = new Float64Array(steps);
  gradient.data.forEach((value, i) => {
    squares[Math.floor(i / units) % steps]! += value * value;
  });
  return Array.from(squares, Math.sqrt);
}
