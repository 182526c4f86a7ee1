import { Tape } from '../autograd/tape.ts';
import { listOf } from '../data/batches.ts';
import type { Layer } from '../layers/layer.ts';
import type { ForwardContext, Tensors, Tracer, Trainable } from '../layers/trainable.ts';
import { scope } from '../tensor/scope.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** The training pass that failed, to be run again. */
export interface FailedPass {
  readonly input: Tensors;
  /** A new context with the same dropout that keeps nothing. */
  readonly context: (tracer: Tracer) => ForwardContext;
  /** The loss. */
  readonly value: (prediction: Tensors, context: ForwardContext) => Tensor;
}

/** A number that a loss of usual size has no use for: what passes it is named as too large. */
const LARGE = 100;

/**
 * Where a pass whose loss or gradients are not finite left the range first, and what to change: runs it again and looks
 * at every layer, gate and step.
 *
 * @returns sentences for the hint of an error.
 */
export function diagnose(model: Trainable, pass: FailedPass): string {
  return scope(() => {
    const weights = model.trainableVariables().map(({ name, data }) => ({ name, ...extremesOf(data) }));
    const broken = weights.find(({ finite }) => !finite);
    if (broken) return `Weight '${broken.name}' is not finite to begin with: load or initialize the weights again.`;

    let found: string | undefined;
    const grown: string[] = [];
    let ids = false;
    const tape = new Tape();
    const context = pass.context({
      forward: (layer, values) => {
        found ??= inSequence(nameOf(layer), values);
      },
      output: (layer, output) => {
        ids ||= (layer as Layer).className === 'Embedding';
        if (listOf(output).every(({ data }) => extremesOf(data).finite)) return;
        found ??= `The output of ${nameOf(layer)} is the first that is not finite.`;
      },
      backward: (layer, gradient) => {
        const growth = growthOf(gradient);
        if (growth !== undefined) grown.push(`In ${nameOf(layer)} the gradient of h grows ${growth}.`);
      },
    });
    const prediction = model.forward(pass.input, context);
    const value = pass.value(prediction, context);
    if (found === undefined && !Number.isFinite(value.item())) found = inLoss(prediction);
    if (found === undefined) tape.gradients(value, model.trainableVariables());

    const advice: string[] = [];
    const input = Math.max(...listOf(pass.input).map(({ data }) => extremesOf(data).largest));
    if (input > LARGE && !ids) advice.push(`The input reaches ${rounded(input)}: scale it to about −1 to 1.`);
    const heavy = weights.reduce((a, b) => (b.largest > a.largest ? b : a), { name: '', largest: 0 });
    if (heavy.largest > LARGE) {
      advice.push(`Weight '${heavy.name}' has grown to ${rounded(heavy.largest)}: lower the learning rate.`);
    }
    if (grown.length > 0) advice.push('Clip the gradients (globalClipNorm: 1), or cut the sequences (truncate).');
    if (advice.length === 0) advice.push('Lower the learning rate, or clip the gradients (globalClipNorm: 1).');
    return [...(found === undefined ? grown : [found]), ...advice].join(' ');
  });
}

/** The first step at which a gate or state is not finite. */
function inSequence(layer: string, values: Readonly<Record<string, Tensor>>): string | undefined {
  let first: { name: string; step: number; value: number } | undefined;
  let steps = 0;
  for (const [name, { data, shape }] of Object.entries(values)) {
    const [, length, units] = shape as readonly [number, number, number];
    steps = length;
    data.forEach((value, i) => {
      if (Number.isFinite(value)) return;
      const step = Math.floor(i / units) % length;
      if (first === undefined || step < first.step) first = { name, step, value };
    });
  }
  if (first === undefined) return undefined;
  return `The ${first.name} of ${layer} is the first that is not finite: ${first.value} at step ${first.step + 1} of ${steps}.`;
}

function inLoss(prediction: Tensors): string {
  const all = listOf(prediction).map(({ data }) => extremesOf(data));
  const [least, greatest] = [Math.min(...all.map((x) => x.least)), Math.max(...all.map((x) => x.greatest))];
  return `All layers are finite, with predictions from ${rounded(least)} to ${rounded(greatest)}; the loss of them is not: see that it suits them (fromLogits, the activation of the last layer).`;
}

/** How the gradient changes from the last step to the first, where it grows out of bounds. */
function growthOf(gradient: Tensor): string | undefined {
  const [, steps, units] = gradient.shape as readonly [number, number, number];
  const largest = new Float64Array(steps);
  gradient.data.forEach((value, i) => {
    const step = Math.floor(i / units) % steps;
    const size = Number.isNaN(value) ? Infinity : Math.abs(value);
    if (size > (largest[step] as number)) largest[step] = size;
  });
  const last = largest[steps - 1] as number;
  const greatest = largest.reduce((a, b) => Math.max(a, b), 0);
  if (greatest <= LARGE * Math.max(last, 1)) return undefined;
  const step = largest.lastIndexOf(greatest);
  return `from ${rounded(last)} at step ${steps} to ${rounded(largest[step] as number)} at step ${step + 1}, going back`;
}

function nameOf(layer: object): string {
  const { className, fullName } = layer as Layer;
  return `${className} '${fullName}'`;
}

function extremesOf(data: ArrayLike<number>): { finite: boolean; least: number; greatest: number; largest: number } {
  let [finite, least, greatest] = [true, Infinity, -Infinity];
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number;
    if (!Number.isFinite(value)) finite = false;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { finite, least, greatest, largest: Math.max(-least, greatest, 0) };
}

function rounded(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) < 1e6 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}
