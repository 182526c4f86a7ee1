import { FormatError, OptionError } from '../errors.ts';
import { checkBoolean, checkOptions, checkText, describe } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Json, ModelInTraining, ResumableCallback, TrainPlan } from '../train/callback.ts';
import type { Logs } from '../train/metric-set.ts';
import { makeFolderOf } from './make-folder-of.ts';

/** Options of `CSVLogger`. */
export interface CSVLoggerOptions {
  /** Between fields: one character that numbers and names do not have. Default ','. */
  separator?: string;
  /** Adds to a file that is there, whose columns must be the same, instead of replacing it. Default false. */
  append?: boolean;
}

const NAME = 'CSVLogger';

/**
 * Writes the logs of each epoch as a line of a CSV file: the epoch, counted from 0, then the names of the logs in
 * alphabetical order; NA where a number is missing. Names that come only after the first epoch are left out, but for those
 * of validation. After every epoch the file is whole; a folder that is missing is made before the first.
 *
 * @throws OptionError for options out of their range; in training FormatError where a file to add to has other columns,
 * ResourceError where it cannot be written.
 * @see https://keras.io/api/callbacks/csv_logger/
 * @example
 * ```ts
 * import { Dense, Sequential } from 'memcell';
 * import { CSVLogger } from 'memcell/io';
 * import { readFileSync } from 'node:fs';
 * const model = new Sequential([new Dense({ units: 1, kernelInitializer: 'zeros' })], { seed: 1 });
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * await model.fit([[0], [1]], [[2], [2]], { callbacks: [new CSVLogger('training.csv')], validationData: [[[0]], [[0.04]]] });
 * console.log(readFileSync('training.csv', 'utf8').split('\n')[0]); // => epoch,loss,valLoss
 * ```
 */
export class CSVLogger implements ResumableCallback {
  readonly className = 'CSVLogger';
  readonly variables: readonly never[] = [];
  readonly #path: string;
  readonly #separator: string;
  readonly #append: boolean;
  /** Lines of the file, the header first. */
  #lines: string[] = [];
  #columns: readonly string[] | undefined;
  #validates = false;
  #resumes: number | undefined;

  constructor(path: string, options: CSVLoggerOptions = {}) {
    checkOptions(NAME, options, ['separator', 'append']);
    this.#path = checkText(NAME, 'path', path);
    this.#separator = options.separator ?? ',';
    if (typeof this.#separator !== 'string' || !/^[^\w"\r\n.+-]$/.test(this.#separator)) {
      throw new OptionError(
        `Cannot create ${NAME}: separator must be one character that numbers and names do not have, received ${describe(options.separator)}`,
      );
    }
    this.#append = checkBoolean(NAME, 'append', options.append ?? false);
  }

  onTrainBegin(plan: TrainPlan, _model: ModelInTraining): void {
    makeFolderOf(this.#path);
    this.#validates = plan.validates;
    this.#columns = undefined;
    const keep = this.#resumes;
    this.#resumes = undefined;
    const there = (this.#append || keep !== undefined) && platform().kindOf(this.#path) !== 'nothing';
    const text = there ? new TextDecoder().decode(platform().readFile(this.#path)) : '';
    this.#lines = text.split(/\r?\n/).filter((line) => line !== '');
    if (keep === undefined) return;
    if (this.#lines.length < keep) {
      throw new FormatError(
        `Cannot go on with file '${this.#path}': it must have the ${keep} lines that were written, received ${this.#lines.length}`,
      );
    }
    this.#lines.length = keep;
  }

  onEpochEnd(epoch: number, logs: Logs): void {
    this.#columns ??= this.#header(logs);
    const row = this.#columns.map((name) => (name === 'epoch' ? epoch : (logs[name] ?? 'NA')));
    this.#lines.push(row.join(this.#separator));
    platform().writeFileAtomic(this.#path, `${this.#lines.join('\n')}\n`);
  }

  state(): Json {
    return { lines: this.#lines.length };
  }

  restore(state: Json): void {
    const lines = typeof state === 'object' && state !== null && 'lines' in state ? state.lines : undefined;
    if (typeof lines !== 'number' || !Number.isInteger(lines) || lines < 0) {
      throw new OptionError(
        `Cannot restore ${NAME}: state must hold lines, a whole number from 0, received ${describe(JSON.stringify(state))}`,
      );
    }
    this.#resumes = lines;
  }

  /** The columns: those of the file that is there, or those that the first epoch has. */
  #header(logs: Logs): readonly string[] {
    const own = Object.keys(logs).sort();
    const validated = own.some((name) => /^val[A-Z]/.test(name));
    const names = this.#validates && !validated ? own.flatMap((name) => [name, validationName(name)]).sort() : own;
    const [first] = this.#lines;
    if (first === undefined) {
      this.#lines.push(['epoch', ...names].join(this.#separator));
      return ['epoch', ...names];
    }
    const found = first.split(this.#separator);
    const missing = ['epoch', ...names].find((name) => !found.includes(name));
    if (missing === undefined) return found;
    throw new FormatError(
      `Cannot add to file '${this.#path}': its columns must be epoch, ${names.join(', ')}, received ${found.join(', ')}`,
    );
  }
}

function validationName(name: string): string {
  return `val${name[0]?.toUpperCase()}${name.slice(1)}`;
}
