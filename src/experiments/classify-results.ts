import { writeCsvTexts } from '../formats/csv-texts.ts';
import { confusionMatrix, type Figure } from '../plots/index.ts';
import type { Classification, TextClassifier, WordContribution } from '../tasks/text-classifier.ts';
import type { TextSample } from '../tasks/text-samples.ts';

/** What came out on the held-out texts. */
export interface ClassifyResults {
  readonly test: readonly TextSample[];
  readonly answers: readonly Classification[];
  /** Share that is right: of the classifier, a bag of words, and one of words and pairs. */
  readonly shares: { readonly classifier: number; readonly words: number; readonly pairs: number };
  /** Texts that are drawn with what their words do. */
  readonly examples: readonly string[];
}

/** Pictures of what came out. */
export function classifyFigures(
  classifier: TextClassifier,
  { test, answers, shares, examples }: ClassifyResults,
): Readonly<Record<string, Figure>> {
  const { labels } = classifier;
  const truth = test.map(({ label }) => classifier.labelId(label));
  const told = answers.map(({ label }) => classifier.labelId(label));
  const perClass = labels.map((_, k) => {
    const own = truth.flatMap((one, i) => (one === k ? [told[i] === k ? 1 : 0] : []));
    return own.reduce<number>((sum, right) => sum + right, 0) / Math.max(own.length, 1);
  });
  const share = { label: 'share of the held-out texts that is right', min: 0, max: 1 };
  return {
    words: wordsFigure(classifier, examples),
    confusion: confusionMatrix(truth, told, { labels, title: 'Held-out texts by class' }),
    'per-class': { kind: 'bars', title: 'Held-out texts by class', labels, values: perClass, value: share },
    baselines: {
      kind: 'bars',
      title: 'What the order of words is worth',
      labels: ['bag of words', 'words and pairs', 'in order'],
      values: [shares.words, shares.pairs, shares.classifier],
      value: share,
      marked: 2,
    },
  };
}

/** Texts, each word shaded by what it does for the class that was found. */
function wordsFigure(classifier: TextClassifier, examples: readonly string[]): Figure {
  return {
    kind: 'words',
    title: 'What each word does',
    caption: 'Red speaks for the class, blue against it; a number: how far ln of its odds falls without the word.',
    rows: classifier.classify(examples).map(({ label, probabilities }, i) => {
      const words = classifier.contributions(examples[i] as string);
      const likely = `${label} ${(100 * (probabilities[label] as number)).toFixed(1)} %`;
      return { label: likely, words: words.map(({ token }) => token), values: words.map((each) => each.contribution) };
    }),
    value: 'for or against the class',
  };
}

/** Words that are told of at most. */
const TOLD = 4;

/** Texts with their classes, how likely these are, and the words that count most. */
export function* examplesText(classifier: TextClassifier, examples: readonly string[]): Generator<string> {
  for (const text of examples) {
    const { label, probabilities } = classifier.classify(text);
    const counting = strongest(classifier.contributions(text)).map(
      ({ token, contribution }) => `${token} ${contribution < 0 ? '−' : '+'}${Math.abs(contribution).toFixed(1)}`,
    );
    yield `${text.replace(/\s+/g, ' ')}\n`;
    yield `    ${label} ${(100 * (probabilities[label] as number)).toFixed(1)} %: ${counting.join(', ')}\n`;
  }
}

function strongest(words: readonly WordContribution[]): WordContribution[] {
  return words
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, TOLD);
}

/** The held-out texts with what was answered, as a table. */
export function answersFile(test: readonly TextSample[], answers: readonly Classification[]): Uint8Array {
  const rows = test.map(({ text, label }, i) => {
    const { label: answer, probabilities } = answers[i] as Classification;
    return [text, label, answer, (probabilities[answer] as number).toFixed(6)];
  });
  return new TextEncoder().encode(writeCsvTexts([['text', 'label', 'answer', 'probability'], ...rows]));
}
