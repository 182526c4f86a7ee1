import { type GradientPair, Tape } from '../autograd/tape.ts';
import { backend } from '../backend/current.ts';
import { NumericError } from '../errors.ts';
import { type ForwardContext, forwardPass, type Trainable } from '../layers/trainable.ts';
import { add } from '../ops/add.ts';
import type { Optimizer } from '../optimizers/index.ts';
import type { Random } from '../random.ts';
import type { Batch, Tensors } from '../tensor/batch.ts';
import { scope } from '../tensor/scope.ts';
import { heldNumbers } from '../tensor/sparse-rows.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { MetricSet } from './metric-set.ts';
import { answersOf, type Objective } from './objective.ts';

/** What a step works with. */
export interface StepOptions {
  readonly loss: Objective;
  readonly optimizer: Optimizer;
  readonly metrics: MetricSet;
  /** Where dropout draws from; a fresh stream each step. */
  readonly random: Random;
  /** Recurrent states to begin with and to leave behind, by layer; none: states begin at zero. */
  readonly states?: Map<object, readonly Variable[]> | undefined;
  /** Said in errors: ` at epoch 2 step 140`. */
  readonly where?: string;
}

/**
 * One training step, all of it: forward, loss, gradients, metrics, update. No weight changes unless the loss and every
 * gradient are finite.
 *
 * @returns the loss of the batch, before the update.
 * @throws NumericError if the loss or a gradient is NaN or infinite.
 */
export function trainStep(model: Trainable, batch: Batch<Tensors>, options: StepOptions): number {
  const { loss, optimizer, metrics, random, states } = options;
  return scope(() => {
    const tape = new Tape();
    const updates: (() => void)[] = [];
    const context = contextOf(batch, { training: true, random, states, updates });
    const prediction = model.forward(batch.input, context);
    const answers = answersOf(batch, prediction, context.masks);
    const { total, parts } = loss.call(answers);
    const penalty = model.regularization(context);
    const value = penalty ? add(total, penalty) : total;
    const gradients = tape.gradients(value, model.trainableVariables());
    const result = value.item();
    assertFinite(result, gradients, options.where ?? '');
    metrics.update(answers, result, parts); // before the update, so that a target it refuses changes no weight
    optimizer.apply(gradients);
    for (const update of updates) update();
    return result;
  });
}

/**
 * One evaluation step: forward, loss, metrics.
 *
 * @returns the loss of the batch.
 */
export function testStep(
  model: Trainable,
  batch: Batch<Tensors>,
  { loss, metrics }: Pick<StepOptions, 'loss' | 'metrics'>,
): number {
  return scope(() => {
    const context = contextOf(batch, { training: false });
    const prediction = model.forward(batch.input, context);
    const answers = answersOf(batch, prediction, context.masks);
    const { total, parts } = loss.call(answers);
    const penalty = model.regularization(context);
    const result = (penalty ? add(total, penalty) : total).item();
    metrics.update(answers, result, parts);
    return result;
  });
}

/** The prediction for one batch, in use (no dropout), as an ordinary array. */
export function predictStep<P extends Tensors>(
  model: Trainable<P>,
  input: Tensors,
  context: Partial<ForwardContext> = {},
): P {
  return scope(() => model.forward(input, forwardPass(context)));
}

/** A pass in which the batch's inputs have the batch's masks. */
function contextOf({ input, mask }: Batch<Tensors>, options: Partial<ForwardContext>): ForwardContext {
  const context = forwardPass(options);
  if (mask === undefined) return context;
  const inputs = input instanceof Tensor ? [input] : input;
  const masks = mask instanceof Tensor ? [mask] : mask;
  inputs.forEach((each, i) => {
    const own = masks[i];
    if (own !== undefined) context.masks.set(each, own);
  });
  return context;
}

function assertFinite(loss: number, gradients: readonly GradientPair<Variable>[], where: string): void {
  if (!Number.isFinite(loss)) {
    throw new NumericError(`Cannot continue training: loss must be finite, received ${loss}${where}`, { hint: HINT });
  }
  const { kernels } = backend();
  for (const { variable, gradient } of gradients) {
    const numbers = heldNumbers(gradient);
    const bad = kernels.countNonFinite(numbers.size, numbers.address());
    if (bad === 0) continue;
    throw new NumericError(
      `Cannot continue training: gradient of '${variable.name}' must be finite, received ${bad} of ${numbers.size} elements that are NaN or infinite${where}`,
      { hint: HINT },
    );
  }
}

const HINT =
  'Lower the learning rate, clip the gradients, or look for extreme values in the data. The weights are as before this step.';
