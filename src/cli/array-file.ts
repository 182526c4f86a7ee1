import { extname } from 'node:path';
import { ShapeError } from '../errors.ts';
import { readCsv, writeCsv } from '../formats/csv.ts';
import { readNpy, writeNpy } from '../formats/npy.ts';
import { platform } from '../platform/index.ts';
import { formatShape, type OpenShape } from '../tensor/shape.ts';
import { UsageError } from './usage-error.ts';

/** Numbers of a file as float32. */
export interface FileArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a file of numbers is called. */
export type ArrayFormat = '.npy' | '.csv' | '.tsv';

const FORMATS: readonly ArrayFormat[] = ['.npy', '.csv', '.tsv'];

/** The format that a file's name asks for. @throws UsageError in the form `Cannot <action>: <option> must end in …`. */
export function arrayFormat(action: string, option: string, path: string): ArrayFormat {
  const ending = extname(path).toLowerCase();
  const format = FORMATS.find((known) => known === ending);
  if (format !== undefined) return format;
  const must = `${option} must end in ${FORMATS.join(', ')}`;
  throw new UsageError(`Cannot ${action}: ${must}, received '${path}'`);
}

/** Reads an array; a table has one row a sample, its columns to be shaped by the caller. */
function readArrayFile(path: string, format: ArrayFormat): FileArray {
  const bytes = platform().readFile(path);
  const { shape, data } =
    format === '.npy' ? readNpy(bytes, path) : readCsv(bytes, { name: path, delimiter: delimiterOf(format) });
  return { shape, data: data instanceof Float32Array ? data : Float32Array.from(data as Iterable<number>, Number) };
}

/**
 * Reads the inputs of a model: rows of a table get the shape of its input; where its length is open, the columns decide.
 *
 * @throws ShapeError where they do not fit.
 */
export function readInputs(
  action: string,
  file: string,
  format: ArrayFormat,
  inputShape: OpenShape | undefined,
): FileArray {
  const array = readArrayFile(file, format);
  if (format === '.npy' || inputShape === undefined) return array;
  const [rows = 0, columns = 0] = array.shape;
  const sample = inputShape.slice(1);
  const known = sample.reduce<number>((product, n) => product * (n ?? 1), 1);
  const open = sample.filter((n) => n === null).length;
  if (open === 0 ? columns === known : open === 1 && columns % known === 0) {
    return { shape: [rows, ...sample.map((n) => n ?? columns / known)], data: array.data };
  }
  const must = `rows of '${file}' must have ${open === 0 ? '' : 'a multiple of '}${known} numbers`;
  const hint = open > 1 ? 'Use a .npy file: the model takes more than one open axis.' : undefined;
  throw new ShapeError(
    `Cannot ${action}: ${must} for inputs of shape ${formatShape(inputShape)}, received ${columns}`,
    hint === undefined ? {} : { hint },
  );
}

/** Writes an array, into a table one row a sample. */
export function writeArrayFile(path: string, format: ArrayFormat, { shape, data }: FileArray): void {
  const rows = shape[0] ?? 1;
  const table = { shape: [rows, rows === 0 ? 0 : data.length / rows], data };
  const content = format === '.npy' ? writeNpy({ shape, data }) : writeCsv(table, { delimiter: delimiterOf(format) });
  platform().writeFileAtomic(path, content);
}

function delimiterOf(format: ArrayFormat): string {
  return format === '.tsv' ? '\t' : ',';
}
