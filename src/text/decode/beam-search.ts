import { exp, log, pow } from '../../math.ts';
import { checkNumber, checkOptions } from '../../options.ts';
import { BestCandidates } from './best-candidates.ts';
import {
  type Begun,
  bannedMask,
  checkChance,
  checkId,
  checkLogits,
  checkVocabularySize,
  type NextTokens,
} from './next-tokens.ts';

/** Options of `beamSearch`. */
export interface BeamOptions {
  /** Beginnings that are followed at once, and sequences given at most, from 1. */
  beamWidth: number;
  /** Tokens at most, from 1. */
  maxLength: number;
  /** The token that ends a sequence; it is not among its ids. Default: none, all have maxLength tokens. */
  endId?: number | undefined;
  /**
   * α of ((5 + length) / 6)^α, by which log-probabilities are divided for the score, from 0: the higher, the longer the
   * sequences. The length counts the end. Default 0, the score is the log-probability.
   */
  lengthPenalty?: number | undefined;
  /** Ids that never come, as those of padding, the unknown and the start token. Default: none. */
  banned?: Iterable<number> | undefined;
}

/** A sequence that beam search found. */
export interface Beam {
  readonly ids: Int32Array;
  /** ln of the probability of its tokens, and of the end where it ended. */
  readonly logProbability: number;
  /** logProbability / ((5 + length) / 6)^lengthPenalty. */
  readonly score: number;
  /** Whether the end came; false where maxLength cut it off. */
  readonly ended: boolean;
}

const ACTION = 'search beams';

/** A sequence as the chain of its tokens, the last one first, so that beams share what they have in common. */
interface Chain {
  readonly id: number;
  readonly before: Chain | undefined;
}

interface Running {
  readonly chain: Chain | undefined;
  readonly logProbability: number;
}

/**
 * The most likely sequences, as far as `beamWidth` beginnings at a time lead to them: each step feeds all of them to the
 * model at once, and of all their continuations the most likely go on. A sequence that ends among the best `beamWidth`
 * continuations is put apart; the search is over when `beamWidth` have ended and none that still runs can do better,
 * or at `maxLength`. Width 1 without penalty is greedy decoding. Ties go to the better beginning, then to the lower id.
 *
 * score = Σ ln p(token | those before it) / ((5 + length) / 6)^lengthPenalty, p over the tokens that are not banned
 *
 * **Cost** per step: the model's of `beamWidth` sequences, and beamWidth · V exponentials.
 *
 * @returns sequences with the best score first; at least one.
 * @throws OptionError; NumericError for a NaN among logits, ShapeError for logits of a wrong size.
 * @see Wu et al.: Google's Neural Machine Translation System (2016), section 7, the length penalty
 * @example
 * ```ts
 * import { beamSearch, type NextTokens } from 'memcell/text';
 * // the likelier first token, 1, leads to less likely second ones
 * const table = [[0, 0.6, 0.4], [0.34, 0.33, 0.33], [0.01, 0.01, 0.98]];
 * const rows = (ids: Iterable<number>) => Float32Array.from([...ids].flatMap((id) => table[id]!.map(Math.log)));
 * const model: NextTokens<null> = { step: (tokens) => ({ logits: rows(tokens), state: null }), select: () => null };
 * const begun = { logits: rows([0]), state: null };
 * const [best] = beamSearch(model, begun, { beamWidth: 2, maxLength: 2 });
 * best!.ids; // => Int32Array(2) [ 2, 2 ]
 * Math.exp(best!.logProbability).toFixed(3); // => 0.392
 * ```
 */
export function beamSearch<S>(model: NextTokens<S>, begun: Begun<S>, options: BeamOptions): Beam[] {
  checkOptions(ACTION, options, ['beamWidth', 'maxLength', 'endId', 'lengthPenalty', 'banned']);
  const width = checkNumber(ACTION, 'beamWidth', options.beamWidth, { from: 1, to: 2 ** 20, whole: true });
  const maxLength = checkNumber(ACTION, 'maxLength', options.maxLength, { from: 1, whole: true });
  const alpha = checkNumber(ACTION, 'lengthPenalty', options.lengthPenalty ?? 0, { from: 0 });
  const size = checkVocabularySize(ACTION, begun.logits);
  const { endId } = options;
  if (endId !== undefined) checkId(ACTION, 'endId', endId, size);
  const banned = bannedMask(ACTION, options.banned, endId, size);
  const scoreOf = (logProbability: number, length: number): number =>
    alpha === 0 ? logProbability : logProbability / pow((5 + length) / 6, alpha);

  const done: Beam[] = [];
  const keep = ({ chain, logProbability }: Running, ended: boolean): void => {
    const ids = idsOf(chain);
    const score = scoreOf(logProbability, ids.length + (ended ? 1 : 0));
    const place = done.findIndex((other) => other.score < score);
    done.splice(place < 0 ? done.length : place, 0, { ids, logProbability, score, ended });
    if (done.length > width) done.pop();
  };

  let running: Running[] = [{ chain: undefined, logProbability: 0 }];
  let now = begun;
  for (let length = 1; ; length++) {
    checkLogits(ACTION, now.logits, running.length, size);
    const best = new BestCandidates(endId === undefined ? width : 2 * width); // half of them may be ends
    running.forEach(({ logProbability }, row) => {
      offer(best, now.logits.subarray(row * size, (row + 1) * size), banned, logProbability, row);
    });
    const next: Running[] = [];
    const rows: number[] = [];
    best.forEach((row, id, logProbability, rank) => {
      const before = (running[row] as Running).chain;
      if (id === endId) {
        if (rank < width) keep({ chain: before, logProbability }, true);
      } else if (next.length < width) {
        next.push({ chain: { id, before }, logProbability });
        rows.push(row);
      }
    });
    running = next;
    if (length === maxLength) break;
    // a score only falls with every token, and is divided by no more than at maxLength
    const [top] = running;
    if (top === undefined) break;
    const worst = done.at(-1);
    if (worst !== undefined && done.length === width && scoreOf(top.logProbability, maxLength) <= worst.score) {
      return done;
    }
    const states = model.select(now.state, Int32Array.from(rows));
    now = model.step(
      Int32Array.from(running, ({ chain }) => (chain as Chain).id),
      states,
    );
  }
  for (const each of running) keep(each, false);
  return done;
}

/** Every continuation of a row, by its log-probability. */
function offer(best: BestCandidates, logits: Float32Array, banned: Uint8Array, before: number, row: number): void {
  let most = -Infinity;
  for (let id = 0; id < logits.length; id++) if (banned[id] === 0) most = Math.max(most, logits[id] as number);
  checkChance(ACTION, most);
  let total = 0;
  for (let id = 0; id < logits.length; id++) if (banned[id] === 0) total += exp((logits[id] as number) - most);
  const rest = log(total);
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    if (banned[id] === 0 && logit > -Infinity) best.offer(row, id, before + (logit - most - rest));
  }
}

function idsOf(chain: Chain | undefined): Int32Array {
  const ids: number[] = [];
  for (let link = chain; link !== undefined; link = link.before) ids.push(link.id);
  return Int32Array.from(ids.reverse());
}
