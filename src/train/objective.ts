import type { Loss, Weighting } from '../losses/index.ts';
import { add } from '../ops/add.ts';
import { multiply } from '../ops/multiply.ts';
import type { Batch, Tensors } from '../tensor/batch.ts';
import { Tensor } from '../tensor/tensor.ts';

/** The loss of one output of a model. */
export interface OutputLoss {
  /** Name of the output. */
  readonly name: string;
  readonly loss: Loss;
  /** Factor in the total; undefined: 1. */
  readonly weight?: number | undefined;
}

/** One output of a pass, and what it is held against. */
export interface Answer {
  readonly target: Tensor;
  readonly prediction: Tensor;
  readonly weighting: Weighting;
}

/** The outputs of a pass, each with its target, its weight and the mask that came out with it. */
export function answersOf(
  { target, weight }: Batch<Tensors>,
  prediction: Tensors,
  masks: ReadonlyMap<Tensor, Tensor>,
): readonly Answer[] {
  const of = (each: Tensor, i: number): Answer => ({
    target: target instanceof Tensor ? target : (target[i] as Tensor),
    prediction: each,
    weighting: { mask: masks.get(each), weight: weight instanceof Tensor ? weight : weight?.[i] },
  });
  return prediction instanceof Tensor ? [of(prediction, 0)] : prediction.map(of);
}

/** What a model is trained for: the sum of the losses of its outputs, each times its weight. */
export class Objective {
  readonly outputs: readonly OutputLoss[];

  constructor(outputs: readonly OutputLoss[]) {
    this.outputs = outputs;
  }

  /** The loss of a batch, and that of each output before its weight. @throws ShapeError if a target does not fit. */
  call(answers: readonly Answer[]): { readonly total: Tensor; readonly parts: readonly Tensor[] } {
    const parts = answers.map(({ target, prediction, weighting }, i) =>
      (this.outputs[i] as OutputLoss).loss.call(target, prediction, weighting),
    );
    const weighted = parts.map((part, i) => {
      const { weight } = this.outputs[i] as OutputLoss;
      return weight === undefined ? part : multiply(part, weight);
    });
    return { total: weighted.reduce((sum, part) => add(sum, part)), parts };
  }
}
