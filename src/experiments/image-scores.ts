import type { ImageSet } from '../data/index.ts';
import type { Sequential } from '../models/sequential.ts';
import { argmax } from '../ops/argmax.ts';
import { confusionMatrix, type Figure, type LinesFigure } from '../plots/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import type { Json, ResumableCallback } from '../train/callback.ts';
import type { RunResult, Score } from './experiment.ts';
import type { ImageBatch, TakenImages } from './image-data.ts';
import type { TrainedSteps } from './train-steps.ts';

const BATCH = 250;

/** What a model makes of images. */
export interface Judgement {
  /** [N, classes]: what it gives for each class; the largest is its answer. */
  readonly outputs: Tensor;
  readonly predicted: ArrayLike<number>;
  /** Share of right answers. */
  readonly accuracy: number;
}

/** Lets a model answer. */
export function judge(model: Sequential, { input, target }: ImageBatch): Judgement {
  const outputs = model.predict(input, { batchSize: BATCH });
  const predicted = argmax(outputs, { axis: -1 }).data;
  return { outputs, predicted, accuracy: predicted.filter((one, i) => one === target.data[i]).length / target.size };
}

/** Accuracy over all and over each class. */
export function imageScore({ accuracy, predicted }: Judgement, { classes, test: { labels } }: ImageSet): Score {
  const perClass = classes.map((name, k) => {
    const right = labels.filter((label, i) => label === k && predicted[i] === k).length;
    return [name, right / labels.filter((label) => label === k).length] as const;
  });
  return { testAccuracy: accuracy, perClass: Object.fromEntries(perClass), of: labels.length };
}

/** What a run on images gives, but for what each experiment adds. */
export function imageResult(
  model: Sequential,
  { set, incomparable }: TakenImages,
  { judged, trained, curve }: { judged: Judgement; trained: TrainedSteps; curve: Curve },
): RunResult & { readonly figures: Readonly<Record<string, Figure>> } {
  const score = imageScore(judged, set);
  const { classes, name, test } = set;
  const { steps, seconds } = trained;
  const count = (n: number): string => n.toLocaleString('en-US');
  const share = `${(100 * judged.accuracy).toFixed(2)} % of the ${count(test.labels.length)} test images of ${name}`;
  return {
    score,
    model,
    steps,
    seconds,
    summary: [`${share} are right after ${count(steps)} steps in ${seconds.toFixed(1)} s of training.`],
    ...(incomparable === undefined ? {} : { incomparable }),
    figures: {
      accuracy: curve.figure(),
      confusion: confusionMatrix(test.labels, judged.predicted, { labels: classes, title: 'Test images by class' }),
      'per-class': {
        kind: 'bars',
        title: 'Accuracy on the test images by class',
        labels: classes,
        values: Object.values(score.perClass as Readonly<Record<string, number>>),
        value: { label: 'accuracy', min: 0, max: 1 },
      },
    },
  };
}

type Points = Readonly<Record<string, readonly number[]>>;

/** A curve that is kept in checkpoints, so that a run that goes on draws the whole of it. */
export class Curve implements ResumableCallback {
  readonly className = 'Curve';
  readonly variables: readonly Variable[] = [];
  readonly #title: string;
  readonly #x: string;
  #points: Points = {};

  /** @param x what is counted along the axis: 'epoch'. */
  constructor(title: string, x: string) {
    this.#title = title;
    this.#x = x;
  }

  /** Adds a point to each line. */
  add(x: number, values: Readonly<Record<string, number>>): void {
    const add = (name: string, value: number): readonly number[] => [...(this.#points[name] ?? []), value];
    const lines = Object.entries(values).map(([name, value]) => [name, add(name, value)] as const);
    this.#points = { x: add('x', x), ...Object.fromEntries(lines) };
  }

  /** Itself, for lists of callbacks. */
  get listener(): ResumableCallback {
    return this;
  }

  /** Points so far. */
  get length(): number {
    return this.#points.x?.length ?? 0;
  }

  figure(): LinesFigure {
    const { x = [], ...lines } = this.#points;
    const series = Object.entries(lines).map(([name, y]) => ({ name, x, y }));
    return { kind: 'lines', title: this.#title, x: { label: this.#x }, y: { label: 'accuracy' }, series };
  }

  state(): Json {
    return this.#points;
  }

  restore(state: Json): void {
    this.#points = state as Points;
  }
}
