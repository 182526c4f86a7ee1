import { OptionError } from '../../errors.ts';
import { checkBoolean, checkNumber, checkOptions, describe } from '../../options.ts';
import { Random } from '../../random.ts';
import { type Cut, checkCut, likely, type NextOptions } from './next-probabilities.ts';
import { type Begun, bannedMask, checkId, checkLogits, checkVocabularySize, type NextTokens } from './next-tokens.ts';

/** Options of `sampleTokens`. */
export interface SampleOptions extends NextOptions {
  /** The most likely token each time, nothing drawn; then no temperature, topK or topP. Default false. */
  greedy?: boolean | undefined;
  /** What tokens are drawn with, two words each. Default `new Random(0)`. */
  random?: Random | undefined;
  /** Tokens at most, from 0. Default: no limit but the reader's. */
  maxLength?: number | undefined;
  /** The token that ends a text; it is not given. Default: none. */
  endId?: number | undefined;
}

const ACTION = 'sample tokens';
const NAMES = ['temperature', 'topK', 'topP', 'banned', 'greedy', 'random', 'maxLength', 'endId'] as const;

/**
 * Text, token after token: each is drawn as `nextProbabilities` says, given, and fed to the model when the next one is
 * asked for. Same random numbers, same tokens, on every machine that gives the same logits.
 *
 * @throws OptionError before anything is drawn; NumericError for a NaN among logits, ShapeError for logits of a wrong size.
 * @example
 * ```ts
 * import { Random } from 'memcell';
 * import { type NextTokens, sampleTokens } from 'memcell/text';
 * // after token i comes i + 1 or, half as likely, 0
 * const row = (i: number) => [0, 1, 2].map((j) => (j === (i + 1) % 3 ? Math.log(2) : j === 0 ? 0 : -Infinity));
 * const model: NextTokens<null> = {
 *   step: (tokens) => ({ logits: Float32Array.from([...tokens].flatMap(row)), state: null }),
 *   select: () => null,
 * };
 * const begun = model.step(Int32Array.of(2), null);
 * [...sampleTokens(model, begun, { greedy: true, maxLength: 5 })]; // => [ 0, 1, 2, 0, 1 ]
 * [...sampleTokens(model, begun, { random: new Random(1), maxLength: 6 })]; // => [ 0, 0, 0, 1, 2, 0 ]
 * ```
 */
export function sampleTokens<S>(
  model: NextTokens<S>,
  begun: Begun<S>,
  options: SampleOptions = {},
): Generator<number, void, undefined> {
  checkOptions(ACTION, options, NAMES);
  const { random = new Random(0), maxLength, endId } = options;
  const greedy = checkBoolean(ACTION, 'greedy', options.greedy ?? false);
  const cutBy = (['temperature', 'topK', 'topP'] as const).find((name) => options[name] !== undefined);
  if (greedy && cutBy !== undefined) {
    throw new OptionError(`Cannot ${ACTION}: greedy must come without ${cutBy}, received ${describe(options[cutBy])}`, {
      hint: 'The most likely token stays the same whatever it is.',
    });
  }
  if (!(random instanceof Random)) {
    throw new OptionError(`Cannot ${ACTION}: random must be a Random, received ${describe(random)}`, {
      hint: 'Write it as new Random(seed).',
    });
  }
  const most =
    maxLength === undefined ? Infinity : checkNumber(ACTION, 'maxLength', maxLength, { from: 0, whole: true });
  const size = checkVocabularySize(ACTION, begun.logits);
  if (endId !== undefined) checkId(ACTION, 'endId', endId, size);
  const banned = bannedMask(ACTION, options.banned, endId, size);
  const cut: Cut = greedy ? { temperature: 1, topK: 1, topP: 1 } : checkCut(ACTION, options);
  return tokens(model, begun, { cut, banned, random: greedy ? undefined : random, most, endId });
}

interface Checked {
  readonly cut: Cut;
  readonly banned: Uint8Array;
  /** Undefined where nothing is drawn. */
  readonly random: Random | undefined;
  readonly most: number;
  readonly endId: number | undefined;
}

function* tokens<S>(
  model: NextTokens<S>,
  begun: Begun<S>,
  { cut, banned, random, most, endId }: Checked,
): Generator<number, void, undefined> {
  const size = begun.logits.length;
  let now = begun;
  for (let length = 0; length < most; length++) {
    checkLogits(ACTION, now.logits, 1, size);
    const id = random === undefined ? best(now.logits, cut, banned) : draw(now.logits, cut, banned, random);
    if (id === endId) return;
    yield id;
    if (length + 1 < most) now = model.step(Int32Array.of(id), now.state);
  }
}

function best(logits: Float32Array, cut: Cut, banned: Uint8Array): number {
  return likely(ACTION, logits, cut, banned).ids[0] as number;
}

function draw(logits: Float32Array, cut: Cut, banned: Uint8Array, random: Random): number {
  const { ids, weights, count, total } = likely(ACTION, logits, cut, banned);
  const mark = total * ((random.uint32() >>> 5) * 2 ** -27 + (random.uint32() >>> 6) * 2 ** -53);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += weights[i] as number;
    if (mark < sum) return ids[i] as number;
  }
  // the product was rounded up to the whole sum: the last token that can come
  let last = count - 1;
  while (weights[last] === 0) last--;
  return ids[last] as number;
}
