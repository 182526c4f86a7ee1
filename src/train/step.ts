import { type GradientPair, Tape } from '../autograd/tape.ts';
import { backend } from '../backend/current.ts';
import { NumericError } from '../errors.ts';
import { diagnose } from '../inspect/diagnose.ts';
import { type ForwardContext, forwardPass, type Trainable } from '../layers/trainable.ts';
import { add } from '../ops/add.ts';
import type { Optimizer } from '../optimizers/index.ts';
import { Random } from '../random.ts';
import type { Batch, Tensors } from '../tensor/batch.ts';
import { heldNumbers } from '../tensor/gradients.ts';
import { scope } from '../tensor/scope.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { commit } from './commit.ts';
import type { MetricSet } from './metric-set.ts';
import { type Answer, answersOf, type Objective } from './objective.ts';

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
  /** Shown the gradients before the update. */
  readonly watch?: ((gradients: readonly GradientPair<Variable>[]) => void) | undefined;
}

/**
 * One training step, all of it: forward, loss, gradients, metrics, update. No weight changes unless the loss and every
 * gradient are finite, and none where memory runs out on the way.
 *
 * @returns the loss of the batch, before the update.
 * @throws NumericError if the loss or a gradient is NaN or infinite; ResourceError where memory runs out.
 */
export function trainStep(model: Trainable, batch: Batch<Tensors>, options: StepOptions): number {
  const { loss, optimizer, metrics, random, states } = options;
  return scope(() => {
    const tape = new Tape();
    const updates: (() => void)[] = [];
    const context = contextOf(batch, { training: true, random, states, updates });
    const prediction = model.forward(batch.input, context);
    const { answers, parts, value } = judge(model, batch, { loss, prediction, context });
    const gradients = tape.gradients(value, model.trainableVariables());
    const result = value.item();
    assertFinite(result, gradients, options.where ?? '', () => explain(model, batch, options));
    metrics.update(answers, result, parts); // before the update, so that a target it refuses changes no weight
    options.watch?.(gradients);
    commit(model, optimizer, gradients, updates);
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
    const { answers, parts, value } = judge(model, batch, { loss, prediction, context });
    const result = value.item();
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

/** What a pass gave held against the targets: the loss, with the model's penalties. */
function judge(
  model: Trainable,
  batch: Batch<Tensors>,
  { loss, prediction, context }: { loss: Objective; prediction: Tensors; context: ForwardContext },
): { answers: readonly Answer[]; parts: readonly Tensor[]; value: Tensor } {
  const answers = answersOf(batch, prediction, context.masks);
  const { total, parts } = loss.call(answers);
  const penalty = model.regularization(context);
  return { answers, parts, value: penalty ? add(total, penalty) : total };
}

/** Why a step failed, in sentences: its pass is run again, with the same dropout and nothing kept, and looked into. */
function explain(model: Trainable, batch: Batch<Tensors>, { loss, random }: StepOptions): string {
  return diagnose(model, {
    input: batch.input,
    context: (tracer) => contextOf(batch, { training: true, random: new Random(random.key), updates: [], tracer }),
    value: (prediction, context) => judge(model, batch, { loss, prediction, context }).value,
  });
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

function assertFinite(
  loss: number,
  gradients: readonly GradientPair<Variable>[],
  where: string,
  diagnosis: () => string,
): void {
  const refuse = (what: string, received: string): never => {
    throw new NumericError(`Cannot continue training: ${what} must be finite, received ${received}${where}`, {
      hint: `${diagnosis()} The weights are as before this step.`,
    });
  };
  if (!Number.isFinite(loss)) refuse('loss', String(loss));
  const { kernels } = backend();
  for (const { variable, gradient } of gradients) {
    const numbers = heldNumbers(gradient);
    const bad = kernels.countNonFinite(numbers.size, numbers.address());
    if (bad === 0) continue;
    refuse(`gradient of '${variable.name}'`, `${bad} of ${numbers.size} elements that are NaN or infinite`);
  }
}
