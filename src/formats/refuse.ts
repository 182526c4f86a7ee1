import { FormatError, UnsupportedError } from '../errors.ts';

/** Throws `Cannot read <format> '<name>': <must>, received <received>`. */
export interface Refuse {
  /** The bytes are not what the format asks for. */
  (must: string, received: string, hint?: string): never;
  /** The bytes are right, but this reader does not know them. */
  unsupported(must: string, received: string, hint?: string): never;
}

/** What a reader calls on bytes that it cannot read; `name` is the file's, where there is one. */
export function refuser(format: string, name: string | undefined): Refuse {
  const start = name === undefined ? `Cannot read ${format}` : `Cannot read ${format} '${name}'`;
  const details = (hint: string | undefined): { hint?: string } => (hint === undefined ? {} : { hint });
  const refuse = (must: string, received: string, hint?: string): never => {
    throw new FormatError(`${start}: ${must}, received ${received}`, details(hint));
  };
  const unsupported = (must: string, received: string, hint?: string): never => {
    throw new UnsupportedError(`${start}: ${must}, received ${received}`, details(hint));
  };
  return Object.assign(refuse, { unsupported });
}

/** Hint for a file that ends too early. */
export const cutOff = 'The file may have been cut off while it was copied or downloaded.';

/** A value out of a header as an error shows it: JSON of at most 60 characters, none of which a terminal would obey. */
export function shown(value: unknown): string {
  const json = value === undefined ? 'nothing' : JSON.stringify(value);
  const text = json.replace(/[\x7f-\x9f]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

/** Whether JSON gave an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether JSON gave a list of whole numbers from 0, as a shape is. */
export function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
