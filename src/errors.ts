/** Stable code of an error class; safe to switch on. */
export type ErrorCode = 'shape' | 'option' | 'format' | 'unsupported' | 'numeric' | 'resource';

/** What an error may carry besides its sentence. */
export interface ErrorDetails {
  /** What the reader can do about it, in one sentence. */
  hint?: string;
  /** The error that caused this one. */
  cause?: unknown;
}

/**
 * Base of every error that memcell throws on purpose.
 *
 * The message has one form: `Cannot <action> <subject 'name'>: <what must hold>, received <what came>`.
 *
 * @example
 * ```ts
 * import { MemcellError, tensor } from 'memcell';
 * try {
 *   tensor([1, 2, 3], [2, 2]);
 * } catch (error) {
 *   console.log(error instanceof MemcellError && error.code); // => shape
 * }
 * ```
 */
export abstract class MemcellError extends Error {
  /** Stable code of the class. */
  abstract readonly code: ErrorCode;
  /** What the reader can do about it, in one sentence; undefined where there is no advice. */
  readonly hint: string | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name; // ours say it themselves: minifiers rename classes
    this.hint = details.hint;
  }
}

/** A tensor, batch or weight has a shape that does not fit. */
export class ShapeError extends MemcellError {
  static override readonly name: string = 'ShapeError';
  readonly code = 'shape';
}

/** An option has a value outside its range, or a name is unknown. */
export class OptionError extends MemcellError {
  static override readonly name: string = 'OptionError';
  readonly code = 'option';
}

/** A file or a byte string is not what its format asks for. */
export class FormatError extends MemcellError {
  static override readonly name: string = 'FormatError';
  readonly code = 'format';
}

/** Something that exists elsewhere (in Keras, in a newer runtime) and not here. */
export class UnsupportedError extends MemcellError {
  static override readonly name: string = 'UnsupportedError';
  readonly code = 'unsupported';
}

/** A number is NaN or infinite where it must be finite. */
export class NumericError extends MemcellError {
  static override readonly name: string = 'NumericError';
  readonly code = 'numeric';
}

/** Memory, a file, a folder or a worker is not to be had. */
export class ResourceError extends MemcellError {
  static override readonly name: string = 'ResourceError';
  readonly code = 'resource';
}
