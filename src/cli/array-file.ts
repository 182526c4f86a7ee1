import { extname } from 'node:path';
import { readCsv, writeCsv } from '../formats/csv.ts';
import { readNpy, writeNpy } from '../formats/npy.ts';
import { platform } from '../platform/index.ts';
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
export function readArrayFile(path: string, format: ArrayFormat): FileArray {
  const bytes = platform().readFile(path);
  const { shape, data } =
    format === '.npy' ? readNpy(bytes, path) : readCsv(bytes, { name: path, delimiter: delimiterOf(format) });
  return { shape, data: data instanceof Float32Array ? data : Float32Array.from(data as Iterable<number>, Number) };
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
