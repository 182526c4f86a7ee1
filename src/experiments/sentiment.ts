import { OptionError } from '../errors.ts';
import { Random } from '../random.ts';
import { readClassifyFile, textColumnChoices } from './classify-file.ts';
import { type ClassifyPlan, classifyTexts } from './classify-texts.ts';
import type { Experiment, RunContext, RunRequest, RunResult } from './experiment.ts';
import { type ReviewLanguageName, writeReviews } from './review-grammar.ts';
import { type SplitSamples, splitSamples } from './split-samples.ts';

/** Share of the texts of a file that is held out. */
const HELD_OUT = 0.2;
/** Generated texts, fewer in a run of a few steps. */
const [TRAIN, TEST, FEWEST] = [4000, 1000, 100];

/** Names of its presets. */
export type SentimentPreset = 'default' | 'small';

/** What a preset sets. */
interface Settings {
  readonly embedding: number;
  readonly units: number;
  readonly dropout: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly epochs: number;
}

const presets = {
  default: {
    description: 'Embedding(32), LSTM(64), learning rate up to 0.004 and down again, 10 epochs',
    options: { embedding: 32, units: 64, dropout: 0.3, batchSize: 32, learningRate: 0.004, epochs: 10 },
  },
  small: {
    description: 'Embedding(16), LSTM(24), learning rate up to 0.01 and down again, 8 epochs',
    options: { embedding: 16, units: 24, dropout: 0.1, batchSize: 32, learningRate: 0.01, epochs: 8 },
  },
} as const satisfies Readonly<Record<SentimentPreset, { description: string; options: Settings }>>;

/** Reviews whose mood only the order of their words says, or texts of the user's own. */
export const sentiment: Experiment<SentimentPreset> = {
  name: 'sentiment',
  title: 'an LSTM reads reviews word by word and says whether they are good ones',
  presets,
  choices: [
    {
      name: 'text',
      description: 'reviews to learn from, a table with the columns text and label',
      values: ['generated'],
      other: { kind: 'file' },
    },
    { name: 'language', description: 'language of generated reviews', values: ['english', 'chinese'] },
    { name: 'cell', description: 'what reads the words', values: ['lstm', 'gru'] },
    ...textColumnChoices,
  ],
  scoreMeaning:
    'accuracy: share of the held-out texts whose class is right; baselineAccuracy: the same of a bag of words, which forgets their order',
  run,
};

/** Reviews that say the same words in another order, or almost the same ones, and mean the opposite. */
const EXAMPLES: Readonly<Record<ReviewLanguageName, readonly string[]>> = {
  english: [
    'The food was good, but the service was bad.',
    'The service was bad, but the food was good.',
    'Although the view was dull, the wine was not bad.',
    'Nobody would call the room lovely.',
    'It is not true that the soup was not excellent.',
  ],
  chinese: [
    '饭菜很好，但是服务很差。',
    '服务很差，但是饭菜很好。',
    '虽然房间谈不上理想，早餐并不差。',
    '没有人会说风景好。',
  ],
};

async function run(request: RunRequest<SentimentPreset>, context: RunContext): Promise<RunResult> {
  const { seed, steps, chosen = {} } = request;
  const { text = 'generated', cell = 'lstm' } = chosen;
  const language = chosen.language as ReviewLanguageName | undefined;
  const { embedding, units, dropout, ...training } = presets[request.preset].options;
  const generated = text === 'generated';
  if (!generated && language !== undefined && language !== 'english') {
    throw new OptionError(
      `Cannot run sentiment: language must be left out with a text of your own, received '${language}'`,
    );
  }
  const samples: SplitSamples = generated
    ? generate(language ?? 'english', steps === undefined ? TRAIN : steps * training.batchSize)
    : splitSamples(readClassifyFile(text, chosen), HELD_OUT, new Random(seed).fold(19));
  const { train, test } = samples;
  const count = (n: number): string => n.toLocaleString('en-US');
  const source = generated ? 'made by memcell itself, no two alike' : `those of ${text}`;
  context.tell?.(`The texts are ${source}: ${count(train.length)} to learn from, ${count(test.length)} held out.`);
  const plan: ClassifyPlan = {
    ...samples,
    building: { embedding, units, dropout, cell: cell as 'lstm' | 'gru' },
    ...training,
    ...(generated ? { examples: EXAMPLES[language ?? 'english'] } : {}),
  };
  return await classifyTexts(plan, { seed, steps }, context);
}

/** Reviews, no more than the training sees; those that are held out are others. */
function generate(language: ReviewLanguageName, seen: number): SplitSamples {
  const train = Math.min(TRAIN, Math.max(seen, FEWEST));
  const test = Math.min(TEST, Math.max(seen, FEWEST));
  const reviews = writeReviews({ count: train + test, language });
  return { train: reviews.slice(0, train), test: reviews.slice(train) };
}
