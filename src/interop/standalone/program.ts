import { UnsupportedError } from '../../errors.ts';
import type { Layer } from '../../layers/layer.ts';
import type { Variable } from '../../tensor/variable.ts';

/** What a layer becomes: the text of a Value, or of a list of them. */
export type Translated = { readonly one: string } | { readonly list: string };

/** Writes what one kind of layer computes, given the texts of its inputs. */
export type Translator = (layer: Layer, inputs: readonly string[], program: Program) => Translated;

/** A weight of the program and the place that it has in the memory. */
export interface PlacedWeight {
  readonly name: string;
  readonly weight: Variable;
  readonly at: number;
}

/** Weights and statements of a model as a program, as translators write it. */
export class Program {
  /** What is refused, as errors name it. */
  readonly subject: string;
  /** Whether some steps may be padding. */
  readonly masked: boolean;
  /** What a layer becomes, of whatever kind. */
  readonly translate: (layer: Layer, inputs: readonly string[]) => Translated;
  readonly #weights = new Map<Variable, PlacedWeight>();
  readonly #keys = new Map<Layer, string>();
  readonly #names = new Set<string>(['x', 'net', 'w', 'network']);
  #lines: string[] = [];
  #end: number;

  /** @param from where the weights begin. */
  constructor(subject: string, { from, masked, translate }: { from: number; masked: boolean; translate: Translator }) {
    this.masked = masked;
    this.subject = subject;
    this.#end = from;
    this.translate = (layer, inputs) => translate(layer, inputs, this);
  }

  get weights(): readonly PlacedWeight[] {
    return [...this.#weights.values()];
  }

  /** Behind the last weight. */
  get end(): number {
    return this.#end;
  }

  /** The text of a weight. */
  weight(weight: Variable): string {
    const known = this.#weights.get(weight);
    if (known !== undefined) return `w.${known.name}`;
    const taken = new Set(this.weights.map(({ name }) => name));
    const name = unique(identifier(weight.name), taken);
    this.#weights.set(weight, { name, weight, at: this.#end });
    this.#end += Math.ceil(weight.size / 16) * 64 + 64;
    return `w.${name}`;
  }

  /** The text of a layer's name, with a number behind it where another layer has it too: its states are kept under it. */
  key(layer: Layer): string {
    const key = this.#keys.get(layer) ?? unique(layer.name, new Set(this.#keys.values()));
    this.#keys.set(layer, key);
    return JSON.stringify(key);
  }

  /** Writes `const name = …`, and gives the names. */
  let(name: string, value: Translated, count = 1): string[] {
    const base = identifier(name);
    const names = Array.from({ length: count }, (_, i) => this.name(i === 0 ? base : `${base}_${i}`));
    this.#lines.push(
      'one' in value ? `const ${names[0]} = ${value.one};` : `const [${names.join(', ')}] = ${value.list};`,
    );
    return names;
  }

  /** A name of its own. */
  name(wanted: string): string {
    const name = unique(identifier(wanted), this.#names);
    this.#names.add(name);
    return name;
  }

  /** The text of a function of these parameters, whose statements `write` makes. */
  block(parameters: readonly string[], write: () => string): string {
    const outer = this.#lines;
    this.#lines = [];
    const result = write();
    const lines = this.#lines;
    this.#lines = outer;
    if (lines.length === 0) return `(${parameters.join(', ')}) => ${result}`;
    const body = [...lines, `return ${result};`].map((line) => `  ${line.replaceAll('\n', '\n  ')}`).join('\n');
    return `(${parameters.join(', ')}) => {\n${body}\n}`;
  }

  /** Throws for what cannot be exported. */
  refuse(layer: Layer, must: string, received: string, hint?: string): never {
    throw new UnsupportedError(
      `Cannot export ${this.subject}: ${layer.className} '${layer.name}' ${must}, received ${received}`,
      hint === undefined ? {} : { hint },
    );
  }
}

function identifier(name: string): string {
  const plain = name.replaceAll(/[^\w$]+/g, '_');
  return /^[a-z_$]/i.test(plain) && !RESERVED.has(plain) ? plain : `_${plain}`;
}

/** Names that layers may have and variables may not. */
const RESERVED = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield arguments eval undefined NaN Infinity'.split(
    ' ',
  ),
);

function unique(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let i = 1; ; i++) if (!taken.has(`${name}_${i}`)) return `${name}_${i}`;
}
