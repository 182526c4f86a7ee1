import { exp } from '../../math.ts';
import { checkChoice } from '../../options.ts';
import { languageModel } from '../../tasks/build-language-model.ts';
import { evaluateTokens } from '../../tasks/evaluate-tokens.ts';
import { textModelFiles } from '../../tasks/text-model.ts';
import { countTokenBatches } from '../../tasks/token-streams.ts';
import {
  Characters,
  Jieba,
  LatinWords,
  NGramModel,
  readText,
  type Segmenter,
  Vocabulary,
  Words,
} from '../../text/index.ts';
import { chosenValues } from '../chosen-values.ts';
import type { Experiment, ExperimentChoice, RunContext, RunRequest, RunResult } from '../experiment.ts';
import { heldOut, trainLanguageModel } from '../train-language-model.ts';

const BY = ['characters', 'words', 'latin', 'jieba'] as const;
const CELLS = ['lstm', 'gru'] as const;
/** Tokens that the n-grams of the baseline have: of characters, of words. */
const [ORDER_OF_CHARACTERS, ORDER_OF_WORDS] = [6, 3];
/** Least count of a word that is known, where none is chosen. */
const WORD_COUNT = 2;
const UNKNOWN = '<unk>';
const STREAMS = 32;
const CLIP = 1;
const SAMPLE = { length: 300, temperature: 0.8 };

const whole = (name: string, description: string, value: string, from = 1): ExperimentChoice => ({
  name,
  description,
  values: [value],
  other: { kind: 'number', from, whole: true },
});

const choices: readonly ExperimentChoice[] = [
  { name: 'text', description: 'the text', values: [''], other: { kind: 'file' } },
  {
    name: 'by',
    description:
      "what a token is: a character, a word by the engine's dictionaries, a word of Latin letters, or one of jieba",
    values: BY,
  },
  { name: 'cell', description: 'what the recurrent layers are', values: CELLS },
  whole('units', 'width of the recurrent layers', '256'),
  whole('layers', 'recurrent layers', '1'),
  whole('embedding', 'numbers of a token vector', '128'),
  {
    name: 'dropout',
    description: 'share of token vectors and outputs that is dropped in training',
    values: ['0.2'],
    other: { kind: 'number', from: 0, to: 0.95 },
  },
  whole('batch-size', 'streams of the text that are read side by side', '32'),
  whole('window', 'tokens of a stream in a step, which gradients flow through', '64'),
  whole('epochs', 'times through the text', '10'),
  {
    name: 'learning-rate',
    description: 'the highest, after a tenth of the steps',
    values: ['0.003'],
    other: { kind: 'number', from: 0 },
  },
  {
    name: 'min-count',
    description: `tokens that come less often are unknown; auto: 1 for characters, ${WORD_COUNT} for words`,
    values: ['auto'],
    other: { kind: 'number', from: 1, whole: true },
  },
  whole('max-vocabulary', 'tokens at most, the most frequent', '10000', 3),
  {
    name: 'validation',
    description: 'share of the text, its end, that is foretold and not learnt from',
    values: ['0.1'],
    other: { kind: 'number', from: 0.001, to: 0.9 },
  },
];

/** `memcell train FILE --task language-model`: a model that goes on with the user's own text. */
export const languageModelTask: Experiment<'default'> = {
  name: 'train-language-model',
  task: 'language-model',
  title: 'a recurrent network learns to go on with a text',
  presets: {
    default: {
      description: 'truncated back-propagation over one long text, learning rate up and down once',
      options: { globalClipNorm: CLIP },
    },
  },
  choices,
  scoreMeaning:
    'perplexity: how many tokens it hesitates between in the part that was not learnt from; baselinePerplexity: the same of n-grams (interpolated Kneser-Ney)',
  run,
};

async function run({ seed, steps: asked, chosen }: RunRequest<'default'>, context: RunContext): Promise<RunResult> {
  const { text: value, number } = chosenValues(choices, chosen);
  const by = checkChoice('train language model', 'by', value('by'), BY);
  const segmenter = await segmenterOf(by);
  const text = readText(value('text'));
  const tokens = segmenter.segment(text);
  const vocabulary = vocabularyOf(tokens, {
    minCount: value('min-count') === 'auto' ? (by === 'characters' ? 1 : WORD_COUNT) : number('min-count'),
    maxSize: number('max-vocabulary'),
  });
  const { learnt, rest } = heldOut(vocabulary.encode(tokens), number('validation'));
  const sizes = { batchSize: number('batch-size'), window: number('window') };
  const steps = asked ?? number('epochs') * countTokenBatches(learnt, sizes);
  context.plan?.(steps);
  const count = (n: number): string => n.toLocaleString('en-US');
  context.tell?.(
    `${count(tokens.length)} tokens, ${count(vocabulary.size)} different ones, the last ${count(rest.length)} held out.`,
  );
  const model = languageModel({
    vocabulary,
    segmenter,
    embeddingDim: number('embedding'),
    units: number('units'),
    layers: number('layers'),
    dropout: number('dropout'),
    cell: value('cell') === 'gru' ? 'GRU' : 'LSTM',
    seed,
  });
  const training = { ...sizes, steps, learningRate: number('learning-rate'), globalClipNorm: CLIP };
  const trained = await trainLanguageModel(model, learnt, training, context);
  const characters = [...segmenter.join(tokens.slice(learnt.length + 1))].length;
  const judged = { ids: rest, characters };
  const { perplexity, bitsPerCharacter } = await evaluateTokens(model.model, judged, { streams: STREAMS });
  const order = by === 'characters' ? ORDER_OF_CHARACTERS : ORDER_OF_WORDS;
  const baselinePerplexity = baseline(learnt, rest, vocabulary.size, order);
  return {
    score: { perplexity, bitsPerCharacter, baselinePerplexity },
    model: model.model,
    steps: trained.steps,
    seconds: trained.seconds,
    summary: [
      `Of the held-out tokens it hesitates between ${perplexity.toFixed(2)} (${bitsPerCharacter.toFixed(3)} bits a character), n-grams of ${order} between ${baselinePerplexity.toFixed(2)}, after ${count(trained.steps)} steps in ${trained.seconds.toFixed(1)} s of training.`,
    ],
    files: textModelFiles(model),
    prose: () => model.generate('', { ...SAMPLE, seed }),
  };
}

async function segmenterOf(by: (typeof BY)[number]): Promise<Segmenter> {
  if (by === 'jieba') return await Jieba.load();
  return by === 'characters' ? new Characters() : by === 'latin' ? new LatinWords() : new Words();
}

/** All tokens where they are few and none is rare; else with an unknown one for the rest. */
function vocabularyOf(tokens: readonly string[], limits: { minCount: number; maxSize: number }): Vocabulary {
  const every = limits.minCount === 1 && new Set(tokens).size <= limits.maxSize;
  return Vocabulary.from(tokens, every ? {} : { ...limits, unknownToken: UNKNOWN });
}

/** Perplexity of n-grams on the same tokens: all but the first. */
function baseline(learnt: Int32Array, rest: Int32Array, vocabularySize: number, order: number): number {
  const all = new NGramModel([learnt], { vocabularySize, order }).logProbabilities(rest);
  let sum = 0;
  for (let i = 1; i < rest.length; i++) sum += all[i] as number;
  return exp(-sum / (rest.length - 1));
}
