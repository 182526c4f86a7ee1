import { ByteReader, leb, readCode } from './wasm-code.ts';

/** What `kernelSubset` gives. */
export interface KernelSubset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Number of parameters of each exported function. */
  readonly parameters: ReadonlyMap<string, number>;
}

interface FunctionBody {
  /** Index of its type. */
  readonly type: number;
  /** Where its body stands in the module, without its length. */
  readonly begin: number;
  readonly end: number;
}

interface Sections {
  readonly types: readonly { readonly parameters: number; readonly bytes: Uint8Array }[];
  readonly functions: readonly FunctionBody[];
  readonly exports: ReadonlyMap<string, number>;
  /** Bytes of the sections that stay as they are, by their ids. */
  readonly others: ReadonlyMap<number, Uint8Array>;
}

const [TYPE, IMPORT, FUNCTION, EXPORT, CODE] = [1, 2, 3, 7, 10] as const;
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
/** Imports the memory `env.memory`: at least one page, and not shared, so that every runtime takes it. */
const OWN_MEMORY = [1, 3, ...text('env'), 6, ...text('memory'), 2, 0, 1];

/**
 * A part of a module of kernels: the functions `names` and those that they call. Code, types and order stay as they are; the
 * memory that it imports need not be shared.
 */
export function kernelSubset(module: Uint8Array, names: readonly string[]): KernelSubset {
  const { types, functions, exports, others } = readSections(module);
  const calls = functions.map(({ begin, end }) => readCode(module, begin, end));
  const kept = new Set<number>();
  const keep = (index: number): void => {
    if (kept.has(index)) return;
    kept.add(index);
    for (const { target } of calls[index] ?? []) keep(target);
  };
  for (const name of names) keep(exports.get(name) as number);
  const order = functions.map((_, i) => i).filter((i) => kept.has(i));
  const place = new Map(order.map((index, i) => [index, i]));
  const usedTypes = [...new Set(order.map((i) => (functions[i] as FunctionBody).type))].sort((a, b) => a - b);

  const body = (index: number): number[] => {
    const { begin, end } = functions[index] as FunctionBody;
    const code: number[] = [];
    let from = begin;
    for (const call of calls[index] ?? []) {
      code.push(...module.subarray(from, call.begin), ...leb(place.get(call.target) as number));
      from = call.end;
    }
    code.push(...module.subarray(from, end));
    return [...leb(code.length), ...code];
  };
  const typeOf = (index: number): number => usedTypes.indexOf((functions[index] as FunctionBody).type);
  const vector = (items: readonly (readonly number[])[]): number[] => [...leb(items.length), ...items.flat()];
  const section = (id: number, content: readonly number[]): number[] => [id, ...leb(content.length), ...content];
  const bytes = [
    ...MAGIC,
    ...section(TYPE, vector(usedTypes.map((i) => [...(types[i]?.bytes ?? [])]))),
    ...section(IMPORT, OWN_MEMORY),
    ...section(FUNCTION, vector(order.map((i) => leb(typeOf(i))))),
    ...[...others].filter(([id]) => id < EXPORT).flatMap(([id, content]) => section(id, [...content])),
    ...section(
      EXPORT,
      vector(
        names.map((name) => [name.length, ...text(name), 0, ...leb(place.get(exports.get(name) as number) as number)]),
      ),
    ),
    ...section(CODE, vector(order.map(body))),
  ];
  const parametersOf = (name: string): number =>
    types[(functions[exports.get(name) as number] as FunctionBody).type]?.parameters ?? 0;
  return { bytes: new Uint8Array(bytes), parameters: new Map(names.map((name) => [name, parametersOf(name)])) };
}

function readSections(module: Uint8Array): Sections {
  const types: { parameters: number; bytes: Uint8Array }[] = [];
  const typeOf: number[] = [];
  const bodies: { begin: number; end: number }[] = [];
  const exports = new Map<string, number>();
  const others = new Map<number, Uint8Array>();
  const reader = new ByteReader(module, 8, module.length);
  while (reader.at < module.length) {
    const id = reader.byte();
    const length = reader.u32();
    const end = reader.at + length;
    const times = (run: () => void): void => {
      for (let left = reader.u32(); left > 0; left--) run();
    };
    if (id === TYPE) {
      times(() => {
        const begin = reader.at;
        reader.byte();
        const parameters = reader.u32();
        reader.at += parameters;
        const results = reader.u32();
        reader.at += results;
        types.push({ parameters, bytes: module.slice(begin, reader.at) });
      });
    } else if (id === FUNCTION) times(() => typeOf.push(reader.u32()));
    else if (id === EXPORT) {
      times(() => {
        const name = reader.name();
        const kind = reader.byte();
        const index = reader.u32();
        if (kind === 0) exports.set(name, index);
      });
    } else if (id === CODE) {
      times(() => {
        const size = reader.u32();
        bodies.push({ begin: reader.at, end: reader.at + size });
        reader.at += size;
      });
    } else if (id !== IMPORT && id !== 0) others.set(id, module.slice(reader.at, end));
    reader.at = end;
  }
  const functions = bodies.map((body, i) => ({ ...body, type: typeOf[i] as number }));
  return { types, functions, exports, others };
}

/** Character codes of plain letters. */
function text(name: string): number[] {
  return [...name].map((letter) => letter.charCodeAt(0));
}
