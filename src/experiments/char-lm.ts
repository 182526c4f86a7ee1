import { generatedVerse } from '../data/index.ts';
import { log } from '../math.ts';
import type { BarsFigure } from '../plots/figure.ts';
import { languageModel } from '../tasks/build-language-model.ts';
import type { LanguageModel } from '../tasks/language-model.ts';
import { textModelFiles } from '../tasks/text-model.ts';
import { Characters, Vocabulary } from '../text/index.ts';
import type { Experiment, RunContext, RunRequest, RunResult } from './experiment.ts';
import { type TextSource, takeText, textChoice } from './text-source.ts';
import { heldOut, trainLanguageModel } from './train-language-model.ts';

/** Share of the text, its end, that is foretold and not learnt from. */
const HELD_OUT = 0.1;
/** Streams that the held-out text is read in. */
const STREAMS = 32;
/** Poems that stand in for a text, about 600 characters each; of a short run no more than it sees. */
const [POEMS, POEMS_A_STEP, FEWEST_POEMS] = [1500, 4, 8];
/** Letters of a word that have a bar. */
const LETTERS = 8;
/** Characters that the bars are made of; of a short run some for each step. */
const [SHOWN, SHOWN_A_STEP] = [4000, 50];
const SAMPLE = { length: 600, temperature: 0.8 };

const presets = {
  default: {
    description: 'LSTM(384) over characters, 64 steps of truncated back-propagation, learning rate up and down once',
    options: {
      embedding: 64,
      units: 384,
      layers: 1,
      dropout: 0,
      batchSize: 32,
      window: 64,
      learningRate: 0.003,
      globalClipNorm: 1,
      steps: 1960,
    },
  },
  large: {
    description: '2×LSTM(512) with dropout, twenty passes over tinyshakespeare: an hour or more',
    options: {
      embedding: 128,
      units: 512,
      layers: 2,
      dropout: 0.3,
      batchSize: 32,
      window: 64,
      learningRate: 0.002,
      globalClipNorm: 1,
      steps: 9800,
    },
  },
} as const;

type CharLmPreset = keyof typeof presets;

/** A recurrent network reads a text character by character and says which comes next. */
export const charLm: Experiment<CharLmPreset> = {
  name: 'char-lm',
  title: 'an LSTM learns to write, character by character',
  presets,
  choices: [textChoice({ real: 'tinyshakespeare' })],
  scoreMeaning: `bitsPerCharacter: mean of -log2 of the chance given to each character of the last ${100 * HELD_OUT} % of the text, which was not learnt from`,
  run,
};

async function run(request: RunRequest<CharLmPreset>, context: RunContext): Promise<RunResult> {
  const { preset, seed } = request;
  const { steps: planned, embedding, units, layers, dropout, ...training } = presets[preset].options;
  const steps = request.steps ?? planned;
  const poems = Math.min(POEMS, FEWEST_POEMS + POEMS_A_STEP * steps);
  const source: TextSource = { real: 'tinyshakespeare', generate: () => generatedVerse({ poems }) };
  const { text, note } = await takeText(request.chosen?.text ?? 'auto', source);
  context.tell?.(note);

  const segmenter = new Characters();
  const characters = segmenter.segment(text);
  const vocabulary = Vocabulary.from(characters);
  const { learnt, rest } = heldOut(vocabulary.encode(characters), HELD_OUT);
  const model = languageModel({ segmenter, vocabulary, embeddingDim: embedding, units, layers, dropout, seed });
  const trained = await trainLanguageModel(model, learnt, { ...training, steps }, context);
  const { bitsPerCharacter, tokens } = await model.evaluate(rest, { streams: STREAMS, window: training.window });
  const count = (n: number): string => n.toLocaleString('en-US');
  return {
    score: { bitsPerCharacter },
    model: model.model,
    steps: trained.steps,
    seconds: trained.seconds,
    summary: [
      `${bitsPerCharacter.toFixed(3)} bits for each of ${count(tokens)} characters that were not learnt from (a guess among ${vocabulary.size} has ${(log(vocabulary.size) / log(2)).toFixed(2)}), after ${count(trained.steps)} steps in ${trained.seconds.toFixed(1)} s of training.`,
    ],
    figures: { letters: lettersFigure(model, rest.subarray(0, Math.min(SHOWN, SHOWN_A_STEP * steps))) },
    files: textModelFiles(model),
    prose: () => model.generate('\n', { ...SAMPLE, seed }),
  };
}

/** How surprising letters are by their place in a word: the beginning of a text that was not learnt from. */
function lettersFigure(model: LanguageModel, ids: Int32Array): BarsFigure {
  const characters = model.vocabulary.decode(ids);
  const bits = model.surprise(ids);
  const sums = new Array<number>(LETTERS).fill(0);
  const counts = new Array<number>(LETTERS).fill(0);
  let place = 0;
  characters.forEach((character, i) => {
    place = /\p{L}/u.test(character) ? place + 1 : 0;
    if (i === 0 || place === 0 || place > LETTERS) return;
    sums[place - 1]! += bits[i - 1] as number;
    counts[place - 1]!++;
  });
  return {
    kind: 'bars',
    title: 'How surprising the letters of a word are',
    labels: sums.map((_, i) => `letter ${i + 1}`),
    values: sums.map((sum, i) => (counts[i] === 0 ? 0 : sum / (counts[i] as number))),
    value: { label: 'bits', min: 0 },
  };
}
