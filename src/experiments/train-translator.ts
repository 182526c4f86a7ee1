import { Adam, OneCycle } from '../optimizers/index.ts';
import { textModelFiles } from '../tasks/text-model.ts';
import { Translator } from '../tasks/translator.ts';
import type { TranslatorOptions } from '../tasks/translator-options.ts';
import type { TextPair } from '../text/pairs/text-pair.ts';
import { alignmentFigure } from './alignment-figure.ts';
import type { RunContext, RunResult } from './experiment.ts';
import { StepLimit } from './step-limit.ts';
import { type Judged, judgeTranslations, type TranslationScore } from './translation-score.ts';

/** What a translator is trained with. */
export interface TranslatorTraining {
  readonly training: readonly TextPair[];
  readonly heldOut: readonly TextPair[];
  readonly building: TranslatorOptions;
  readonly batchSize: number;
  /** Highest rate; it rises for a tenth of the steps, then falls to nothing. */
  readonly learningRate: number;
  readonly steps: number;
  /** Steps between two looks. */
  readonly perLook: number;
  /** Share of its own words that the decoder is told at the end of training; it grows from 0. */
  readonly ownWords: number;
  /** Width of the beam search that is scored. */
  readonly beamWidth: number;
  readonly seed: number;
}

/** Trains a translator and tells how it translates what was held out. */
export async function trainTranslator(given: TranslatorTraining, context: RunContext): Promise<RunResult> {
  const { training, heldOut, steps, perLook, seed, beamWidth, ownWords } = given;
  const shown = longestOf(heldOut);
  const translator = Translator.from(training, { ...given.building, seed });
  const { model, source, target } = translator;
  const count = (n: number): string => n.toLocaleString('en-US');
  context.tell?.(
    `${count(training.length)} pairs to learn from, ${count(heldOut.length)} held out; ${count(source.vocabulary.size)} ids are read, ${count(target.vocabulary.size)} written.`,
  );
  const learningRate = new OneCycle({ maxLearningRate: given.learningRate, totalSteps: steps, pctStart: 0.1 });
  translator.compile({ optimizer: new Adam({ learningRate, globalClipNorm: 1 }) });
  const draw = (): undefined => {
    context.draw?.(alignmentFigure(translator.attention(shown.source, shown.target), ''));
  };
  const limit = new StepLimit({ steps, onEpoch: draw });
  const batches = translator.batches(training, {
    batchSize: given.batchSize,
    seed,
    ...(ownWords > 0 ? { ownWords: (step: number) => (ownWords * step) / steps } : {}),
    taken: () => limit.steps,
  });
  await model.fit(batches, undefined, {
    epochs: Math.ceil(steps / perLook),
    stepsPerEpoch: perLook,
    callbacks: [limit, ...context.callbacks],
    ...(context.signal ? { signal: context.signal } : {}),
  });
  const judged = judgeTranslations(translator, heldOut, beamWidth);
  const { exactShare, bleu, of } = judged.beam;
  const caption = `“${shown.source}” becomes “${shown.target}”: a row for each token of the translation, brighter where it looks.`;
  return {
    score: { exactShare, bleu, of },
    model,
    steps: limit.steps,
    seconds: limit.seconds,
    summary: tell(judged, { steps: limit.steps, seconds: limit.seconds, beamWidth }),
    figures: { attention: alignmentFigure(translator.attention(shown.source, shown.target), caption) },
    files: textModelFiles(translator),
    prose: () => someTranslations(translator, heldOut),
  };
}

function tell(
  { greedy, beam, differing, likelier }: Judged,
  { steps, seconds, beamWidth }: { readonly steps: number; readonly seconds: number; readonly beamWidth: number },
): string[] {
  const count = (n: number): string => n.toLocaleString('en-US');
  const told = ({ exact, of, bleu }: TranslationScore): string =>
    `${count(exact)} of ${count(of)} held-out texts exactly (${((100 * exact) / of).toFixed(1)} %), BLEU ${bleu.toFixed(2)}`;
  const compared =
    differing === 0
      ? 'Both say the same of every text: where the model is sure, there is nothing to search for.'
      : `They differ in ${count(differing)} texts; of ${count(likelier)} of these the model itself holds the beam's translation likelier.`;
  return [
    `By beam search of width ${beamWidth}: ${told(beam)}, after ${count(steps)} steps in ${seconds.toFixed(1)} s of training.`,
    `By the likeliest token each time: ${told(greedy)}.`,
    compared,
  ];
}

/** Characters of the source that is drawn, at most: more would be too small to read. */
const READABLE = 32;

/** A pair with a long source, where there is something to look for. */
function longestOf(pairs: readonly TextPair[]): TextPair {
  const sizeOf = ({ source }: TextPair): number => (source.length > READABLE ? 0 : source.length);
  return pairs.reduce((one, other) => (sizeOf(other) > sizeOf(one) ? other : one));
}

/** Texts that are translated as one watches. */
const SHOWN = 5;

function* someTranslations(translator: Translator, heldOut: readonly TextPair[]): Generator<string> {
  for (let i = 0; i < SHOWN; i++) {
    const { source, target } = heldOut[Math.floor((i * heldOut.length) / SHOWN)] as TextPair;
    yield `${source} → `;
    yield* translator.respond(source, { greedy: true });
    yield `   (${target})\n`;
  }
}
