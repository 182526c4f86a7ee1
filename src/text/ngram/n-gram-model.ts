import { OptionError } from '../../errors.ts';
import { exp, log } from '../../math.ts';
import { checkChoice, checkNumber, checkOptions } from '../../options.ts';
import type { Begun, NextTokens } from '../decode/next-tokens.ts';
import { type Discounts, modifiedDiscounts, singleDiscount } from './discounts.ts';
import { buildTrie, findChild, type Trie } from './trie.ts';

/** Options of `NGramModel`. */
export interface NGramOptions {
  /** Ids are from 0 to vocabularySize − 1; each has a probability, whether it came or not. */
  vocabularySize: number;
  /** Longest n-grams, in tokens, from 1 to 16. Default 5. */
  order?: number;
  /** Stands behind every sequence, and is predicted as any token. Default: none, as for texts in one piece. */
  endId?: number | undefined;
  /**
   * What is taken off every count: 'modified', three discounts for each order by Chen and Goodman; 'single', one for each
   * order by Ney; or a number above 0 and to 1, one for all. Default 'modified'.
   */
  discount?: 'modified' | 'single' | number;
}

const ACTION = 'make NGramModel';

/**
 * n-grams with interpolated Kneser–Ney smoothing, the baseline of language models: how often a token followed the last
 * n − 1, mixed with how many different contexts it followed in shorter ones.
 *
 * pₖ(w | h) = max(a(hw) − D(a(hw)), 0) / Σᵥ a(hv) + γ(h) · pₖ₋₁(w | h′)
 * γ(h) = (D₁ N₁(h) + D₂ N₂(h) + D₃ N₃₊(h)) / Σᵥ a(hv), Nᵢ(h) tokens that come i times behind h
 * p₀ = 1 / vocabularySize
 *
 * h′ is h without its first token. a is the count of n-grams of the highest order and of those that begin a sequence, and
 * of all others the number of different tokens before them. A sequence begins behind a mark that is no token; a token that
 * has fewer than n − 1 before it knows that it is near the beginning.
 *
 * **Cost** of training N tokens: order · N steps, and about 40 · order · N bytes at most.
 *
 * @throws OptionError for options out of range, ids out of range, sequences that are all empty.
 * @see Kneser, Ney: Improved Backing-off for M-gram Language Modeling (1995)
 * @see Chen, Goodman: An Empirical Study of Smoothing Techniques for Language Modeling (1998)
 * @example
 * ```ts
 * import { NGramModel, sampleTokens, Vocabulary } from 'memcell/text';
 * const words = 'the cat sat and the dog sat and the cat ran'.split(' ');
 * const vocabulary = Vocabulary.from(words);
 * const model = new NGramModel([vocabulary.encode(words)], { vocabularySize: vocabulary.size, order: 2 });
 * const after = (word: string) => Math.exp(model.logProbability(vocabulary.id(word), vocabulary.encode(['the'])));
 * after('cat') > after('dog') && after('dog') > after('ran'); // => true
 * const ids = sampleTokens(model, model.begin(vocabulary.encode(['the'])), { greedy: true, maxLength: 3 });
 * vocabulary.decode([...ids]); // => [ 'cat', 'sat', 'and' ]
 * ```
 */
export class NGramModel implements NextTokens<Int32Array> {
  readonly order: number;
  readonly vocabularySize: number;
  readonly endId: number | undefined;
  /** Different n-grams of each order, from 1 on. */
  readonly sizes: readonly number[];
  /** Discounts of each order, from 1 on. */
  readonly discounts: readonly Discounts[];
  /** Its counts are those that the equation calls a. */
  readonly #trie: Trie;
  /** Σᵥ a(hv) and γ(h) of each context. */
  readonly #totals: Float64Array;
  readonly #weights: Float64Array;
  /** p₁, and the entry of each token alone, −1 where it did not come. */
  readonly #first: Float64Array;
  readonly #entries: Int32Array;

  constructor(sequences: Iterable<ArrayLike<number>>, options: NGramOptions) {
    checkOptions(ACTION, options, ['vocabularySize', 'order', 'endId', 'discount']);
    const { order = 5, endId, discount = 'modified' } = options;
    this.vocabularySize = checkNumber(ACTION, 'vocabularySize', options.vocabularySize, {
      from: 1,
      to: 2 ** 30,
      whole: true,
    });
    this.order = checkNumber(ACTION, 'order', order, { from: 1, to: 16, whole: true });
    this.endId = endId === undefined ? undefined : this.#checkId(ACTION, 'endId', endId);
    if (typeof discount === 'number') checkNumber(ACTION, 'discount', discount, { above: 0, to: 1 });
    else checkChoice(ACTION, 'discount', discount, ['modified', 'single']);

    const trie = buildTrie(this.#gather(sequences), this.vocabularySize, order);
    const { levels, tokens, counts } = trie;
    adjustCounts(trie, order);
    if (tokens[levels[2]! - 1] === this.vocabularySize) counts[levels[2]! - 1] = 0; // the mark is never predicted
    this.sizes = Array.from({ length: order }, (_, k) => levels[k + 2]! - levels[k + 1]! - (k === 0 ? 1 : 0));
    this.discounts = Array.from({ length: order }, (_, k): Discounts => {
      if (typeof discount === 'number') return [discount, discount, discount];
      const seen = countsOfCounts(counts.subarray(levels[k + 1], levels[k + 2]));
      return discount === 'modified' ? modifiedDiscounts(seen) : singleDiscount(seen);
    });
    const contexts = levels[order] as number;
    this.#trie = { ...trie, suffixes: trie.suffixes.slice(0, contexts) };
    this.#totals = new Float64Array(contexts);
    this.#weights = new Float64Array(contexts);
    this.#weighContexts();
    this.#first = new Float64Array(this.vocabularySize).fill((this.#weights[0] as number) / this.vocabularySize);
    this.#entries = new Int32Array(this.vocabularySize + 1).fill(-1);
    for (let entry = 1; entry < (levels[2] as number); entry++) {
      const token = tokens[entry] as number;
      this.#entries[token] = entry;
      if (token < this.vocabularySize) this.#first[token]! += this.#share(0, 0, entry);
    }
  }

  /**
   * ln p of a token behind others of the same sequence, the last order − 1 of which matter.
   *
   * @throws OptionError for an id out of range.
   */
  logProbability(token: number, context: ArrayLike<number>): number {
    const action = 'find probability';
    this.#checkId(action, 'token', token);
    return log(this.#advance(this.#stateOf(action, context), token).probability);
  }

  /** ln p of every token of a sequence, and of the end behind it where the model has one. @throws OptionError for an id out of range. */
  logProbabilities(sequence: ArrayLike<number>): Float64Array {
    const action = 'find probabilities';
    const ends = this.endId === undefined ? 0 : 1;
    const found = new Float64Array(sequence.length + ends);
    let state = this.#start();
    for (let i = 0; i < found.length; i++) {
      const token = i < sequence.length ? this.#checkId(action, `token ${i}`, sequence[i]) : (this.endId as number);
      const { probability, next } = this.#advance(state, token);
      found[i] = log(probability);
      state = next;
    }
    return found;
  }

  /**
   * exp(−mean of ln p) over all tokens of all sequences, their ends counted in where the model has an endId.
   *
   * @throws OptionError for an id out of range, sequences that are all empty.
   */
  perplexity(sequences: Iterable<ArrayLike<number>>): number {
    let sum = 0;
    let n = 0;
    for (const sequence of sequences) {
      const found = this.logProbabilities(sequence);
      for (const each of found) sum += each;
      n += found.length;
    }
    if (n === 0) throw noTokens('find perplexity');
    return exp(-sum / n);
  }

  /** Where generation begins behind a prompt, an empty one too. @throws OptionError for an id out of range. */
  begin(prompt: ArrayLike<number> = []): Begun<Int32Array> {
    const state = this.#stateOf('begin text', prompt);
    return { logits: this.#logits([state]), state: Int32Array.of(state) };
  }

  step(tokens: Int32Array, state: Int32Array): Begun<Int32Array> {
    const next = state.map((entry, row) => this.#advance(entry, tokens[row] as number).next);
    return { logits: this.#logits(next), state: next };
  }

  select(state: Int32Array, rows: Int32Array): Int32Array {
    return rows.map((row) => state[row] as number);
  }

  #checkId(action: string, name: string, id: unknown): number {
    return checkNumber(action, name, id, { from: 0, to: this.vocabularySize - 1, whole: true });
  }

  /** All sequences one after another, each behind the mark. */
  #gather(sequences: Iterable<ArrayLike<number>>): Int32Array {
    let data = new Int32Array(1024);
    let n = 0;
    let came = 0;
    const put = (token: number): void => {
      if (n === data.length) {
        const larger = new Int32Array(2 * n);
        larger.set(data);
        data = larger;
      }
      data[n++] = token;
    };
    for (const sequence of sequences) {
      put(this.vocabularySize);
      for (let i = 0; i < sequence.length; i++) put(this.#checkId(ACTION, 'tokens', sequence[i]));
      came += sequence.length;
      if (this.endId !== undefined) put(this.endId);
    }
    if (came === 0) throw noTokens(ACTION);
    return data.subarray(0, n);
  }

  #weighContexts(): void {
    const { levels, counts, children } = this.#trie;
    for (let level = 0; level < this.order; level++) {
      const discounts = this.discounts[level] as Discounts;
      for (let entry = levels[level] as number; entry < (levels[level + 1] as number); entry++) {
        let total = 0;
        let taken = 0;
        for (let child = children[entry] as number; child < (children[entry + 1] as number); child++) {
          const count = counts[child] as number;
          if (count === 0) continue;
          total += count;
          taken += discounts[Math.min(count, 3) - 1] as number;
        }
        this.#totals[entry] = total;
        this.#weights[entry] = total === 0 ? 1 : taken / total;
      }
    }
  }

  /** What a child has of its own: (a − D) / Σ a. */
  #share(level: number, context: number, child: number): number {
    const count = this.#trie.counts[child] as number;
    if (count === 0) return 0;
    const discount = this.discounts[level]?.[Math.min(count, 3) - 1] as number;
    return (count - discount) / (this.#totals[context] as number);
  }

  /** The state before a sequence: the mark, or nothing where contexts have no room for it. */
  #start(): number {
    return this.order === 1 ? 0 : (this.#entries[this.vocabularySize] as number);
  }

  #stateOf(action: string, context: ArrayLike<number>): number {
    const from = Math.max(0, context.length - this.order + 1);
    let state = from === 0 ? this.#start() : 0;
    for (let i = from; i < context.length; i++) {
      state = this.#advance(state, this.#checkId(action, 'context', context[i])).next;
    }
    return state;
  }

  #child(context: number, token: number): number {
    return context === 0 ? (this.#entries[token] as number) : findChild(this.#trie, context, token);
  }

  /** Contexts from a state down to one token, the longest first. */
  #chain(state: number): number[] {
    const chain: number[] = [];
    for (let entry = state; entry !== 0; entry = this.#trie.suffixes[entry] as number) chain.push(entry);
    return chain;
  }

  /** How likely a token is in a state, and the state behind it: the longest context that has been seen. */
  #advance(state: number, token: number): { readonly probability: number; readonly next: number } {
    const chain = this.#chain(state);
    let probability = this.#first[token] as number;
    let next = this.order === 1 ? 0 : Math.max(0, this.#child(0, token));
    for (let level = 1; level <= chain.length; level++) {
      const context = chain[chain.length - level] as number;
      const child = this.#child(context, token);
      probability *= this.#weights[context] as number;
      if (child < 0) continue;
      probability += this.#share(level, context, child);
      if (level < this.order - 1) next = child;
    }
    return { probability, next };
  }

  #logits(states: ArrayLike<number>): Float32Array {
    const size = this.vocabularySize;
    const logits = new Float32Array(states.length * size);
    const { tokens, children } = this.#trie;
    for (let row = 0; row < states.length; row++) {
      const probabilities = this.#first.slice();
      const chain = this.#chain(states[row] as number);
      for (let level = 1; level <= chain.length; level++) {
        const context = chain[chain.length - level] as number;
        const weight = this.#weights[context] as number;
        for (let id = 0; id < size; id++) probabilities[id]! *= weight;
        for (let child = children[context] as number; child < (children[context + 1] as number); child++) {
          probabilities[tokens[child] as number]! += this.#share(level, context, child);
        }
      }
      for (let id = 0; id < size; id++) logits[row * size + id] = log(probabilities[id] as number);
    }
    return logits;
  }
}

/** Of n-grams below the highest order, how many different tokens come before them; those at a beginning keep their counts. */
function adjustCounts({ levels, counts, suffixes }: Trie, order: number): void {
  const contexts = levels[order] as number;
  const before = new Int32Array(contexts);
  for (let entry = levels[2] as number; entry < suffixes.length; entry++) before[suffixes[entry] as number]!++;
  for (let entry = 1; entry < contexts; entry++) if (before[entry] !== 0) counts[entry] = before[entry] as number;
}

function countsOfCounts(counts: Int32Array): readonly [number, number, number, number] {
  const seen: [number, number, number, number] = [0, 0, 0, 0];
  for (const count of counts) if (count >= 1 && count <= 4) seen[count - 1]!++;
  return seen;
}

function noTokens(action: string): OptionError {
  return new OptionError(`Cannot ${action}: sequences must hold a token, received none`);
}
