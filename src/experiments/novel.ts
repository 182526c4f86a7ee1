import { FormatError } from '../errors.ts';
import type { Figure } from '../plots/figure.ts';
import type { LanguageModel } from '../tasks/language-model.ts';
import { textModelFiles } from '../tasks/text-model.ts';
import {
  Characters,
  type Segmenter,
  vectorMap,
  type WordVectors,
  withoutBlanks,
  writeWordVectors,
} from '../text/index.ts';
import type { Experiment, RunContext, RunRequest, RunResult } from './experiment.ts';
import { type Foretold, perplexityFigure } from './novel/foretell.ts';
import { holdOut, isHeading } from './novel/held-out.ts';
import { type Lines, lessonOf } from './novel/lesson.ts';
import {
  guessFigure,
  learnNextWord,
  type NextWord,
  type NextWordPlan,
  scoreOf,
  tellGuesses,
} from './novel/next-word.ts';
import { type NovelText, segmenterFor, takeNovel, textChoices } from './novel/novel-text.ts';
import { prose } from './novel/prose.ts';
import { Study } from './novel/study.ts';
import { learnVectors, namesIn, tellNearest } from './novel/vectors.ts';

/** word2vec as the source calls it; there with 20 threads, here with one, which makes the same bits each time. */
const word2vec = { cbow: true, size: 200, window: 8, negative: 25, hs: false, sample: 1e-4, iter: 15, minCount: 5 };
const nextWord = { units: 200, learningRate: 0.1, epochs: 500 };

/** How the language models are made and trained. */
const WORDS = { units: 256, dropout: 0.4, batchSize: 20, window: 35, learnt: 1_500_000, learningRate: 0.004 };
const CHARACTERS = { units: 256, dropout: 0.1, batchSize: 16, window: 40, learnt: 2_200_000, learningRate: 0.006 };
const globalClipNorm = 1;
/** word2vec for characters, which make a smaller and denser language than words. */
const characterVectors = { ...word2vec, size: 128, iter: 5 };

const presets = {
  default: {
    description: 'vectors times 3 for the next word, then language models over words and over characters',
    options: {
      ...word2vec,
      ...nextWord,
      scale: 3,
      ...named('word', WORDS),
      ...named('character', CHARACTERS),
      characterSize: characterVectors.size,
      characterIter: characterVectors.iter,
      globalClipNorm,
    },
  },
  published: {
    description: 'the source to the letter: ten windows of twenty word vectors and the word that follows',
    options: { ...word2vec, ...nextWord, scale: 1, steps: nextWord.epochs },
  },
} as const;

/** Options of a net under names of their own. */
function named(kind: string, plan: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(plan).map(([name, value]) => [`${kind}${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]),
  );
}

/** With less steps than this a run is but a trial: there is less of everything. */
const TRIAL = 100;
const CHAPTERS = { whole: 120, trial: 24 };
/** Words on the map. */
const MAPPED = 60;
/** Words of the ten windows, and less than any model needs. */
const FEWEST = 30;
/** Characters of a line that language models go on with. */
const PROMPT = 12;
/** Whose neighbours are told where they are there; else those of the most frequent names. */
const ASKED = ['宝玉', '黛玉', '凤姐', '素秋', '云帆', '温先生'];

/** A novel is cut into words, word2vec makes vectors of them, an LSTM says the next one; language models write on. */
export const novel: Experiment = {
  name: 'novel',
  title: 'a novel: its words, their vectors, the next word; language models that write on',
  presets,
  choices: textChoices,
  scoreMeaning:
    'ten windows of 20 words: loss (MSE), mean cosine to the right vector, words right; by default also perplexity of the ' +
    'words that were held out, and that of n-grams (interpolated Kneser–Ney) on the same',
  published: {
    score: { loss: 0.33673, cosine: 0.941794 },
    text: 'of one window; over all ten Keras and PyTorch reach loss 0.157 to 0.174, cosine 0.70 to 0.73 and 5 right',
  },
  notResumed: 'it trains word vectors and several models one after another',
  run,
};

/** A text that was cut, line by line. */
interface CutText {
  readonly text: NovelText;
  readonly segmenter: Segmenter;
  readonly lines: readonly (readonly string[])[];
  /** Times that word2vec goes through it. */
  readonly iter: number;
  /** Tokens that are written in each way. */
  readonly length: number;
}

async function run(request: RunRequest, context: RunContext): Promise<RunResult> {
  const { preset, steps, chosen = {} } = request;
  const trial = steps !== undefined && steps < TRIAL;
  const text = await takeNovel(chosen, trial ? CHAPTERS.trial : CHAPTERS.whole);
  context.tell?.(text.note);
  const { segmenter, note } = await segmenterFor(chosen.by ?? 'auto', text.lines);
  const lines = text.lines.map((line) => segmenter.segment(line));
  const tokens = lines.reduce((sum, line) => sum + withoutBlanks(line).length, 0);
  context.tell?.(`${note} There are ${tokens.toLocaleString('en-US')} of them.`);
  if (tokens < FEWEST) {
    throw new FormatError(`Cannot run novel: text must have ${FEWEST} words or more, received ${tokens}`, {
      hint: 'Give a longer text.',
    });
  }
  const cut = { text, segmenter, lines, iter: trial ? 2 : word2vec.iter, length: trial ? 5 : 60 };
  return await (preset === 'published' ? runPublished : runDefault)(cut, request, context);
}

/** Word vectors of some lines, and the net that guesses the word behind each of ten windows. */
async function wordsAndNext(
  { lines, iter }: Pick<CutText, 'lines' | 'iter'>,
  plan: NextWordPlan,
  context: RunContext,
): Promise<{ vectors: WordVectors; next: NextWord; told: string[] }> {
  const sentences = lines.map(withoutBlanks);
  const vectors = await learnVectors(sentences, { ...word2vec, iter, seed: plan.seed + 1 }, context);
  const next = await learnNextWord(vectors, sentences.flat(), plan, context);
  const asked = ASKED.filter((word) => vectors.has(word));
  const near = tellNearest(vectors, asked.length > 0 ? asked : namesIn(vectors, 3));
  return { vectors, next, told: [...tellGuesses(next), ...near] };
}

async function runPublished(cut: CutText, { seed, steps }: RunRequest, context: RunContext): Promise<RunResult> {
  const { scale, epochs, ...plan } = presets.published.options;
  const { units, learningRate } = plan;
  const lesson = { units, learningRate, scale, seed, steps: steps ?? epochs };
  const { vectors, next, told } = await wordsAndNext(cut, lesson, context);
  return {
    score: scoreOf(next),
    model: next.model,
    steps: next.steps,
    seconds: next.seconds,
    summary: told,
    ...incomparable(cut),
    figures: { ...mapOf(vectors), windows: guessFigure(next) },
    files: { 'vectors.bin': writeWordVectors(vectors) },
  };
}

async function runDefault(cut: CutText, { seed, steps: asked }: RunRequest, context: RunContext): Promise<RunResult> {
  const { train, heldOut, note } = holdOut(cut.text.lines);
  context.tell?.(note);
  const take = (numbers: readonly number[]): Lines => numbers.map((i) => cut.lines[i] as readonly string[]);
  const spell = (lines: Lines): Lines => lines.map((line) => [...line.join('')]);
  const parts = [take(train), take(heldOut)] as const;
  const spelt = [spell(parts[0]), spell(parts[1])] as const;
  const words = new Study('words', lessonOf(cut.segmenter, parts, word2vec.minCount), { ...WORDS, globalClipNorm });
  const characters = new Study('characters', lessonOf(new Characters(), spelt, word2vec.minCount), {
    ...CHARACTERS,
    globalClipNorm,
  });
  const studies = cut.segmenter.className === 'Characters' ? [words] : [words, characters];

  const { units, learningRate, epochs } = nextWord;
  const planned = epochs + studies.reduce((sum, study) => sum + study.steps, 0);
  const share = asked === undefined ? Infinity : Math.ceil(asked / (1 + studies.length));
  context.plan?.(Math.min(planned, asked ?? planned));
  const plan = { units, learningRate, scale: presets.default.options.scale, seed, steps: Math.min(epochs, share) };
  // the gates that are looked at are those of one model: a batch of this one is none of the others'
  const unwatched = { ...context, watch: undefined };
  const { vectors, next, told } = await wordsAndNext({ lines: parts[0], iter: cut.iter }, plan, unwatched);

  const vectorsOfCharacters = (): Promise<WordVectors> => {
    const iter = Math.min(characterVectors.iter, cut.iter);
    return learnVectors(spelt[0].map(withoutBlanks), { ...characterVectors, iter, seed: seed + 1 }, context);
  };
  let left = (asked ?? planned) - next.steps;
  const learnt: { readonly lm: LanguageModel; readonly foretold: Foretold }[] = [];
  for (const [i, study] of studies.entries()) {
    const steps = Math.min(study.steps, Math.ceil(left / (studies.length - i)));
    const first = study === words ? vectors : await vectorsOfCharacters();
    const foretold = await study.learn({ steps, seed, vectors: first }, context);
    left -= foretold.steps;
    learnt.push({ lm: study.model, foretold });
  }
  const all = learnt.map(({ foretold }) => foretold);
  const [first, second] = all as [Foretold, Foretold | undefined];
  const opening = parts[1].map((line) => line.join('')).find((line) => line.length > PROMPT && !isHeading(line)) ?? '';
  return {
    score: {
      ...scoreOf(next),
      perplexity: first.perplexity,
      baselinePerplexity: first.baseline,
      ...(second && { characterPerplexity: second.perplexity, characterBaselinePerplexity: second.baseline }),
    },
    model: words.model.model,
    steps: next.steps + all.reduce((sum, each) => sum + each.steps, 0),
    seconds: next.seconds + all.reduce((sum, each) => sum + each.seconds, 0),
    summary: [...told, note, ...studies.map((study, i) => study.tell(all[i] as Foretold))],
    ...incomparable(cut),
    figures: { ...mapOf(vectors), windows: guessFigure(next), perplexity: perplexityFigure(all) },
    files: { 'vectors.bin': writeWordVectors(vectors), ...textModelFiles(words.model) },
    *prose() {
      for (const { lm, foretold } of learnt) {
        yield* prose(lm, foretold.name, { prompt: opening.slice(0, PROMPT), length: cut.length, seed });
      }
    },
  };
}

/** The most frequent words of two letters or more, near to each other where they are used alike. */
function mapOf(vectors: WordVectors): Record<string, Figure> {
  const words = namesIn(vectors, MAPPED);
  return words.length < 2 ? {} : { map: vectorMap(vectors, { words, title: 'Words of a novel by their vectors' }) };
}

function incomparable({ text }: CutText): Pick<RunResult, 'incomparable'> {
  return text.incomparable === undefined ? {} : { incomparable: text.incomparable };
}
