// Writes dist/node/: all entries of the package once more, bundled into few files that share their parts. Node reads them
// in 30 ms where the several hundred files of dist/ take 135. Bundlers take those, of which they can leave any out.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { node?: string; default: string }>;
};
const entries = Object.values(exports).flatMap((each) =>
  typeof each === 'object' && each.node !== undefined ? [[each.node, each.default] as const] : [],
);
const name = (path: string): string => path.replace(/^\.\/dist\/node\/(.*)\.js$/, '$1');

// Not keepNames: it writes calls into functions, and memcell/io exports some of them as text.
const { outputFiles } = await build({
  entryPoints: {
    ...Object.fromEntries(entries.map(([bundled, own]) => [name(bundled), own])),
    // beside the shared parts, since the engine asks for it by its path (src/backend/wasm/modules.ts)
    'shared/generated/strict': './dist/backend/wasm/generated/strict.js',
  },
  outdir: 'dist/node',
  chunkNames: 'shared/[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  packages: 'external',
  write: false,
});
const classes = new Set(
  outputFiles.flatMap(({ text }) => [...text.matchAll(/^var (\w+) = class\b/gm)].map(([, id]) => id)),
);
for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text + namesOf(text));
}

/** Gives classes their names back that the bundler calls otherwise (`_Random`, `ModelCheckpoint2`): errors tell them. */
function namesOf(text: string): string {
  const lines = [...text.matchAll(/^var (\w+) = class( _\w+)?/gm)].map(([, id = '', inner]) => {
    const first = id.replace(/\d+$/, '');
    const own = first !== id && classes.has(first) ? first : id;
    if (own === id && inner === undefined) return '';
    return `Object.defineProperty(${id}, 'name', { value: '${own}', configurable: true });\n`;
  });
  return lines.join('');
}
