// Writes dist/node/: all entries of the package once more, bundled into few files that share their parts. Node reads them
// in 30 ms where the several hundred files of dist/ take 135. Bundlers take those, of which they can leave any out.
import { readFileSync } from 'node:fs';
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

await build({
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
  keepNames: true, // errors tell classes by their names
});
