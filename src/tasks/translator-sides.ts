import { FormatError, OptionError } from '../errors.ts';
import { isRecord, shown } from '../formats/refuse.ts';
import { isBlank } from '../text/segment/blanks.ts';
import type { Segmenter, SegmenterConfig } from '../text/segment/segmenter.ts';
import { segmenterFromConfig } from '../text/segment/segmenter-from-config.ts';
import { Vocabulary, type VocabularyConfig, type VocabularyOptions } from '../text/vocabulary.ts';

/** A side of a translator: how its texts are cut, and the ids of what comes out. */
export interface TranslatorSide {
  readonly segmenter: Segmenter;
  readonly vocabulary: Vocabulary;
  /** Whether blanks are tokens; a side that is written has them. */
  readonly blanks: boolean;
}

const PAD = '<pad>';
const UNKNOWN = '<unknown>';
const START = '<start>';
const END = '<end>';

/** The tokens of a text. */
export function tokensOf({ segmenter, blanks }: Pick<TranslatorSide, 'segmenter' | 'blanks'>, text: string): string[] {
  const tokens = segmenter.segment(text);
  return blanks ? tokens : tokens.filter((token) => !isBlank(token));
}

/** The side that is read, from its texts as tokens. */
export function sourceSide(
  cut: { readonly segmenter: Segmenter; readonly blanks: boolean },
  texts: readonly (readonly string[])[],
  limits: Pick<VocabularyOptions, 'minCount' | 'maxSize'>,
): TranslatorSide {
  return { ...cut, vocabulary: vocabularyOf(texts, { ...limits, padToken: PAD, unknownToken: UNKNOWN }) };
}

/** The side that is written; its sequences have a beginning and an end. */
export function targetSide(
  segmenter: Segmenter,
  texts: readonly (readonly string[])[],
  limits: Pick<VocabularyOptions, 'minCount' | 'maxSize'>,
): TranslatorSide {
  const specials = { padToken: PAD, unknownToken: UNKNOWN, startToken: START, endToken: END };
  return { segmenter, blanks: true, vocabulary: vocabularyOf(texts, { ...limits, ...specials }) };
}

function vocabularyOf(texts: readonly (readonly string[])[], options: VocabularyOptions): Vocabulary {
  const counts = new Map<string, number>();
  for (const tokens of texts) for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return Vocabulary.fromCounts(counts, options);
}

/** A side as plain JSON. */
export function sideInfo({ segmenter, vocabulary, blanks }: TranslatorSide): Record<string, unknown> {
  const { className } = segmenter;
  return { segmenter: { className, config: segmenter.config() }, blanks, vocabulary: vocabulary.config() };
}

/** A side from what `sideInfo` gave; `written` says which. @throws FormatError or OptionError where it is no such thing. */
export async function sideFromInfo(name: string, value: unknown, written: boolean): Promise<TranslatorSide> {
  const action = 'make translator';
  if (!isRecord(value) || !isRecord(value.vocabulary) || typeof value.blanks !== 'boolean') {
    throw new FormatError(
      `Cannot ${action}: ${name} must have a segmenter, a vocabulary and blanks, received ${shown(value)}`,
    );
  }
  const vocabulary = new Vocabulary(value.vocabulary as unknown as VocabularyConfig);
  checkSide(name, vocabulary, written);
  const segmenter = await segmenterFromConfig(value.segmenter as SegmenterConfig);
  return { segmenter, vocabulary, blanks: value.blanks };
}

/** Throws unless a vocabulary has the special tokens of its side. */
export function checkSide(name: string, { padId, unknownId, startId, endId }: Vocabulary, written: boolean): void {
  const lacks = (must: string): never => {
    throw new OptionError(`Cannot make translator: vocabulary of the ${name} must have ${must}, received one without`);
  };
  if (padId !== 0) lacks('a padToken at id 0');
  if (unknownId === undefined) lacks('an unknownToken');
  if (written && (startId === undefined || endId === undefined)) lacks('a startToken and an endToken');
}
