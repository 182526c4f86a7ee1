import { FormatError, OptionError } from '../errors.ts';
import { readCsvTexts, type TextRow } from '../formats/csv-texts.ts';
import { checkNumber, checkOptions, checkText, describe } from '../options.ts';

/** A text and the class that it belongs to. */
export interface TextSample {
  readonly text: string;
  readonly label: string;
}

/** Options of `readTextSamples`. */
export interface ReadTextSamplesOptions {
  /** Of the file, for errors; where it ends in .tsv, fields are separated by tabs. */
  name?: string;
  /** Between fields: one character. Default: a tab in .tsv, else the first of `,` `;` and tab that the first line has. */
  separator?: string;
  /** The column of the texts: its name in the first line, or its number from 1 where no line has names. Default 'text'. */
  textColumn?: string | number;
  /** The column of the classes, likewise. Default 'label'. */
  labelColumn?: string | number;
}

const ACTION = 'read texts';

/**
 * Texts and their classes out of a table: CSV, whose fields may stand in quotes, or tab-separated values, where a quote is a
 * sign like any other. The first line names the columns, unless both are given as numbers; a .tsv of two columns without
 * such names is read as `label TAB text`.
 *
 * @throws FormatError, with the line, for a row of another length, an open quote, an empty text or an empty class, or where
 * no column has the name; OptionError for options out of their range.
 * @example
 * ```ts
 * import { readTextSamples } from 'memcell/text';
 * const [first] = readTextSamples('text,label\n"good, as ever",yes\nnever again,no\n');
 * first; // => { text: 'good, as ever', label: 'yes' }
 * readTextSamples('no\tnever again\n', { name: 'reviews.tsv' }); // => [ { text: 'never again', label: 'no' } ]
 * ```
 */
export function readTextSamples(source: string, options: ReadTextSamplesOptions = {}): TextSample[] {
  checkOptions(ACTION, options, ['name', 'separator', 'textColumn', 'labelColumn']);
  const { name } = options;
  const separator = readSeparator(source, options);
  const rows = readCsvTexts(source, { name, delimiter: separator, quotes: separator !== '\t' });
  const refuse = refusal(name);
  if (rows.length === 0) throw refuse('there must be a line', 'an empty file');
  const { text, label, body } = columnsOf(rows, options, refuse);
  if (body.length === 0) throw refuse('there must be a line below the names of the columns', 'none');
  return body.map(({ line, fields }) => {
    const sample = { text: (fields[text] as string).trim(), label: (fields[label] as string).trim() };
    if (sample.text === '') throw refuse(`line ${line} must have a text in column ${text + 1}`, 'an empty field');
    if (sample.label === '') throw refuse(`line ${line} must have a class in column ${label + 1}`, 'an empty field');
    return sample;
  });
}

type Refusal = (must: string, received: string, hint?: string) => FormatError;

function refusal(name: string | undefined): Refusal {
  const what = name === undefined ? ACTION : `${ACTION} '${name}'`;
  return (must, received, hint) =>
    new FormatError(`Cannot ${what}: ${must}, received ${received}`, hint === undefined ? {} : { hint });
}

function readSeparator(source: string, { name = '', separator }: ReadTextSamplesOptions): string {
  if (separator === undefined) {
    if (/\.tsv$/i.test(name)) return '\t';
    const [first = ''] = source.split(/[\r\n]/, 1);
    return [',', ';', '\t'].find((sign) => first.includes(sign)) ?? ',';
  }
  if (typeof separator === 'string' && separator.length === 1 && !/["\r\n]/.test(separator)) return separator;
  throw new OptionError(
    `Cannot ${ACTION}: separator must be one character, no quote and no line end, received ${describe(separator)}`,
  );
}

interface Columns {
  /** Places of the columns, from 0. */
  readonly text: number;
  readonly label: number;
  /** The rows without the names of the columns. */
  readonly body: readonly TextRow[];
}

function columnsOf(rows: readonly TextRow[], options: ReadTextSamplesOptions, refuse: Refusal): Columns {
  const { textColumn, labelColumn, name = '' } = options;
  const [first] = rows as readonly [TextRow];
  const names = first.fields.map((field) => field.trim().toLowerCase());
  const asked = [textColumn ?? 'text', labelColumn ?? 'label'] as const;
  const byNumber = asked.filter((column) => typeof column === 'number').length;
  if (byNumber === 1) {
    throw new OptionError(
      `Cannot ${ACTION}: both columns must be given by name or both by number, received ${asked.map(describe).join(' and ')}`,
    );
  }
  const places = asked.map((column, i) => {
    const option = i === 0 ? 'textColumn' : 'labelColumn';
    if (typeof column !== 'number') return names.indexOf(checkText(ACTION, option, column).toLowerCase());
    return checkNumber(ACTION, option, column, { from: 1, to: names.length, whole: true }) - 1;
  });
  const [text = -1, label = -1] = places;
  const simple = textColumn === undefined && labelColumn === undefined && /\.tsv$/i.test(name) && names.length === 2;
  if (simple && text < 0 && label < 0) return { text: 1, label: 0, body: rows };
  const missing = places.indexOf(-1);
  if (missing >= 0) {
    const columns = first.fields.slice(0, 20).map((field) => `'${field.trim().slice(0, 40)}'`);
    throw refuse(
      `line ${first.line} must name a column '${asked[missing]}'`,
      columns.join(', '),
      'Say which columns hold the texts and the classes: by name, or by number from 1 where no line has names.',
    );
  }
  if (text === label) {
    throw new OptionError(`Cannot ${ACTION}: text and class must be two columns, received column ${text + 1} for both`);
  }
  return { text, label, body: byNumber > 0 ? rows : rows.slice(1) };
}
