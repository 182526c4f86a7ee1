import { OptionError, UnsupportedError } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/** Bounds of a number. */
export interface NumberRange {
  /** Least value. */
  readonly from?: number;
  /** Largest value. */
  readonly to?: number;
  /** The value must be larger. */
  readonly above?: number;
  /** The value must be smaller. */
  readonly below?: number;
  /** Only whole numbers. Default false. */
  readonly whole?: boolean;
}

/** `create Adam` for the subject `Adam`; an action is given back as it is: `train Sequential 'adder'`. */
function actionOf(subject: string): string {
  return /^[a-z]/.test(subject) ? subject : `create ${subject}`;
}

/** Elements of an array and letters of a text that errors write at most, and arrays in arrays. */
const [MOST_ELEMENTS, MOST_LETTERS, MOST_NESTED] = [50, 1000, 6];

/**
 * A value as errors write it: texts in single quotes, arrays in brackets, objects by their class. Of long ones it is the
 * beginning.
 */
export function describe(value: unknown): string {
  return described(value, 0);
}

function described(value: unknown, nested: number): string {
  if (typeof value === 'string') {
    return value.length <= MOST_LETTERS ? `'${value}'` : `'${value.slice(0, MOST_LETTERS)}…'`;
  }
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) {
    if (nested === MOST_NESTED) return '[…]';
    const shown = Array.from(value.slice(0, MOST_ELEMENTS), (each) => described(each, nested + 1));
    const rest = value.length > MOST_ELEMENTS ? `, … (${value.length} in all)` : '';
    return `[${shown.join(', ')}${rest}]`;
  }
  if (typeof value !== 'object' || value === null) return String(value);
  const name = value.constructor?.name ?? 'Object';
  return name === 'Object' ? 'an object' : `an instance of ${name}`;
}

/**
 * Refuses options that a class or function does not have: a program in JavaScript gets no type check.
 *
 * @param subject as the error names it: what is being created (`Adam`, `LSTM 'lstm_1'`), or what is being done, in small
 * letters (`train Sequential 'adder'`).
 * @param known names it has.
 * @param unsupported names that Keras has and it has not; undefined, null, false and 0 are let through.
 * @throws OptionError for an unknown name, UnsupportedError for an unsupported one.
 */
export function checkOptions(
  subject: string,
  options: object,
  known: readonly string[],
  unsupported: readonly string[] = [],
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionError(`Cannot ${actionOf(subject)}: options must be an object, received ${describe(options)}`, {
      hint: known.length === 0 ? 'It has no options.' : `Write it as { ${known[0]}: … }.`,
    });
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const value: unknown = Reflect.get(options, name);
    if (unsupported.includes(name)) {
      if (value === undefined || value === null || value === false || value === 0) continue;
      throw new UnsupportedError(
        `Cannot ${actionOf(subject)}: ${name} is not supported and must be left out, received ${describe(value)}`,
      );
    }
    const near = nearestName(name, [...known, ...unsupported]);
    const must = known.length === 0 ? 'there must be no options' : `options must be among ${known.join(', ')}`;
    throw new OptionError(
      `Cannot ${actionOf(subject)}: ${must}, received '${name}'`,
      near === undefined ? {} : { hint: `Did you mean '${near}'?` },
    );
  }
}

/**
 * Gives back a number that lies in its range.
 *
 * @throws OptionError in the form `Cannot create Adam: learningRate must be a finite number above 0, received -1`.
 */
export function checkNumber(subject: string, name: string, value: unknown, range: NumberRange = {}): number {
  const { from = -Infinity, to = Infinity, above = -Infinity, below = Infinity, whole = false } = range;
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    (!whole || Number.isInteger(value)) &&
    value >= from &&
    value <= to &&
    value > above &&
    value < below;
  if (fits) return value;
  const low = range.from === undefined ? (range.above === undefined ? '' : `above ${above}`) : `from ${from}`;
  const high = range.to === undefined ? (range.below === undefined ? '' : `below ${below}`) : `to ${to}`;
  const joint = low !== '' && high !== '' && !(range.from !== undefined && range.to !== undefined) ? ' and ' : ' ';
  const bounds = `${low}${joint}${high}`.trim();
  const kind = whole ? 'a whole number' : 'a finite number';
  const must = bounds === '' ? kind : `${kind} ${bounds}`;
  throw new OptionError(`Cannot ${actionOf(subject)}: ${name} must be ${must}, received ${describe(value)}`);
}

/** Gives back a boolean. */
export function checkBoolean(subject: string, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new OptionError(`Cannot ${actionOf(subject)}: ${name} must be true or false, received ${describe(value)}`);
}

/** Gives back a text that is not empty. */
export function checkText(subject: string, name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new OptionError(`Cannot ${actionOf(subject)}: ${name} must be a text, received ${describe(value)}`);
}

/** Gives back one of some texts. */
export function checkChoice<T extends string>(subject: string, name: string, value: unknown, choices: readonly T[]): T {
  if (choices.includes(value as T)) return value as T;
  const near = typeof value === 'string' ? nearestName(value, choices) : undefined;
  throw new OptionError(
    `Cannot ${actionOf(subject)}: ${name} must be one of ${choices.join(', ')}, received ${describe(value)}`,
    near === undefined ? {} : { hint: `Did you mean '${near}'?` },
  );
}

/** What to throw for a name that is not there: `Cannot find <kind> '<wrong>': name must be one of …, received …`. */
export function unknownName(kind: string, wrong: unknown, names: readonly string[]): OptionError {
  const near = typeof wrong === 'string' ? nearestName(wrong, names) : undefined;
  const received = describe(wrong);
  const message = `Cannot find ${kind} ${received}: name must be one of ${names.join(', ')}, received ${received}`;
  if (near !== undefined) return new OptionError(message, { hint: `Did you mean '${near}'?` });
  const isClass = typeof wrong === 'function' && /^class\b/.test(String(wrong));
  return new OptionError(message, isClass ? { hint: `Give an object of the class: new ${wrong.name}(…).` } : {});
}

/** The value of a name in an index of names. */
export function findByName<T>(kind: string, index: Readonly<Record<string, T>>, name: unknown): T {
  if (typeof name === 'string' && Object.hasOwn(index, name)) return index[name] as T;
  throw unknownName(kind, name, Object.keys(index));
}
