import { type TensorLike, toTensor } from '../data/batches.ts';
import { checkFinite } from '../data/check-finite.ts';
import { OptionError, ShapeError } from '../errors.ts';
import type { Layer } from '../layers/layer.ts';
import { forwardPass, type Tensors, type Trainable } from '../layers/trainable.ts';
import { checkOptions, describe } from '../options.ts';
import { scope } from '../tensor/scope.ts';
import { formatShape, type OpenShape, type OpenShapes } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';

/** A model whose layers can be looked into. */
export interface Inspectable extends Trainable<Tensors> {
  readonly className: string;
  /** Makes the weights for inputs of this shape. */
  build(inputShape: OpenShapes): void;
}

/** The input of a model; for a model of several a list of tensors. */
export type Inputs = TensorLike | readonly Tensor[];

/** What one recurrent layer computed. */
export interface LayerTrace {
  /** Name of the layer. */
  readonly layer: string;
  /** Class of the layer. */
  readonly className: string;
  /** Gates (after their activations) and states, each [B, T, U], in the order the steps were made. */
  readonly values: Readonly<Record<string, Tensor>>;
}

/**
 * Every gate and state of every recurrent layer for every step, in use (no dropout), from the path that the model takes:
 * an LSTM's inputGate, forgetGate, candidate, outputGate, cell and hidden; a GRU's updateGate, resetGate, candidate and
 * hidden; a SimpleRNN's hidden.
 *
 * **Shapes** x [B, T, …] → each [B, T, U] (h of an LSTM with a projection [B, T, P]), ordinary arrays.
 *
 * @param options mask: [B, T] of the (first) input, with 1 where a step counts.
 * @throws ShapeError where x does not fit; NumericError where it is not finite.
 * @example
 * ```ts
 * import { LSTM, Sequential } from 'memcell';
 * import { trace } from 'memcell/inspect';
 * const model = new Sequential([new LSTM({ units: 3 })], { seed: 1 });
 * const [lstm] = trace(model, [[[1], [2]]]);
 * console.log(Object.keys(lstm.values).length, lstm.values.forgetGate.shape); // => 6 [ 1, 2, 3 ]
 * ```
 */
export function trace(model: Inspectable, x: Inputs, options: { mask?: TensorLike } = {}): LayerTrace[] {
  checkModel('trace', model);
  const action = `trace ${model.className} '${model.name}'`;
  checkOptions(action, options, ['mask']);
  const input = inputsOf(model, x, action);
  return scope(() => {
    const traces: LayerTrace[] = [];
    const context = forwardPass({
      updates: [], // which nobody runs: a look leaves kept states as they are
      tracer: {
        forward: (layer, values) => {
          const { fullName, className } = layer as Layer;
          traces.push({ layer: fullName, className, values });
        },
      },
    });
    if (options.mask !== undefined) {
      const first = input instanceof Tensor ? input : (input[0] as Tensor);
      context.masks.set(first, maskOf(toTensor(options.mask), first, action));
    }
    model.forward(input, context);
    return traces;
  });
}

/** Throws unless it is a model. */
export function checkModel(action: string, model: unknown): void {
  if (typeof model === 'object' && model !== null && 'forward' in model && 'build' in model) return;
  throw new OptionError(`Cannot ${action}: model must be a Sequential or a Model, received ${describe(model)}`);
}

/** What a model takes, checked; a model that has no weights yet makes them for it. */
export function inputsOf(model: Inspectable, x: Inputs, action: string): Tensors {
  const many = Array.isArray(x) && x.length > 0 && x.every((each) => each instanceof Tensor);
  const inputs = many ? (x as readonly Tensor[]) : [toTensor(x as TensorLike)];
  for (const input of inputs) checkFinite(input, 'input', action);
  const shapes = inputs.map(({ shape }): OpenShape => [null, ...shape.slice(1)]);
  model.build(many ? shapes : (shapes[0] as OpenShape));
  return many ? inputs : (inputs[0] as Tensor);
}

function maskOf(mask: Tensor, input: Tensor, action: string): Tensor {
  const [batch, steps] = input.shape;
  if (mask.rank === 2 && mask.shape[0] === batch && mask.shape[1] === steps) return mask;
  throw new ShapeError(
    `Cannot ${action}: mask must have shape ${formatShape([batch ?? null, steps ?? null])}, received ${formatShape(mask.shape)}`,
  );
}
