// Runs experiments with their default presets and seed 1, and keeps one picture of each in docs/gallery:
// `npm run docs:gallery` for all of them, `npm run docs:gallery -- adder sine-cosine` for some. Prints the scores.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The picture of each, by the name of its file in the run folder. */
const pictures: Readonly<Record<string, string>> = {
  adder: 'carry',
  'keras-adder': 'learning-curve',
  'sine-cosine': 'waves',
  'lstm-by-hand': 'cell',
  vanishing: 'gradients',
  'mnist-rows': 'confusion',
  'rnn-from-scratch': 'learning-curve',
  'list-fit': 'learning-curve',
  'next-prime': 'answers',
  'cifar-cnn': 'per-class',
  translate: 'attention',
  'char-lm': 'letters',
  sentiment: 'words',
  novel: 'map',
};

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'memcell-gallery-'));
mkdirSync('docs/gallery', { recursive: true });
try {
  const asked = process.argv.slice(2);
  for (const name of asked.length > 0 ? asked : Object.keys(pictures)) {
    const out = join(folder, name);
    const args = ['src/cli/main.ts', 'run', name, '--out', out, '--json', '--quiet'];
    const printed = execFileSync(process.execPath, args, { encoding: 'utf8' });
    const { score, steps } = JSON.parse(printed.trim().split('\n').at(-1) ?? '');
    copyFileSync(join(out, 'plots', `${pictures[name]}.svg`), `docs/gallery/${name}.svg`);
    console.log(`${name}: ${JSON.stringify(score)} after ${steps} steps`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
