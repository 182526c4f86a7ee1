import { isBlank, quoteField, splitRows } from './csv-rows.ts';
import { refuser } from './refuse.ts';

/** A row of texts, and the line that it begins on, counted from 1. */
export interface TextRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** Options of readCsvTexts. */
export interface ReadCsvTextsOptions {
  /** Of the file, for errors. */
  readonly name?: string | undefined;
  /** Between fields: one character. */
  readonly delimiter: string;
  /** Whether quotes at both ends of a field quote it, as in CSV (RFC 4180); in tab-separated values they are signs. Default true. */
  readonly quotes?: boolean;
}

/**
 * Reads a table of texts; blank lines are left out.
 *
 * @throws FormatError, with line and column, for rows of different lengths or an open quote.
 * @example
 * ```ts
 * import { readCsvTexts } from './csv-texts.ts';
 * const rows = readCsvTexts('text,label\n"good, very good",yes\n', { delimiter: ',' });
 * rows[1]; // => { line: 2, fields: [ 'good, very good', 'yes' ] }
 * ```
 */
export function readCsvTexts(source: string, { name, delimiter, quotes = true }: ReadCsvTextsOptions): TextRow[] {
  const refuse = refuser('csv', name);
  const rows = splitRows(source.replace(/^\ufeff/, ''), delimiter, refuse, quotes).filter((row) => !isBlank(row));
  const width = rows[0]?.length ?? 0;
  return rows.map((row) => {
    const line = row[0]?.line ?? 0;
    if (row.length !== width) {
      const hint =
        quotes && row.length > width ? 'A text that holds the delimiter stands in quotes: "well, good".' : undefined;
      refuse(
        `line ${line} must have ${width} ${width === 1 ? 'field' : 'fields'} like the first`,
        `${row.length}`,
        hint,
      );
    }
    return { line, fields: row.map(({ text }) => text) };
  });
}

/** Writes a table of texts as CSV; what holds a comma, a quote or a line end stands in quotes. */
export function writeCsvTexts(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((field) => quoteField(field, ',')).join(',')}\n`).join('');
}
