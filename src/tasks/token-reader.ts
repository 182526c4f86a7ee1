import { FormatError, OptionError } from '../errors.ts';
import { isRecord, shown } from '../formats/refuse.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../options.ts';
import type { Segmenter, SegmenterConfig } from '../text/segment/segmenter.ts';
import { segmenterFromConfig } from '../text/segment/segmenter-from-config.ts';
import { Vocabulary, type VocabularyConfig } from '../text/vocabulary.ts';

/** How a text becomes ids. */
export interface TokenReaderOptions {
  readonly segmenter: Segmenter;
  /** Tokens that are known: id 0 is padding, and there is an unknown one. */
  readonly vocabulary: Vocabulary;
  /** Whether 'Good' and 'good' are one word. Default true. */
  readonly lowerCase?: boolean;
  /** Tokens of a text that are read at most, the last ones, from 1. Default 400. */
  readonly maxLength?: number;
}

/** A TokenReader as plain JSON. */
export interface TokenReaderInfo {
  readonly segmenter: SegmenterConfig;
  readonly vocabulary: VocabularyConfig;
  readonly lowerCase: boolean;
  readonly maxLength: number;
}

/** What is read of a text. */
export interface ReadText {
  /** Every token of the text, blanks among them: joined they are the text. */
  readonly tokens: readonly string[];
  /** Places in `tokens` of those that are read: no blanks, the last ones of a long text. */
  readonly places: readonly number[];
  /** Their ids. */
  readonly ids: Int32Array;
}

const LONGEST = 400;

/** Cuts texts into tokens and finds their ids; blanks are left out. */
export class TokenReader {
  readonly segmenter: Segmenter;
  readonly vocabulary: Vocabulary;
  readonly lowerCase: boolean;
  readonly maxLength: number;

  /** @throws OptionError where the vocabulary has no padding as id 0 or no unknown token, or an option is out of its range. */
  constructor(options: TokenReaderOptions) {
    const subject = 'read texts';
    checkOptions(subject, options, ['segmenter', 'vocabulary', 'lowerCase', 'maxLength']);
    const { segmenter, vocabulary } = options;
    if (typeof segmenter?.segment !== 'function') {
      throw new OptionError(
        `Cannot ${subject}: segmenter must be an object with segment(), received ${describe(segmenter)}`,
      );
    }
    if (!(vocabulary instanceof Vocabulary) || vocabulary.padId !== 0 || vocabulary.unknownId === undefined) {
      throw new OptionError(
        `Cannot ${subject}: vocabulary must have a padToken and an unknownToken, received ${describe(vocabulary)}`,
        { hint: "Vocabulary.from(tokens, { padToken: '<pad>', unknownToken: '<unk>' }) has both." },
      );
    }
    this.segmenter = segmenter;
    this.vocabulary = vocabulary;
    this.lowerCase = checkBoolean(subject, 'lowerCase', options.lowerCase ?? true);
    this.maxLength = checkNumber(subject, 'maxLength', options.maxLength ?? LONGEST, { from: 1, whole: true });
  }

  /** Tokens, places and ids of a text. */
  read(text: string): ReadText {
    const tokens = this.segmenter.segment(text);
    const places = tokens.flatMap((token, place) => (isBlank(token) ? [] : [place])).slice(-this.maxLength);
    const known = places.map((place) => wordOf(tokens[place] as string, this.lowerCase));
    return { tokens, places, ids: this.vocabulary.encode(known) };
  }

  /** What makes an equal one, as plain JSON. */
  info(): TokenReaderInfo {
    const { segmenter, vocabulary, lowerCase, maxLength } = this;
    return {
      segmenter: { className: segmenter.className, config: segmenter.config() },
      vocabulary: vocabulary.config(),
      lowerCase,
      maxLength,
    };
  }
}

/** Options of a reader of what its `info` gave. @throws FormatError or OptionError where it is something else. */
export async function tokenReaderOptions(info: Record<string, unknown>): Promise<TokenReaderOptions> {
  const { segmenter, vocabulary, ...rest } = info;
  if (!isRecord(vocabulary)) {
    throw new FormatError(`Cannot read texts: vocabulary must be an object, received ${shown(vocabulary)}`);
  }
  return {
    ...rest,
    segmenter: await segmenterFromConfig(segmenter as SegmenterConfig),
    vocabulary: new Vocabulary(vocabulary as unknown as VocabularyConfig),
  };
}

/** The words of a text as a vocabulary counts them. */
export function wordsOf(segmenter: Segmenter, text: string, lowerCase: boolean): string[] {
  return segmenter.segment(text).flatMap((token) => (isBlank(token) ? [] : [wordOf(token, lowerCase)]));
}

function wordOf(token: string, lowerCase: boolean): string {
  return lowerCase ? token.toLowerCase() : token;
}

function isBlank(token: string): boolean {
  return token.trim() === '';
}
