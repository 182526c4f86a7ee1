import { OptionError } from '../../errors.ts';
import { exp } from '../../math.ts';
import { checkNumber, checkOptions } from '../../options.ts';
import { bannedMask, checkChance, checkLogits, checkVocabularySize } from './next-tokens.ts';

/** How a distribution over the next token is changed before one is drawn. */
export interface NextOptions {
  /** Divides the logits, above 0: below 1 likely tokens become likelier, above 1 all become more alike. Default 1. */
  temperature?: number | undefined;
  /** Only the most likely tokens, from 1; all where there are not so many. Default: all. */
  topK?: number | undefined;
  /**
   * Only the nucleus: the fewest of the most likely tokens that have this probability together, above 0 and to 1.
   * Default 1, all.
   */
  topP?: number | undefined;
  /** Ids that never come, as those of padding, the unknown and the start token. Default: none. */
  banned?: Iterable<number> | undefined;
}

/** Tokens that may come next. */
export interface NextProbabilities {
  /** Best first where topK or topP cuts, by rising id where nothing is cut. */
  readonly ids: Int32Array;
  /** Their probabilities; their sum is 1. */
  readonly probabilities: Float64Array;
}

/** Checked options: Infinity tokens and 1 where nothing is cut. */
export interface Cut {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
}

/** @throws OptionError */
export function checkCut(action: string, { temperature = 1, topK, topP = 1 }: NextOptions): Cut {
  if (temperature === 0) {
    throw new OptionError(`Cannot ${action}: temperature must be a finite number above 0, received 0`, {
      hint: 'The most likely token each time: greedy: true.',
    });
  }
  return {
    temperature: checkNumber(action, 'temperature', temperature, { above: 0 }),
    topK: topK === undefined ? Infinity : checkNumber(action, 'topK', topK, { from: 1, whole: true }),
    topP: checkNumber(action, 'topP', topP, { above: 0, to: 1 }),
  };
}

/**
 * Which tokens may come next, and how likely each is: temperature first, then top-k, then the nucleus of what is left.
 * Tokens that are equally likely stand by rising id.
 *
 * p(i) = exp(zᵢ / temperature) / Σ exp(zⱼ / temperature), j over the tokens that are left
 *
 * **Cost** V exponentials; a cut sorts no more tokens than it keeps.
 *
 * @param logits [V] or [1, V].
 * @throws OptionError, NumericError for a NaN, ShapeError for no logits.
 * @see Fan, Lewis, Dauphin: Hierarchical Neural Story Generation (2018), top-k
 * @see Holtzman et al.: The Curious Case of Neural Text Degeneration (2020), nucleus
 * @example
 * ```ts
 * import { nextProbabilities } from 'memcell/text';
 * const logits = Float32Array.of(Math.log(1), Math.log(6), Math.log(3));
 * const { ids, probabilities } = nextProbabilities(logits, { topK: 2 });
 * ids; // => Int32Array(2) [ 1, 2 ]
 * probabilities[0]!.toFixed(4); // => 0.6667
 * ```
 */
export function nextProbabilities(logits: Float32Array, options: NextOptions = {}): NextProbabilities {
  const action = 'find next tokens';
  checkOptions(action, options, ['temperature', 'topK', 'topP', 'banned']);
  const cut = checkCut(action, options);
  const size = checkVocabularySize(action, logits);
  const banned = bannedMask(action, options.banned, undefined, size);
  checkLogits(action, logits, 1, size);
  const { ids, weights, count, total } = likely(action, logits, cut, banned);
  return { ids: ids.slice(0, count), probabilities: weights.slice(0, count).map((weight) => weight / total) };
}

/** Tokens that are left in the first `count` places, their weights, and the sum of these. */
interface Likely {
  readonly ids: Int32Array;
  readonly weights: Float64Array;
  readonly count: number;
  readonly total: number;
}

/** What `nextProbabilities` gives, before the division. */
export function likely(action: string, logits: Float32Array, cut: Cut, banned: Uint8Array): Likely {
  const size = logits.length;
  let most = -Infinity;
  for (let id = 0; id < size; id++) if (banned[id] === 0) most = Math.max(most, logits[id] as number);
  checkChance(action, most);
  const ids = new Int32Array(size);
  let count = 0;
  for (let id = 0; id < size; id++) if (banned[id] === 0 && (logits[id] as number) > -Infinity) ids[count++] = id;
  const { temperature, topK, topP } = cut;
  const weigh = (id: number): number => exp(((logits[id] as number) - most) / temperature);
  const weights = new Float64Array(count);
  const sorted = topK < count;
  if (sorted) {
    bestFirst(logits, ids, count, topK);
    count = topK;
  }
  let total = 0;
  for (let i = 0; i < count; i++) total += weights[i] = weigh(ids[i] as number);
  if (topP === 1) return { ids, weights, count, total };
  const wanted = topP * total;
  let kept = 0;
  let sum = 0;
  if (sorted) {
    while (kept < count && sum < wanted) sum += weights[kept++] as number;
  } else {
    const next = heap(logits, ids, count);
    const best = new Int32Array(count);
    while (kept < count && sum < wanted) {
      const id = next();
      sum += weights[kept] = weigh(id);
      best[kept++] = id;
    }
    ids.set(best);
  }
  return { ids, weights, count: kept, total: sum };
}

/** Puts the best `wanted` of the first `count` ids in front, best first. */
function bestFirst(logits: Float32Array, ids: Int32Array, count: number, wanted: number): void {
  const next = heap(logits, ids, count);
  const best = Int32Array.from({ length: wanted }, next);
  ids.set(best);
}

/** Gives one id after another, best first; the first `count` of `ids` are its heap. */
function heap(logits: Float32Array, ids: Int32Array, count: number): () => number {
  let left = count;
  const before = (a: number, b: number): boolean => {
    const difference = (logits[a] as number) - (logits[b] as number);
    return difference > 0 || (difference === 0 && a < b);
  };
  const sink = (start: number): void => {
    const id = ids[start] as number;
    let place = start;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= left) break;
      if (child + 1 < left && before(ids[child + 1] as number, ids[child] as number)) child++;
      if (!before(ids[child] as number, id)) break;
      ids[place] = ids[child] as number;
      place = child;
    }
    ids[place] = id;
  };
  for (let place = (count >> 1) - 1; place >= 0; place--) sink(place);
  return () => {
    const best = ids[0] as number;
    ids[0] = ids[--left] as number;
    sink(0);
    return best;
  };
}
