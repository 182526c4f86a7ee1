// What a page loads that trains an LSTM: how large it is, and that nothing creeps into it that it does not use.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** Bytes of the bundle after gzip -9. What may only shrink; the aim is 60,000. */
const BUDGET = 80_000;

/** What no bundle needs that neither reads nor writes files and draws nothing. */
const ABSENT = ['formats', 'text', 'logs', 'plots', 'interop', 'experiments', 'cli'];
/** Of `data` only what `fit` calls for arrays. */
const OF_DATA = ['batches', 'check-finite', 'class-weight', 'dataset'];

interface Bundle {
  readonly text: string;
  readonly zipped: number;
  /** Minified bytes of each file in it. */
  readonly files: ReadonlyMap<string, number>;
}

async function bundle(contents: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  const [output] = outputFiles;
  assert.ok(output !== undefined);
  const zipped = gzipSync(output.contents, { level: 9 }).length;
  return { text: output.text, zipped, files: filesOf(metafile) };
}

function filesOf({ outputs }: Metafile): Map<string, number> {
  const [output] = Object.values(outputs);
  const inputs = Object.entries(output?.inputs ?? {}).map(
    ([path, { bytesInOutput }]) => [path, bytesInOutput] as const,
  );
  return new Map(inputs.filter(([path, bytes]) => path.startsWith('src/') && bytes > 0));
}

/** The folders of src/ by their share, the largest first. */
function shares(files: Bundle['files']): string {
  const folders = new Map<string, number>();
  for (const [path, bytes] of files) {
    const folder = folderOf(path);
    folders.set(folder, (folders.get(folder) ?? 0) + bytes);
  }
  const rows = [...folders].sort(([, a], [, b]) => b - a);
  return rows.map(([folder, bytes]) => `${String(bytes).padStart(8)}  ${folder}`).join('\n');
}

const folderOf = (path: string): string => path.split('/').slice(1, -1).join('/') || '(files of src)';

describe('a bundle of { Sequential, LSTM, Dense, Adam }', async () => {
  const entry = "import { Sequential, LSTM, Dense, Adam } from './src/index.ts';";
  const { zipped, files } = await bundle(`${entry} console.log(Sequential, LSTM, Dense, Adam);`);

  it('is within its budget', () =>
    assert.ok(
      zipped <= BUDGET,
      `${zipped} bytes after gzip -9, of ${BUDGET}; minified bytes of each folder:\n${shares(files)}`,
    ));
  it('has nothing of what it does not use', () => {
    const paths = [...files.keys()];
    assert.ok(paths.length > 100, `only ${paths.length} files`);
    assert.deepEqual(
      paths.filter((path) => ABSENT.includes(path.split('/')[1] as string)),
      [],
    );
    const data = paths.filter((path) => path.startsWith('src/data/'));
    assert.deepEqual(
      data.sort(),
      OF_DATA.map((name) => `src/data/${name}.ts`),
    );
  });
});

/** What the function `run` of a bundle's entry gives. */
async function outcome<T>(entry: string): Promise<T> {
  const { text } = await bundle(entry);
  const folder = mkdtempSync(join(tmpdir(), 'memcell-bundle-'));
  try {
    const path = join(folder, 'bundle.mjs');
    writeFileSync(path, text);
    const { run } = (await import(pathToFileURL(path).href)) as { run: () => Promise<T> };
    return await run();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it('a bundle trains and predicts with what is named by strings', async () => {
  const [losses, shape] = await outcome<[number[], number[]]>(`
    import { Sequential, LSTM, Dense } from './src/index.ts';
    export async function run() {
      const model = new Sequential([new LSTM({ units: 4 }), new Dense({ units: 1 })], { seed: 1 });
      model.compile({ optimizer: 'adam', loss: 'meanSquaredError', metrics: ['meanAbsoluteError'] });
      const history = await model.fit([[[1], [2]], [[3], [4]]], [[1], [0]], { epochs: 2 });
      return [history.history.loss, model.predict([[[1], [2]]]).shape];
    }`);
  assert.equal(losses.length, 2);
  assert.ok((losses[1] as number) < (losses[0] as number));
  assert.deepEqual(shape, [1, 1]);
});

it('a bundle holds the schedules where an optimizer is made from its config, and else says how to get them', async () => {
  const entry = '{ className: "StepDecay", config: { initialLearningRate: 0.5, stepSize: 3 } }';
  const rate = await outcome<number>(`
    import { optimizerFromConfig } from './src/index.ts';
    export const run = () => optimizerFromConfig({ className: 'Adam', config: { learningRate: ${entry} } }).learningRate;`);
  assert.equal(rate, 0.5);
  const without = outcome(`
    import { Adam } from './src/index.ts';
    export const run = () => new Adam({ learningRate: ${entry} });`);
  await assert.rejects(without, {
    message: "Cannot make schedule: className must be that of a schedule which this bundle holds, received 'StepDecay'",
    hint: 'Give the schedule itself, or scheduleFromConfig(entry), which brings all of them.',
  });
});

it('a bundle without Input refuses to apply layers, and one with Input builds models', async () => {
  const without = outcome(`
    import { Dense } from './src/index.ts';
    export const run = () => new Dense({ units: 1 }).apply([1]);`);
  await assert.rejects(without, {
    message: "Cannot apply Dense 'dense': inputs must be symbolic tensors, received [1]",
    hint: 'apply() only builds the graph of a Model, from Input({ shape }). For numbers call predict() of a model.',
  });
  const counts = await outcome<number[]>(`
    import { Dense, Input, Model, Sequential } from './src/index.ts';
    export function run() {
      const inputs = Input({ shape: [2] });
      const model = new Model({ inputs, outputs: new Dense({ units: 3 }).apply(inputs) });
      const sequential = new Sequential([Input({ shape: [4] }), new Dense({ units: 3 })]);
      return [model.countParams(), sequential.countParams()];
    }`);
  assert.deepEqual(counts, [9, 15]);
});

it('what stands in the place of files in bundles for pages exports the same names', async () => {
  const root = new URL('..', import.meta.url);
  const { browser } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    browser: Record<string, string>;
  };
  const built = Object.entries(browser).filter(([path]) => path.startsWith('./dist/'));
  const sources = Object.entries(browser).filter(([path]) => path.startsWith('./src/'));
  const sourceOf = (path: string) => path.replace('./dist/', './src/').replace(/\.js$/, '.ts');
  assert.deepEqual(
    built.map((pair) => pair.map(sourceOf)),
    sources,
  );
  assert.ok(sources.length > 0);
  for (const [path, other] of sources) {
    const [own, its] = await Promise.all([path, other].map((each) => import(new URL(each, root).href)));
    assert.deepEqual(Object.keys(its), Object.keys(own), path);
  }
});
