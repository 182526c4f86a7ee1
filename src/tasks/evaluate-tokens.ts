import { OptionError } from '../errors.ts';
import { forwardPass } from '../layers/trainable.ts';
import { exp } from '../math.ts';
import type { Sequential } from '../models/sequential.ts';
import { sparseSoftmaxCrossentropy } from '../ops/sparse-softmax-crossentropy.ts';
import { checkNumber, checkOptions } from '../options.ts';
import { scope } from '../tensor/scope.ts';
import type { Variable } from '../tensor/variable.ts';
import { EventLoop } from '../train/event-loop.ts';
import { cut, stretches, type TokenBatch } from './token-streams.ts';

/** Options of `LanguageModel.evaluate`. */
export interface EvaluateTextOptions {
  /**
   * Pieces of the text that are read side by side, which is faster, from 1. Each but the first begins with the `window`
   * tokens before it, which are read and not counted. Default 1: every token is foretold from all before it.
   */
  streams?: number;
  /** Steps that are computed at once, from 1; with one stream they change no result. Default 64. */
  window?: number;
  /** Ends it with the signal's reason. */
  signal?: AbortSignal;
}

/** How well a text was foretold. */
export interface LanguageModelScore {
  /** exp of the mean loss of a token: how many tokens it hesitates between. */
  readonly perplexity: number;
  readonly bitsPerToken: number;
  /** The same loss over the characters (code points) of the tokens, which compares models of different tokens. */
  readonly bitsPerCharacter: number;
  /** Tokens that were foretold: all but the first. */
  readonly tokens: number;
}

const LN2 = 0.6931471805599453;

/** How well a model of ids [B, T] → logits [B, T, V] foretells a text of so many characters behind its first token. */
export async function evaluateTokens(
  model: Sequential,
  { ids, characters }: { readonly ids: Int32Array; readonly characters: number },
  options: EvaluateTextOptions = {},
): Promise<LanguageModelScore> {
  const action = 'evaluate language model';
  checkOptions(action, options, ['streams', 'window', 'signal']);
  const { signal } = options;
  const streams = checkNumber(action, 'streams', options.streams ?? 1, { from: 1, whole: true });
  const window = checkNumber(action, 'window', options.window ?? 64, { from: 1, whole: true });
  const tokens = ids.length - 1;
  if (tokens < 1) {
    throw new OptionError(`Cannot ${action}: text must have 2 tokens or more, received ${ids.length}`, {
      hint: 'The first token is given, and the second is the first to be foretold.',
    });
  }
  const rows = stretches(ids.length, Math.min(streams, tokens));
  const states = new Map<object, readonly Variable[]>();
  const loop = new EventLoop();
  if (rows.length > 1) read(model, cut(ids, rows, -window, window), states);
  let loss = 0;
  const { length } = rows[0] as { length: number };
  for (let begin = 0; begin < length; begin += window) {
    loss += judge(model, cut(ids, rows, begin, Math.min(window, length - begin)), states);
    if (loop.due()) await loop.turn();
    signal?.throwIfAborted();
  }
  const bits = loss / LN2;
  return {
    perplexity: exp(loss / tokens),
    bitsPerToken: bits / tokens,
    bitsPerCharacter: bits / characters,
    tokens,
  };
}

/** Lets the states run over what is not counted; those of masked steps stay as they are. */
function read(
  model: Sequential,
  { input, mask }: Required<TokenBatch>,
  states: Map<object, readonly Variable[]>,
): void {
  scope(() => model.forward(input, forwardPass({ states, masks: new Map([[input, mask]]) })));
}

/** The bits of each token but the first, from all before it: −log2 of the chance that it was given. */
export function tokenBits(model: Sequential, ids: Int32Array, window = 64): Float32Array {
  const states = new Map<object, readonly Variable[]>();
  const rows = stretches(ids.length, 1);
  const bits = new Float32Array(Math.max(0, ids.length - 1));
  for (let begin = 0; begin < bits.length; begin += window) {
    const losses = lossesOf(model, cut(ids, rows, begin, Math.min(window, bits.length - begin)), states);
    bits.set(
      losses.map((loss) => loss / LN2),
      begin,
    );
  }
  return bits;
}

/** Sum of the losses of all steps that count. */
function judge(model: Sequential, batch: Required<TokenBatch>, states: Map<object, readonly Variable[]>): number {
  const losses = lossesOf(model, batch, states);
  const counts = batch.mask.data;
  let sum = 0;
  for (let i = 0; i < losses.length; i++) sum += (losses[i] as number) * (counts[i] as number);
  return sum;
}

function lossesOf(
  model: Sequential,
  { input, target }: TokenBatch,
  states: Map<object, readonly Variable[]>,
): Float32Array {
  const losses = scope(() => sparseSoftmaxCrossentropy(model.forward(input, forwardPass({ states })), target));
  return losses.data as Float32Array;
}
