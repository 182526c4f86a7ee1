import { findDataSet } from '../data/sets/find-data-set.ts';
import { checkChoice } from '../options.ts';
import { Characters } from '../text/segment/characters.ts';
import { LatinWords } from '../text/segment/latin-words.ts';
import type { Segmenter } from '../text/segment/segmenter.ts';
import type { Experiment, RunContext, RunRequest, RunResult } from './experiment.ts';
import { trainTranslator } from './train-translator.ts';
import {
  type FoundPairs,
  GENERATED,
  generatedPairs,
  heldOutPairs,
  pairsOfFile,
  sentencePairs,
} from './translation-data.ts';

/** Steps between two looks. */
const PER_LOOK = 50;
const DATA = ['auto', ...GENERATED, 'cmn-eng'] as const;

type TranslatePreset = 'default' | 'sentences';

const presets = {
  default: {
    description: 'dates in words to ISO form and Chinese numerals to digits, by characters: 27,000 pairs of our own',
    options: {
      ...{ units: 128, embeddingUnits: 32, attentionUnits: 64, dropout: 0, minCount: 1, sourceBy: 'characters' },
      ...{ batchSize: 64, learningRate: 0.004, pairs: 28_000, heldOut: 1000, maxLength: 60, steps: 2000 },
    },
    stepsPerLook: PER_LOOK,
  },
  sentences: {
    description: 'English words to Chinese characters, of cmn-eng (memcell data get cmn-eng)',
    options: {
      ...{ units: 256, embeddingUnits: 128, attentionUnits: 128, dropout: 0.3, minCount: 2, sourceBy: 'words' },
      ...{ batchSize: 64, learningRate: 0.003, pairs: 28_000, heldOut: 1000, maxLength: 60, steps: 2600 },
    },
    stepsPerLook: PER_LOOK,
  },
} as const;

/** An encoder and a decoder with additive attention translate. */
export const translate: Experiment<TranslatePreset> = {
  name: 'translate',
  title: 'an encoder reads, a decoder writes and looks back by additive attention',
  presets,
  choices: [
    {
      name: 'data',
      description: 'what is translated; auto: what the preset is for, where it is on this machine',
      values: DATA,
      resolve: (value) => (value === 'auto' && !hasSentences() ? 'generated' : value),
    },
    {
      name: 'text',
      description: 'pairs of your own in place of it: source, tab, target in a line',
      values: [''],
      other: { kind: 'file' },
    },
    {
      name: 'own-words',
      description: 'share of its own words that the decoder is told at the end of training (scheduled sampling)',
      values: ['0'],
      other: { kind: 'number', from: 0, to: 1 },
    },
    {
      name: 'beam',
      description: 'width of the beam search that is scored',
      values: ['4'],
      other: { kind: 'number', from: 1, to: 1000, whole: true },
    },
  ],
  scoreMeaning:
    'exactShare: share of held-out texts whose translation by beam search is right to the letter; bleu: of their characters, 0 to 100',
  run,
};

const hasSentences = (): boolean => findDataSet('cmn-eng') !== undefined;

async function run(request: RunRequest<TranslatePreset>, context: RunContext): Promise<RunResult> {
  const { preset, seed, chosen = {} } = request;
  const { options } = presets[preset];
  const { units, embeddingUnits, attentionUnits, dropout, minCount, batchSize, learningRate, heldOut } = options;
  const steps = request.steps ?? options.steps;
  const sourceSegmenter = options.sourceBy === 'words' ? new LatinWords() : new Characters();
  const { pairs, notes } = await findPairs(request, { steps, source: sourceSegmenter });
  for (const note of notes) context.tell?.(note);
  const split = heldOutPairs(pairs, Math.min(heldOut, Math.max(10, steps)), seed);
  return await trainTranslator(
    {
      ...split,
      building: { units, embeddingUnits, attentionUnits, dropout, minCount, sourceSegmenter },
      batchSize,
      learningRate,
      steps,
      perLook: PER_LOOK,
      ownWords: Number(chosen['own-words'] ?? 0),
      beamWidth: Number(chosen.beam ?? 4),
      seed,
    },
    context,
  );
}

async function findPairs(
  { preset, seed, chosen = {} }: RunRequest<TranslatePreset>,
  { steps, source }: { readonly steps: number; readonly source: Segmenter },
): Promise<FoundPairs> {
  const data = checkChoice('run translate', 'data', chosen.data ?? 'auto', DATA);
  const { maxLength, batchSize, pairs: most } = presets[preset].options;
  const cut = { maxLength, source, target: new Characters() };
  if (chosen.text) return pairsOfFile(chosen.text, cut);
  const sentences = preset === 'sentences';
  if (data === 'cmn-eng' || (data === 'auto' && sentences && hasSentences())) return await sentencePairs(cut);
  // a short run needs no more than it can learn from
  const count = Math.min(most, Math.max(FEW, batchSize * steps));
  const pairs = generatedPairs(data === 'auto' ? 'generated' : data, count, seed);
  return { pairs, notes: sentences ? ['These are pairs of our own. For sentences: memcell data get cmn-eng'] : [] };
}

/** Generated pairs at least. */
const FEW = 400;
