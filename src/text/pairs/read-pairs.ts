import { FormatError } from '../../errors.ts';
import { checkText } from '../../options.ts';
import type { TextPair } from './text-pair.ts';

/** What a file of pairs held. */
export interface ReadPairs {
  readonly pairs: TextPair[];
  /** Columns after the second one, which are not read: 0, or the most that a line has. */
  readonly ignoredColumns: number;
}

/**
 * Pairs from lines of source, tab, target; blanks around them are left out, and so are empty lines.
 *
 * @param name of the file, for errors.
 * @throws FormatError with the number of the line for one without a tab or with an empty side, and where there is no line.
 * @example
 * ```ts
 * import { readPairs } from 'memcell/text';
 * const { pairs, ignoredColumns } = readPairs('Hi.\t你好。\tCC-BY\n');
 * [pairs[0]!.target, ignoredColumns]; // => [ '你好。', 1 ]
 * ```
 */
export function readPairs(text: string, name = 'pairs'): ReadPairs {
  const action = `read '${checkText('read pairs', 'name', name)}'`;
  const pairs: TextPair[] = [];
  let ignoredColumns = 0;
  for (const [i, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|[\n\r]/)
    .entries()) {
    if (line.trim() === '') continue;
    const [source = '', target, ...rest] = line.split('\t').map((column) => column.trim());
    const refuse = (must: string): never => {
      const shown = line.length <= 40 ? line : `${line.slice(0, 40)}…`;
      throw new FormatError(`Cannot ${action}: ${must}, received ${JSON.stringify(shown)} in line ${i + 1}`, {
        hint: 'A line is a source, a tab and its target.',
      });
    };
    if (target === undefined) refuse('every line must have a tab');
    else if (source === '' || target === '') refuse('no side of a pair may be empty');
    else pairs.push({ source, target });
    ignoredColumns = Math.max(ignoredColumns, rest.length);
  }
  if (pairs.length > 0) return { pairs, ignoredColumns };
  throw new FormatError(`Cannot ${action}: there must be at least one pair, received a text without any`);
}
