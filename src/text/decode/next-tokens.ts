import { NumericError, OptionError, ShapeError } from '../../errors.ts';
import { checkNumber, describe } from '../../options.ts';

/**
 * What says how likely each token is to come next, for N sequences at once: a network, an n-gram model, a table. What it
 * remembers of a sequence is its state, of a type of its own.
 */
export interface NextTokens<S> {
  /**
   * Feeds one token [N] to each sequence: what comes next as logits [N, V], row after row, and the states after it.
   * Logits are logarithms of probabilities but for a number that a row has in common; −Infinity is a token that cannot
   * come. `state` stays as it was: one beginning serves several texts.
   */
  step(tokens: Int32Array, state: S): { readonly logits: Float32Array; readonly state: S };
  /** The states of these rows, in this order; a row may come several times or not at all. */
  select(state: S, rows: Int32Array): S;
}

/** Where generation begins: the logits [1, V] and the state after the prompt. */
export interface Begun<S> {
  readonly logits: Float32Array;
  readonly state: S;
}

/** Throws unless there are `rows` rows of `size` logits, none NaN or +Infinity, and a token in each that can come. */
export function checkLogits(action: string, logits: Float32Array, rows: number, size: number): void {
  if (logits.length !== rows * size) {
    throw new ShapeError(
      `Cannot ${action}: logits must be [${rows}, ${size}], ${rows * size} numbers, received ${logits.length}`,
    );
  }
  for (let row = 0; row < rows; row++) {
    let most = -Infinity;
    for (let id = 0; id < size; id++) {
      const logit = logits[row * size + id] as number;
      if (!(logit < Infinity)) {
        throw new NumericError(`Cannot ${action}: logits must be below Infinity, received ${logit} for id ${id}`, {
          hint: 'A model that was trained with too high a learning rate gives such numbers.',
        });
      }
      if (logit > most) most = logit;
    }
    if (most === -Infinity) {
      throw new NumericError(`Cannot ${action}: a logit must be above -Infinity, received ${size} that are not`);
    }
  }
}

/** The number of tokens. @throws ShapeError where there is none. */
export function checkVocabularySize(action: string, logits: Float32Array): number {
  if (logits.length > 0) return logits.length;
  throw new ShapeError(`Cannot ${action}: logits must be [1, V] with V from 1, received none`);
}

/** An id of a vocabulary. */
export function checkId(action: string, name: string, id: unknown, size: number): number {
  return checkNumber(action, name, id, { from: 0, to: size - 1, whole: true });
}

/** A 1 for every id that never comes. @throws OptionError where none is left, or the end is among them. */
export function bannedMask(
  action: string,
  banned: Iterable<number> | undefined,
  endId: number | undefined,
  size: number,
): Uint8Array {
  const mask = new Uint8Array(size);
  for (const id of banned ?? []) mask[checkId(action, 'banned', id, size)] = 1;
  if (endId !== undefined && mask[endId] === 1) {
    throw new OptionError(`Cannot ${action}: endId must not be among banned, received ${endId}`, {
      hint: 'Without an endId a text has no end but maxLength.',
    });
  }
  if (mask.includes(0)) return mask;
  throw new OptionError(
    `Cannot ${action}: banned must leave a token, received all of ${describe(Array.from(mask.keys()))}`,
  );
}

/** Throws where tokens that are not banned are none that can come. */
export function checkChance(action: string, most: number): void {
  if (most > -Infinity) return;
  throw new NumericError(`Cannot ${action}: a token that is not banned must be possible, received none`);
}
