import { OptionError } from '../errors.ts';
import { checkBoolean, checkChoice, checkNumber, checkOptions, describe } from '../options.ts';
import type { TextPair } from '../text/pairs/text-pair.ts';
import { Characters } from '../text/segment/characters.ts';
import type { Segmenter } from '../text/segment/segmenter.ts';
import type { NetworkOptions } from './translator-network.ts';

/** Vectors of tokens, as `WordVectors` has them. */
export interface TokenVectors {
  /** Numbers of each vector. */
  readonly size: number;
  has(token: string): boolean;
  get(token: string): Float32Array;
}

/** Options of `Translator.from`. */
export interface TranslatorOptions {
  /** Cuts sources into tokens. Default: characters. */
  sourceSegmenter?: Segmenter;
  /** Cuts targets into tokens. Default: characters. */
  targetSegmenter?: Segmenter;
  /** Whether blanks are tokens of the source; those of the target always are. Default: with characters alone. */
  sourceBlanks?: boolean;
  /** Ids of each side at most, special ones among them, from 5. Default: no limit. */
  maxVocabulary?: number;
  /** Tokens that come less often are unknown, from 1. Default 1. */
  minCount?: number;
  /** Vectors that the embedding of a side begins with, where a token has one: as wide as the embedding. Default: none. */
  sourceVectors?: TokenVectors;
  targetVectors?: TokenVectors;
  /** What encoder and decoder are made of. Default 'LSTM'. */
  cell?: 'LSTM' | 'GRU';
  /** Width of the encoder's output and of the decoder, from 1; even where the encoder reads both ways. Default 128. */
  units?: number;
  /** Width of the embeddings, from 1. Default 64, or that of the vectors. */
  embeddingUnits?: number;
  /** Width in which query and key are added, from 1. Default: half of the units. */
  attentionUnits?: number;
  /** Whether the encoder reads both ways. Default true. */
  bidirectional?: boolean;
  /** Share of embeddings and outputs that is dropped in training, from 0, below 1. Default 0. */
  dropout?: number;
  /** Whole number from 0 that the weights follow from. Default 0. */
  seed?: number;
}

/** What a translator is made with, but for the sizes of its vocabularies. */
export interface TranslatorSettings {
  readonly network: Omit<NetworkOptions, 'sourceSize' | 'targetSize'>;
  readonly source: { readonly segmenter: Segmenter; readonly blanks: boolean };
  readonly target: Segmenter;
  readonly limits: { readonly minCount: number; readonly maxSize?: number };
}

export const ACTION = 'make translator';
const OPTIONS = [
  'sourceSegmenter targetSegmenter sourceBlanks maxVocabulary minCount sourceVectors targetVectors',
  'cell units embeddingUnits attentionUnits bidirectional dropout seed',
].flatMap((line) => line.split(' '));

/** Options with their defaults. @throws OptionError for one out of its range. */
export function readTranslatorOptions(options: TranslatorOptions): TranslatorSettings {
  checkOptions(ACTION, options, OPTIONS);
  const { sourceSegmenter = new Characters(), targetSegmenter = new Characters(), maxVocabulary } = options;
  for (const [name, each] of Object.entries({ sourceSegmenter, targetSegmenter })) {
    if (typeof each?.segment === 'function' && typeof each.join === 'function') continue;
    throw new OptionError(`Cannot ${ACTION}: ${name} must be a segmenter, received ${describe(each)}`, {
      hint: 'As new Characters() or new LatinWords().',
    });
  }
  const whole = (name: string, value: number, from = 1): number =>
    checkNumber(ACTION, name, value, { from, whole: true });
  const units = whole('units', options.units ?? 128);
  const bidirectional = checkBoolean(ACTION, 'bidirectional', options.bidirectional ?? true);
  if (bidirectional && units % 2 === 1) {
    throw new OptionError(`Cannot ${ACTION}: units must be even where the encoder reads both ways, received ${units}`, {
      hint: 'Each direction has half of them. Or set bidirectional to false.',
    });
  }
  const minCount = whole('minCount', options.minCount ?? 1);
  return {
    network: {
      cell: checkChoice(ACTION, 'cell', options.cell ?? 'LSTM', ['LSTM', 'GRU']),
      units,
      embeddingUnits: whole('embeddingUnits', options.embeddingUnits ?? widthOf(options) ?? 64),
      attentionUnits: whole('attentionUnits', options.attentionUnits ?? Math.ceil(units / 2)),
      bidirectional,
      dropout: checkNumber(ACTION, 'dropout', options.dropout ?? 0, { from: 0, below: 1 }),
      seed: checkNumber(ACTION, 'seed', options.seed ?? 0, { from: 0, whole: true }),
    },
    source: {
      segmenter: sourceSegmenter,
      blanks: checkBoolean(ACTION, 'sourceBlanks', options.sourceBlanks ?? sourceSegmenter.className === 'Characters'),
    },
    target: targetSegmenter,
    limits: { minCount, ...(maxVocabulary === undefined ? {} : { maxSize: whole('maxVocabulary', maxVocabulary, 5) }) },
  };
}

function widthOf({ sourceVectors, targetVectors }: TranslatorOptions): number | undefined {
  return sourceVectors?.size ?? targetVectors?.size;
}

/** Throws unless there are pairs of texts. */
export function checkPairs(action: string, pairs: readonly TextPair[]): void {
  if (!Array.isArray(pairs) || pairs.length === 0) {
    const received = Array.isArray(pairs) ? 'an empty one' : describe(pairs);
    throw new OptionError(`Cannot ${action}: pairs must be a list with at least one, received ${received}`);
  }
  for (const [i, pair] of pairs.entries()) {
    if (typeof pair?.source === 'string' && typeof pair.target === 'string') continue;
    throw new OptionError(`Cannot ${action}: a pair must be { source, target }, received ${describe(pair)} at ${i}`);
  }
}
