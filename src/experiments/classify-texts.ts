import { Adam, OneCycle } from '../optimizers/index.ts';
import { BagOfWords } from '../tasks/bag-of-words.ts';
import { type BuildTextClassifierOptions, textClassifier } from '../tasks/build-text-classifier.ts';
import { classifierBatches } from '../tasks/classifier-batches.ts';
import type { Classification, TextClassifier } from '../tasks/text-classifier.ts';
import { textModelFiles } from '../tasks/text-model.ts';
import { compileClassifier } from '../tasks/train-classifier.ts';
import type { Batch } from '../tensor/batch.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { answersFile, classifyFigures, examplesText } from './classify-results.ts';
import type { RunContext, RunRequest, RunResult } from './experiment.ts';
import { Curve } from './image-scores.ts';
import type { SplitSamples } from './split-samples.ts';
import { trainSteps } from './train-steps.ts';

/** How texts are to be classified. */
export interface ClassifyPlan extends SplitSamples {
  readonly building: BuildTextClassifierOptions;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Times through the texts, where the request does not say how many steps. */
  readonly epochs: number;
  /** Texts that are shown with what their words do. Default: the first ones that are held out. */
  readonly examples?: readonly string[];
}

/** Texts that are asked after each epoch at most, and examples that are shown. */
const [ASKED, SHOWN] = [1000, 6];

/** Trains a classifier, holds it against a bag of words, and tells. */
export async function classifyTexts(
  plan: ClassifyPlan,
  { seed, steps: asked }: Pick<RunRequest, 'seed' | 'steps'>,
  context: RunContext,
): Promise<RunResult> {
  const { train, test, batchSize, learningRate } = plan;
  const classifier = textClassifier(train, { ...plan.building, seed });
  const { model } = classifier;
  for (const line of model.summary().split('\n')) context.tell?.(line);
  const data = classifierBatches(classifier, train, { batchSize, seed });
  const totalSteps = plan.epochs * data.steps;
  const steps = asked ?? totalSteps;
  context.plan?.(steps);
  const schedule = new OneCycle({
    maxLearningRate: learningRate,
    totalSteps: Math.max(totalSteps, steps),
    pctStart: 0.2,
  });
  compileClassifier(classifier, new Adam({ learningRate: schedule, globalClipNorm: 1 }));

  const curve = new Curve('Learning to tell texts apart', 'epoch');
  const some = test.slice(0, ASKED);
  const onEpoch = ({ loss = Number.NaN, sparseCategoricalAccuracy = 0 }): undefined => {
    const epoch = curve.length + 1;
    const held = shareRight(some, classifier.classify(some.map(({ text }) => text)));
    curve.add(epoch, { 'learnt from': sparseCategoricalAccuracy, 'held out': held });
    context.tell?.(`epoch ${epoch}: loss ${loss.toPrecision(4)}, held-out texts ${held.toFixed(4)}`);
    context.draw?.(curve.figure());
  };
  const callbacks = [curve.listener, ...context.callbacks];
  const trained = await trainSteps(
    model,
    withoutEnd((epoch) => data.epoch(epoch)),
    { steps, perEpoch: data.steps, onEpoch },
    { ...context, callbacks },
  );

  const answers = classifier.classify(test.map(({ text }) => text));
  const accuracy = shareRight(test, answers);
  const [words, pairs] = [false, true].map((each) => bagAccuracy(classifier, plan, each)) as [number, number];
  const count = (n: number): string => n.toLocaleString('en-US');
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const time = `after ${count(trained.steps)} steps in ${trained.seconds.toFixed(1)} s of training`;
  const examples = plan.examples ?? test.slice(0, SHOWN).map(({ text }) => text);
  return {
    score: { accuracy, baselineAccuracy: words, of: test.length },
    model,
    steps: trained.steps,
    seconds: trained.seconds,
    summary: [
      `${percent(accuracy)} of the ${count(test.length)} held-out texts are right ${time}.`,
      `A bag of words, which forgets their order, gets ${percent(words)} of them; one of words and pairs of neighbours ${percent(pairs)}.`,
    ],
    figures: {
      accuracy: curve.figure(),
      ...classifyFigures(classifier, { test, answers, shares: { classifier: accuracy, words, pairs }, examples }),
    },
    files: { ...textModelFiles(classifier), 'answers.csv': answersFile(test, answers) },
    prose: () => examplesText(classifier, examples),
  };
}

/** The batches of epoch after epoch. */
function* withoutEnd(epoch: (n: number) => Iterable<Batch>): Generator<Batch & { input: Tensor; target: Tensor }> {
  for (let n = 0; ; n++) yield* epoch(n);
}

function shareRight(samples: SplitSamples['test'], answers: readonly Classification[]): number {
  return samples.filter(({ label }, i) => label === answers[i]?.label).length / samples.length;
}

/** Share of the held-out texts that a bag of words has right, which reads the same words. */
function bagAccuracy(classifier: TextClassifier, { train, test }: SplitSamples, pairs: boolean): number {
  const [ids, asked] = [train, test].map((samples) => samples.map(({ text }) => classifier.idsOf(text)));
  const labels = train.map(({ label }) => classifier.labelId(label));
  const vocabularySize = classifier.reader.vocabulary.size;
  const bag = new BagOfWords(ids ?? [], labels, { classes: classifier.labels.length, vocabularySize, pairs });
  const found = bag.predict(asked ?? []);
  return test.filter(({ label }, i) => classifier.labelId(label) === found[i]).length / test.length;
}
