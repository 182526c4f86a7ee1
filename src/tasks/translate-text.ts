import { OptionError } from '../errors.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../options.ts';
import { Random } from '../random.ts';
import { beamSearch } from '../text/decode/beam-search.ts';
import { sampleTokens } from '../text/decode/sample-tokens.ts';
import type { RespondOptions, ResponseFacts } from './text-model.ts';
import { likeliest } from './translation-batches.ts';
import type { TranslatorSide } from './translator-sides.ts';
import type { TranslatorSteps } from './translator-steps.ts';

/** A translator as this file sees it. */
interface Translating {
  readonly nextTokens: TranslatorSteps;
  readonly target: TranslatorSide;
  readonly maxLength: number;
  encode(text: string): Int32Array;
  decode(ids: ArrayLike<number>): string;
  readonly banned: readonly number[];
  unknownOf(text: string): string[];
}

/** Options of `Translator.translate`. */
export interface TranslateOptions extends Omit<RespondOptions, 'tell'> {
  /** α of beam search: the higher, the longer the translations. From 0, default 0. */
  lengthPenalty?: number;
}

/** Options of `Translator.translateAll`. */
export interface TranslateAllOptions {
  /** Tokens of a translation at most, from 1. */
  length?: number;
  /** Texts at once, from 1. Default 64. */
  batchSize?: number;
}

const ACTION = 'translate';
const OPTIONS = ['length', 'temperature', 'topK', 'topP', 'greedy', 'beamWidth', 'lengthPenalty', 'seed', 'tell'];
const BEAM_WIDTH = 4;

/** A translation piece by piece: as it is drawn, or whole where the likeliest one is looked for. */
export function* translateText(
  translator: Translating,
  text: string,
  options: TranslateOptions & RespondOptions = {},
): Generator<string, ResponseFacts, unknown> {
  checkOptions(ACTION, options, OPTIONS);
  const { temperature, topK, topP, greedy, lengthPenalty, seed, tell } = options;
  const drawn = [temperature, topK, topP, seed].some((each) => each !== undefined);
  if (drawn || greedy === true) refuseBeams(options);
  const length = readLength(translator, options.length);
  const random = new Random(checkNumber(ACTION, 'seed', seed ?? 0, { from: 0, whole: true }));
  const ids = translator.encode(text);
  const unknown = translator.unknownOf(text);
  if (unknown.length > 0) {
    tell?.(`The model does not know ${unknown.map((each) => JSON.stringify(each)).join(', ')}.`);
  }
  const facts = unknown.length === 0 ? {} : { unknown };
  const { nextTokens, target } = translator;
  const begun = nextTokens.begin([ids]);
  const end = { maxLength: length, endId: target.vocabulary.endId, banned: translator.banned };
  if (!drawn && greedy !== true) {
    const beamWidth = options.beamWidth ?? BEAM_WIDTH;
    const [best] = beamSearch(nextTokens, begun, { ...end, beamWidth, lengthPenalty });
    if (best === undefined) return facts;
    yield translator.decode(best.ids);
    return { ...facts, tokens: best.ids.length, logProbability: best.logProbability };
  }
  const drawing =
    greedy === true ? { greedy: checkBoolean(ACTION, 'greedy', greedy) } : { temperature, topK, topP, random };
  let tokens = 0;
  for (const id of sampleTokens(nextTokens, begun, { ...end, ...drawing })) {
    tokens++;
    yield translator.decode([id]);
  }
  return { ...facts, tokens };
}

/** The likeliest token after the likeliest token, many texts at once. */
export function translateTexts(
  translator: Translating,
  texts: readonly string[],
  options: TranslateAllOptions = {},
): string[] {
  checkOptions(ACTION, options, ['length', 'batchSize']);
  const batchSize = checkNumber(ACTION, 'batchSize', options.batchSize ?? 64, { from: 1, whole: true });
  const length = readLength(translator, options.length);
  const rows = texts.map((text) => translator.encode(text));
  const sizeOf = (i: number): number => (rows[i] as Int32Array).length;
  const order = rows.map((_, i) => i).sort((a, b) => sizeOf(a) - sizeOf(b)); // little padding
  const said = new Array<string>(texts.length);
  for (let at = 0; at < order.length; at += batchSize) {
    const own = order.slice(at, at + batchSize);
    const ids = greedyRows(
      translator,
      own.map((i) => rows[i] as Int32Array),
      length,
    );
    own.forEach((i, j) => {
      said[i] = translator.decode(ids[j] as number[]);
    });
  }
  return said;
}

function greedyRows(translator: Translating, sources: readonly Int32Array[], length: number): number[][] {
  const { nextTokens, target } = translator;
  const { size, endId } = target.vocabulary;
  const banned = translator.banned;
  const ids: number[][] = sources.map(() => []);
  const ended = new Set<number>();
  let { logits, state } = nextTokens.begin(sources);
  for (let step = 0; ; ) {
    const next = Int32Array.from(sources, (_, i) => likeliest(logits, i * size, size, banned));
    next.forEach((id, i) => {
      if (id === endId) ended.add(i);
      if (!ended.has(i)) ids[i]?.push(id);
    });
    if (++step === length || ended.size === sources.length) return ids;
    ({ logits, state } = nextTokens.step(next, state));
  }
}

function readLength({ maxLength }: Translating, length: number | undefined): number {
  return checkNumber(ACTION, 'length', length ?? maxLength, { from: 1, whole: true });
}

function refuseBeams(options: TranslateOptions): void {
  for (const name of ['beamWidth', 'lengthPenalty', ...(options.greedy === true ? (['seed'] as const) : [])] as const) {
    if (options[name] === undefined) continue;
    const chosen = options.greedy === true ? 'greedy' : 'temperature, topK, topP and seed';
    throw new OptionError(
      `Cannot ${ACTION}: ${chosen} must come without ${name}, received ${describe(options[name])}`,
      {
        hint: 'Beam search finds the likeliest translation; greedy takes the likeliest token each time; the others draw.',
      },
    );
  }
}
