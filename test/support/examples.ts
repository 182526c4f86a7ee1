// Examples in documents and docstrings, as modules that run: `expression; // => text` becomes a check.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, inspect } from 'node:util';

export interface Example {
  readonly path: string;
  /** Of the first line of code, from 1. */
  readonly line: number;
  readonly code: string;
}

const root: URL = new URL('../..', import.meta.url);

/** The examples of a Markdown file (each block of TypeScript), or of a source (those under `@example`). */
export function examplesOf(path: string, source: string): Example[] {
  if (path.endsWith('.md')) return blocks(path, source, 1);
  const examples: Example[] = [];
  for (const { 0: comment, index } of source.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const text = comment.replace(/\*\/$/, '').replace(/^[ \t]*\/?\*+ ?/gm, '');
    for (const found of text.matchAll(/^@example\b[\s\S]*?(?=^@\w|$(?![\s\S]))/gm)) {
      const line = lineAt(source, index) + lineAt(text, found.index) - 1;
      const inside = blocks(path, found[0], line);
      if (!/^ *```ts\b/m.test(found[0])) throw new Error(`${path}:${line}: an @example must hold a \`\`\`ts block`);
      examples.push(...inside);
    }
  }
  return examples;
}

function blocks(path: string, text: string, firstLine: number): Example[] {
  return [...text.matchAll(/^( *)```ts( no-run)?\n([\s\S]*?)^\1```/gm)]
    .filter(([, , noRun]) => !noRun)
    .map(({ index, 3: code = '' }) => ({ path, line: firstLine + lineAt(text, index), code }));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Writes the example as a module into `folder` and runs it in this process; rejects where it throws or a check fails. */
export async function runExample(example: Example, folder: string): Promise<void> {
  const file = join(folder, `${example.path.replace(/\W/g, '-')}-${example.line}.mts`);
  writeFileSync(file, toModule(example));
  await import(pathToFileURL(file).href);
}

function toModule({ path, line, code }: Example): string {
  const own = `import { check as check__, console } from '${import.meta.url}'; `;
  const imports = /\b((?:from|import)\s*\(?\s*['"])((?:memcell|\.)[^'"]*)(['"])/g;
  const lines = code.split('\n').map((text, index) => toCheck(text, `${path}:${line + index}`));
  return own + lines.join('\n').replace(imports, (_, before, name, after) => before + sourceOf(name, path) + after);
}

/** 'memcell/io' -> the source behind that entry of package.json; './x.ts' -> beside the example's file. */
function sourceOf(name: string, path: string): string {
  if (name.startsWith('.')) return new URL(name, new URL(path, root)).href;
  const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const built: string | undefined = exports[name.replace(/^memcell/, '.')]?.default;
  if (!built) throw new Error(`Cannot run ${path}: '${name}' is not exported by package.json`);
  return new URL(built.replace(/^\.\/dist\/(.*)\.js$/, 'src/$1.ts'), root).href;
}

function toCheck(text: string, where: string): string {
  const found = /^(.*?)\/\/ => (.*)$/.exec(text);
  if (!found) return text;
  const [, before = '', expected = ''] = found;
  const statement = before.trim().replace(/;$/, '');
  if (statement === '') throw new Error(`Cannot check ${where}: '// =>' must stand behind a statement of one line`);
  const call = (value: string): string =>
    `check__(${JSON.stringify(where)}, ${JSON.stringify(expected.trim())}, ${value});`;
  const declared = /^(?:const|let)\s+(\w+)/.exec(statement)?.[1];
  if (declared) return `${statement}; ${call(`[${declared}]`)}`;
  const logged = /^console\.log\(([\s\S]*)\)$/.exec(statement)?.[1];
  return call(logged === undefined ? `[${statement}]` : `[${logged}], true`);
}

/** Compares with what `util.inspect`, `String` or (with `logged`) `console.log` make of it; '…' stands for any text. */
export function check(where: string, expected: string, values: readonly unknown[], logged = false): void {
  const texts = logged ? [format(...values)] : [inspect(values[0], { breakLength: Infinity }), String(values[0])];
  const pattern = expected.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const matches = new RegExp(`^${pattern.join('[\\s\\S]*')}$`);
  if (!texts.some((text) => matches.test(text))) assert.fail(`${where}: expected ${expected}, received ${texts[0]}`);
}

/** Examples may print; the test stays quiet. */
export const console: Pick<Console, 'log' | 'table' | 'info'> = { log: () => {}, table: () => {}, info: () => {} };
