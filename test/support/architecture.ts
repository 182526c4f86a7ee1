// The rules of the house (CONTRIBUTING.md), as functions over sources, so that the test can show that each one can fail.
import { posix } from 'node:path';

/** Sources by path from the repository root, with forward slashes. */
export type Sources = ReadonlyMap<string, string>;

/** Who may import whom: a lower level never imports a higher one, types included. */
const levels: readonly (readonly string[])[] = [
  ['errors', 'nearest-name', 'options', 'config', 'random', 'math', 'platform'],
  ['backend', 'formats'],
  ['tensor'],
  ['autograd'],
  ['ops'],
  ['activations', 'initializers', 'regularizers', 'constraints', 'losses', 'metrics', 'optimizers'],
  ['cells'],
  ['layers'],
  ['data', 'text', 'logs', 'plots', 'inspect'],
  ['train'],
  ['models'],
  ['interop'],
  ['tasks'],
  ['index', 'experiments', 'distributed', 'serve'],
  ['cli'],
];
const levelOf: ReadonlyMap<string, number> = new Map(
  levels.flatMap((names, level) => names.map((name) => [name, level] as const)),
);

/** Narrower than the level: the only places of src/ that these may import, besides themselves. */
const narrower: Readonly<Record<string, readonly string[]>> = {
  formats: levels.slice(0, 1).flat(),
  optimizers: [...levels.slice(0, 3).flat(), 'constraints'],
  index: levels.slice(0, 11).flat(),
};

const mayUseNode: readonly string[] = ['cli', 'serve', 'distributed'];
/** The packages that a place of src/ may import; everything else there is the project's own. */
const packages: Readonly<Record<string, readonly string[]>> = {
  cli: ['commander'],
  formats: ['fflate', 'h5wasm', 'pbf'],
  plots: ['d3-scale', 'd3-shape'],
  text: ['jieba-wasm'],
};
const engineDependentMath: readonly string[] =
  'exp expm1 log log2 log10 log1p pow sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh cbrt hypot random'.split(
    ' ',
  );

const maxLines = 400;

export function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || !path.startsWith('src/');
}

/** 'src/ops/add.ts' -> 'ops', 'src/math.ts' -> 'math'. */
export function placeOf(path: string): string {
  const [, first = ''] = path.split('/');
  return first.replace(/\.ts$/, '');
}

/** Blanks comments, and with `strings: true` what strings hold, keeping every other character where it is. */
export function mask(source: string, { strings = false }: { strings?: boolean } = {}): string {
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`|(?<=(?:^|[=(,:[!&|?{};\n]|\breturn)\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\//g;
  return source.replace(token, (text) => {
    const comment = text.startsWith('//') || text.startsWith('/*');
    if (!comment && !strings) return text;
    const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
    return comment ? blank(text) : text[0] + blank(text.slice(1, -1)) + text.at(-1);
  });
}

/** What a module imports, types and dynamic imports included. */
export function importsOf(source: string): string[] {
  const pattern = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g;
  const code = mask(source);
  const bare = mask(source, { strings: true });
  return [...code.matchAll(pattern)].filter(({ index }) => /\w/.test(bare[index] ?? '')).map(([, , name = '']) => name);
}

function resolve(from: string, name: string): string {
  return posix.join(posix.dirname(from), name);
}

/** Imports of the project's own files, from file to file; tests left out. */
function graph(sources: Sources): Map<string, string[]> {
  const files = [...sources].filter(([path]) => !isTest(path));
  return new Map(
    files.map(([path, source]) => {
      const own = importsOf(source).filter((name) => name.startsWith('.'));
      return [path, own.map((name) => resolve(path, name))];
    }),
  );
}

export function checkLevels(sources: Sources): string[] {
  const problems: string[] = [];
  for (const [path, imported] of graph(sources)) {
    const from = placeOf(path);
    const level = levelOf.get(from);
    if (level === undefined) {
      problems.push(`${path}: '${from}' has no level`);
      continue;
    }
    for (const target of imported) {
      const to = placeOf(target);
      if (isTest(target)) problems.push(`${path} imports ${target}: src/ may import only src/, and no test`);
      else if (to === from || path === target) continue;
      else if (!levelOf.has(to)) problems.push(`${path} imports ${target}: '${to}' has no level`);
      else if ((levelOf.get(to) ?? 0) > level) problems.push(`${path} imports ${target}: '${to}' is above '${from}'`);
      else if (narrower[from] && !narrower[from].includes(to)) {
        problems.push(`${path} imports ${target}: '${from}' may import only ${narrower[from].join(', ')}`);
      }
    }
  }
  return problems;
}

export function checkCycles(sources: Sources): string[] {
  const files = graph(sources);
  const places = new Map<string, string[]>();
  for (const [path, imported] of files) {
    const from = placeOf(path);
    const others = imported.filter((target) => !isTest(target) && placeOf(target) !== from).map(placeOf);
    places.set(from, [...(places.get(from) ?? []), ...others]);
  }
  return [
    ...cycles(files).map((cycle) => `files in a cycle: ${cycle.join(' -> ')}`),
    ...cycles(places).map((cycle) => `folders in a cycle: ${cycle.join(' -> ')}`),
  ];
}

/** One cycle for each edge that closes one on a depth-first walk. */
function cycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  function visit(node: string, path: readonly string[]): void {
    const start = path.indexOf(node);
    if (start >= 0) found.push([...path.slice(start), node]);
    if (start >= 0 || done.has(node)) return;
    for (const next of new Set(edges.get(node))) visit(next, [...path, node]);
    done.add(node);
  }
  for (const node of edges.keys()) visit(node, []);
  return found;
}

export function checkImports(sources: Sources): string[] {
  const problems: string[] = [];
  for (const [path, source] of sources) {
    for (const name of importsOf(source)) {
      const place = placeOf(path);
      if (name.startsWith('.')) {
        if (!/\.(ts|mjs)$/.test(name)) problems.push(`${path} imports '${name}': relative imports end in .ts`);
      } else if (isTest(path)) continue;
      else if (name.startsWith('node:')) {
        if (!mayUseNode.includes(place)) problems.push(`${path} imports '${name}': ask platform/ instead`);
      } else if (!packages[place]?.includes(name)) {
        problems.push(`${path} imports '${name}': '${place}' may import no such package`);
      }
    }
  }
  return problems;
}

export function checkFiles(sources: Sources): string[] {
  const problems: string[] = [];
  for (const [path, source] of sources) {
    const lines = source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
    if (lines > maxLines) problems.push(`${path} has ${lines} lines: the cap is ${maxLines}`);
    for (const part of path.split('/')) {
      if (!/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*$/.test(part)) problems.push(`${path}: '${part}' is not kebab-case`);
    }
  }
  return problems;
}

export function checkSyntax(sources: Sources): string[] {
  const rules: readonly (readonly [RegExp, string])[] = [
    [/\bexport\s+default\b|\bas\s+default\s*[,}]/, 'a default export: export names'],
    [/(?:[:|&<]|\bas)\s*any\b(?!\s*[(=])|\bany\s*(?:\[\]|>)/, "the type 'any'"],
    [/^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+\w/, 'an enum: take a union of string literals'],
  ];
  return problemsByLine(sources, (line) =>
    rules.flatMap(([pattern, problem]) => (pattern.test(line) ? [problem] : [])),
  );
}

/** Engines differ in the last bits of these; `src/math.ts` has our own. */
export function checkMath(sources: Sources): string[] {
  const call = new RegExp(`\\bMath\\s*\\.\\s*(${engineDependentMath.join('|')})\\b`);
  const own = new Map([...sources].filter(([path]) => !isTest(path)));
  return problemsByLine(own, (line) => {
    const problems: string[] = [];
    const used = call.exec(line)?.[1];
    if (used) problems.push(`Math.${used} differs between engines: take it from math.ts`);
    if (/\bMath\s*\[|\}\s*=\s*Math\b|=\s*Math\s*(?:;|$)/.test(line)) problems.push('Math must be used as Math.name');
    const power = /([\w.)\]]+)\s*\*\*=?\s*(-?[\w.(]+)/.exec(line);
    if (power && !power.slice(1).every((operand) => /^-?[\d.]+(e\d+)?$/.test(operand))) {
      problems.push('`**` on what is not a number literal differs between engines: take pow from math.ts');
    }
    return problems;
  });
}

function problemsByLine(sources: Sources, check: (line: string) => string[]): string[] {
  return [...sources].flatMap(([path, source]) =>
    mask(source, { strings: true })
      .split('\n')
      .flatMap((line, index) => check(line).map((problem) => `${path}:${index + 1}: ${problem}`)),
  );
}
