import type { Refuse } from './refuse.ts';

/** A field and where it begins; lines count from 1. */
export interface Field {
  readonly text: string;
  readonly line: number;
}

/** Whether a row is an empty line, or one of blanks. */
export function isBlank(row: readonly Field[]): boolean {
  return row.length === 1 && row[0]?.text.trim() === '';
}

/**
 * Fields of each row. A quoted field may hold delimiters, line ends, and quotes written twice.
 *
 * @param quotes whether a quote at the beginning of a field quotes it; else it is a sign like any other.
 */
export function splitRows(source: string, delimiter: string, refuse: Refuse, quotes = true): Field[][] {
  const rows: Field[][] = [];
  let row: Field[] = [];
  let line = 1;
  let at = 0;
  const plainEnd = new RegExp(`[\\r\\n${delimiter.replace(/[\\\]^-]/g, '\\$&')}]|$`, 'g');
  while (at <= source.length) {
    const begins = line;
    let text: string;
    if (quotes && source[at] === '"') {
      const place = `line ${line} column ${row.length + 1}`;
      const end = closingQuote(source, at);
      if (end < 0) refuse(`${place} must end with a quote`, 'the end of the file');
      text = source.slice(at + 1, end).replaceAll('""', '"');
      line += text.split(/\r\n|\r|\n/).length - 1;
      at = end + 1;
      const next = source[at];
      if (next !== undefined && next !== delimiter && next !== '\r' && next !== '\n') {
        refuse(`${place} must have a delimiter behind its quote`, `'${next}'`);
      }
    } else {
      plainEnd.lastIndex = at;
      const end = plainEnd.exec(source)?.index ?? source.length;
      text = source.slice(at, end);
      at = end;
    }
    row.push({ text, line: begins });
    if (source[at] === delimiter) {
      at++;
      continue;
    }
    rows.push(row);
    row = [];
    line++;
    if (at === source.length) break;
    at += source[at] === '\r' && source[at + 1] === '\n' ? 2 : 1;
  }
  return rows;
}

/** Place of the quote that ends the field that begins at `start`; −1 where there is none. */
function closingQuote(source: string, start: number): number {
  let at = source.indexOf('"', start + 1);
  while (at >= 0 && source[at + 1] === '"') at = source.indexOf('"', at + 2);
  return at;
}

/** A field as it is written: in quotes where it must be. */
export function quoteField(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
