import { Characters } from '../../text/segment/characters.ts';
import { LatinWords } from '../../text/segment/latin-words.ts';
import type { Segmenter } from '../../text/segment/segmenter.ts';
import { readWordVectors } from '../../text/vectors/files.ts';
import type { WordVectors } from '../../text/vectors/word-vectors.ts';
import { chosenValues } from '../chosen-values.ts';
import type { Experiment, ExperimentChoice, RunContext, RunRequest, RunResult } from '../experiment.ts';
import { trainTranslator } from '../train-translator.ts';
import { heldOutPairs, pairsOfFile } from '../translation-data.ts';

const whole = (name: string, description: string, value: string, from = 1): ExperimentChoice => ({
  name,
  description,
  values: [value],
  other: { kind: 'number', from, whole: true },
});
const share = (name: string, description: string, value: string, to: number): ExperimentChoice => ({
  name,
  description,
  values: [value],
  other: { kind: 'number', from: 0, to },
});
const tokens = (side: string): ExperimentChoice => ({
  name: `${side}-by`,
  description: `what a token of the ${side} is; words that are not kept apart by blanks, as Chinese ones, go by characters`,
  values: ['words', 'characters'],
});
const vectors = (side: string): ExperimentChoice => ({
  name: `${side}-vectors`,
  description: `word vectors that the embedding of the ${side} begins with, as wide as it`,
  values: [''],
  other: { kind: 'file' },
});

const choices: readonly ExperimentChoice[] = [
  { name: 'text', description: 'pairs: source, tab, target in a line', values: [''], other: { kind: 'file' } },
  tokens('source'),
  tokens('target'),
  { name: 'cell', description: 'what encoder and decoder are made of', values: ['lstm', 'gru'] },
  whole('units', 'width of the encoder and of the decoder', '256', 2),
  whole('embedding', 'numbers of a token vector', '128'),
  { name: 'bidirectional', description: 'whether the encoder reads both ways', values: ['yes', 'no'] },
  share('dropout', 'share of embeddings and outputs that is dropped in training', '0.2', 0.95),
  whole('max-length', 'tokens of a side at most; longer pairs are left out', '50'),
  whole('max-vocabulary', 'ids of a side at most', '20000', 5),
  whole('min-count', 'tokens that come less often are unknown', '2'),
  whole('epochs', 'times through the pairs', '10'),
  share('held-out', 'share of the pairs that is held out to be translated at the end, 1,000 at most', '0.1', 0.9),
  share(
    'own-words',
    'share of its own words that the decoder is told at the end of training (scheduled sampling)',
    '0',
    1,
  ),
  whole('beam', 'width of the beam search that is scored', '4'),
  vectors('source'),
  vectors('target'),
];

const SETTINGS = { batchSize: 64, learningRate: 0.003, mostHeldOut: 1000 };

/** `memcell train FILE --task translate`: a translator of the user's own pairs. */
export const translateTask: Experiment<'default'> = {
  name: 'train-translate',
  task: 'translate',
  title: 'an encoder reads, a decoder writes and looks back by additive attention',
  presets: {
    default: {
      description: 'encoder and decoder with additive attention; learning rate up and down again',
      options: SETTINGS,
      stepsPerLook: 50,
    },
  },
  choices,
  scoreMeaning:
    'exactShare: share of held-out texts whose translation by beam search is right to the letter; bleu: of their characters, 0 to 100',
  run,
};

async function run({ seed, steps: asked, chosen }: RunRequest<'default'>, context: RunContext): Promise<RunResult> {
  const { text: value, number } = chosenValues(choices, chosen);
  const segmenterOf = (side: string): Segmenter =>
    value(`${side}-by`) === 'words' ? new LatinWords() : new Characters();
  const [source, target] = [segmenterOf('source'), segmenterOf('target')];
  const { pairs, notes } = pairsOfFile(value('text'), { maxLength: number('max-length'), source, target });
  for (const note of notes) context.tell?.(note);
  const { batchSize, learningRate, mostHeldOut } = SETTINGS;
  const heldOut = Math.min(mostHeldOut, Math.max(1, Math.round(number('held-out') * pairs.length)));
  const split = heldOutPairs(pairs, heldOut, seed);
  const steps = asked ?? number('epochs') * Math.ceil(split.training.length / batchSize);
  context.plan?.(steps);
  const [sourceVectors, targetVectors] = [vectorsOf(value('source-vectors')), vectorsOf(value('target-vectors'))];
  return await trainTranslator(
    {
      ...split,
      building: {
        sourceSegmenter: source,
        targetSegmenter: target,
        cell: value('cell') === 'gru' ? 'GRU' : 'LSTM',
        units: number('units'),
        embeddingUnits: number('embedding'),
        bidirectional: value('bidirectional') === 'yes',
        dropout: number('dropout'),
        maxVocabulary: number('max-vocabulary'),
        minCount: number('min-count'),
        ...(sourceVectors ? { sourceVectors } : {}),
        ...(targetVectors ? { targetVectors } : {}),
      },
      batchSize,
      learningRate,
      steps,
      perLook: 50,
      ownWords: number('own-words'),
      beamWidth: number('beam'),
      seed,
    },
    context,
  );
}

function vectorsOf(path: string): WordVectors | undefined {
  return path === '' ? undefined : readWordVectors(path);
}
