import { OptionError, ShapeError } from '../errors.ts';
import { isBlank, quoteField, splitRows } from './csv-rows.ts';
import type { NumberBlock } from './number-array.ts';
import { type Refuse, refuser } from './refuse.ts';

/** A table of numbers. */
export interface CsvTable {
  /** Names of the columns; undefined where the file has none. */
  readonly header: readonly string[] | undefined;
  /** Rows and columns. */
  readonly shape: readonly [number, number];
  /** Row-major. */
  readonly data: Float64Array;
}

/** Options of readCsv. */
export interface ReadCsvOptions {
  /** Of the file, for errors. */
  readonly name?: string | undefined;
  /** Between fields: one character, no quote and no line end. Default ','. */
  readonly delimiter?: string;
}

/** Options of writeCsv. */
export interface WriteCsvOptions {
  /** Names of the columns. Default none. */
  readonly header?: readonly string[];
  /** Between fields. Default ','. */
  readonly delimiter?: string;
}

const NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i;

/**
 * Reads a table of numbers from CSV (RFC 4180: quoted fields, any line end). The first row is a header if none of its
 * fields is a number. Blank lines at the end are left out; nan and inf are numbers.
 *
 * @throws FormatError, with line and column, for a field that is no number, rows of different lengths or an open quote.
 * @example
 * ```ts
 * import { readCsv } from './csv.ts';
 * const { header, shape, data } = readCsv(new TextEncoder().encode('a,b\n1,2\n3,"4.5"\n'));
 * [header, shape, data[3]]; // => [ [ 'a', 'b' ], [ 2, 2 ], 4.5 ]
 * ```
 */
export function readCsv(bytes: Uint8Array, { name, delimiter = ',' }: ReadCsvOptions = {}): CsvTable {
  const refuse = refuser('csv', name);
  checkDelimiter(delimiter, 'read csv');
  const rows = splitRows(new TextDecoder().decode(bytes), delimiter, refuse);
  while (rows.length > 0 && isBlank(rows.at(-1) ?? [])) rows.pop();
  const first = rows[0];
  if (first === undefined) return refuse('file must have at least one row', 'none');
  const named = !first.some(({ text }) => NUMBER.test(text.trim()));
  const body = named ? rows.slice(1) : rows;
  if (body.length === 0) {
    const shown = `'${first[0]?.text ?? ''}'`;
    return refuse('file must have at least one row of numbers', named ? `one row that begins with ${shown}` : 'none');
  }
  const width = first.length;
  const data = new Float64Array(body.length * width);
  body.forEach((row, index) => {
    const line = row[0]?.line ?? 0;
    if (row.length !== width) refuse(`line ${line} must have ${width} fields like the first`, `${row.length}`);
    row.forEach(({ text }, column) => {
      data[index * width + column] = toNumber(text, `line ${line} column ${column + 1}`, refuse);
    });
  });
  return { header: named ? first.map(({ text }) => text.trim()) : undefined, shape: [body.length, width], data };
}

function toNumber(text: string, place: string, refuse: Refuse): number {
  const trimmed = text.trim();
  if (!NUMBER.test(trimmed)) {
    const hint = /^[+-]?\d+,\d+$/.test(trimmed)
      ? 'Decimals have a point.'
      : /\d[;\t|]/.test(trimmed)
        ? 'The fields seem to be separated by another character than the one that was asked for.'
        : undefined;
    refuse(`${place} must be a number`, trimmed === '' ? 'an empty field' : `'${trimmed.slice(0, 40)}'`, hint);
  }
  if (/nan/i.test(trimmed)) return NaN;
  if (/inf/i.test(trimmed)) return trimmed.startsWith('-') ? -Infinity : Infinity;
  return Number(trimmed);
}

/**
 * Writes a table of numbers [rows, columns] as CSV with `\n` at the end of each row. Float32 numbers have as few digits
 * as give the same float32 again.
 *
 * @throws ShapeError if the block has not two axes, or the header not one name a column.
 */
export function writeCsv({ shape, data }: NumberBlock, { header, delimiter = ',' }: WriteCsvOptions = {}): string {
  checkDelimiter(delimiter, 'write csv');
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2 || rows * columns !== data.length) {
    const must = `shape must be [rows, columns] for ${data.length} numbers`;
    throw new ShapeError(`Cannot write csv: ${must}, received [${shape.join(', ')}]`);
  }
  if (header !== undefined && header.length !== columns) {
    throw new ShapeError(`Cannot write csv: header must have ${columns} names, received ${header.length}`);
  }
  const format = data instanceof Float32Array ? shortest : String;
  const lines = header === undefined ? [] : [header.map((name) => quoteField(name, delimiter)).join(delimiter)];
  for (let row = 0; row < rows; row++) {
    lines.push(
      Array.from<number | bigint, string>(data.subarray(row * columns, (row + 1) * columns), format).join(delimiter),
    );
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** The fewest digits that give the same float32 again; nine always do. */
function shortest(value: number | bigint): string {
  const x = Number(value);
  for (let digits = 6; digits < 9; digits++) {
    const text = x.toPrecision(digits);
    if (Math.fround(Number(text)) === x) return String(Number(text));
  }
  return String(Number(x.toPrecision(9)));
}

function checkDelimiter(delimiter: string, action: string): void {
  if (delimiter.length === 1 && !/["\r\n\d.+-]/.test(delimiter)) return;
  const must = 'delimiter must be one character, and none that numbers, quotes or lines have';
  throw new OptionError(`Cannot ${action}: ${must}, received '${delimiter}'`);
}
