// memcell export as a user meets it, and the types it writes as the compiler does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  Add,
  Dense,
  Dropout,
  GRU,
  Input,
  LSTM,
  Masking,
  Model,
  Sequential,
  type SymbolicTensor,
} from '../../src/index.ts';
import { exportStandalone, saveModel } from '../../src/interop/io.ts';
import { type Made, folder as modules, type Standalone } from '../support/standalone.ts';
import { fails, folder, memcell } from './process.ts';

const all = { returnSequences: true };
const adder = (): Sequential =>
  new Sequential(
    [Input({ shape: [null, 2] }), new LSTM({ units: 20, ...all }), new GRU({ units: 5 }), new Dense({ units: 3 })],
    { name: 'adder', seed: 2 },
  );

describe('memcell export', () => {
  before(async () => {
    await saveModel(adder(), join(folder, 'adder.safetensors'));
    mkdirSync(join(folder, 'made.mjs'));
  });
  const to = (path: string, ...more: string[]): string[] => [
    'export',
    'adder.safetensors',
    '--standalone',
    path,
    ...more,
  ];

  it('writes a module and its types, and says what they weigh', async () => {
    const { code, out, err } = memcell(...to('adder.mjs'));
    assert.deepEqual([code, err], [0, '']);
    assert.match(
      out,
      /^Exported Sequential 'adder' to adder\.mjs, [\d.]+ kB \([\d.]+ kB gzipped\): weights [\d.]+ kB, kernels [\d.]+ kB, program [\d.]+ kB\n$/,
    );
    const { predict } = (await import(pathToFileURL(join(folder, 'adder.mjs')).href)) as Standalone;
    assert.deepEqual((predict([[[1, 2]]]) as Made).shape, [1, 3]);
    assert.match(
      readFileSync(join(folder, 'adder.d.mts'), 'utf8'),
      /'input_layer' \[any, any, 2\] to 'dense' \[any, 3\]/,
    );
  });
  it('writes kernels beside it, or none, and no types where none are wanted', () => {
    assert.match(
      memcell(...to('apart.js', '--engine', 'separate', '--no-types')).out,
      /\nKernels to apart\.wasm, [\d.]+ kB \([\d.]+ kB gzipped\)\n$/,
    );
    assert.ok(WebAssembly.validate(readFileSync(join(folder, 'apart.wasm'))));
    assert.deepEqual(memcell(...to('plain.mjs', '--engine', 'js', '--quiet')), {
      code: 0,
      out: '',
      err: '',
    });
    assert.deepEqual(
      readdirSync(folder)
        .filter((name) => /^(apart|plain)/.test(name))
        .sort(),
      ['apart.js', 'apart.wasm', 'plain.d.mts', 'plain.mjs'],
    );
  });
  it('refuses what cannot be, before it writes anything', () => {
    fails(to('x.cjs'), 2, "Cannot export: --standalone must end in .mjs or .js, received '.cjs'");
    fails(to('x'), 2, 'Cannot export: --standalone must end in .mjs or .js, received no ending');
    fails(to('made.mjs'), 2, "Cannot export: --standalone must name a file, received the folder 'made.mjs'");
    fails(
      to('none/x.mjs'),
      2,
      "Cannot export: --standalone must name a file in a folder that exists, received 'none/x.mjs'",
    );
    fails(
      to('x.mjs', '--engine', 'gpu'),
      2,
      "Cannot export: --engine must be one of wasm, js, separate, received 'gpu'",
    );
    fails(to('x.mjs', '--build', 'fast'), 2, "Cannot export: --build must be one of strict, relaxed, received 'fast'");
    fails(
      to('x.mjs', '--engine', 'js', '--build', 'relaxed'),
      2,
      "Cannot export: --build must be left out with --engine js, received 'relaxed'",
    );
    mkdirSync(join(folder, 'half.d.mts'));
    fails(
      to('half.mjs', '--engine', 'separate'),
      2,
      "Cannot export: a file must be written beside the module, received the folder 'half.d.mts'",
    );
    assert.ok(!existsSync(join(folder, 'half.wasm')));
    const missing = "Cannot read file 'none.safetensors': file must exist, received no such file";
    fails(['export', 'none.safetensors', '--standalone', 'x.mjs'], 1, missing, 'Look for a typing error in the path.');
    assert.ok(!existsSync(join(folder, 'x.mjs')));
  });
});

describe('the declarations of an exported module', () => {
  it('fit what it gives', async () => {
    const [a, b] = [Input({ shape: [3] }), Input({ shape: [null, 2], name: 'b' })];
    const h = new LSTM({ units: 3, dropout: 0.1 }).apply(new Masking().apply(b)) as SymbolicTensor;
    const two = new Model({ inputs: [a, b], outputs: [h, new Dropout({ rate: 0.1 }).apply(new Add().apply([a, h]))] });
    for (const [name, model] of Object.entries({ one: adder(), two })) {
      writeFileSync(join(modules, `${name}.d.mts`), (await exportStandalone(model)).declarations);
      writeFileSync(join(modules, `${name}.mjs`), (await exportStandalone(model)).module);
    }
    const program = `import * as one from './one.mjs';
import * as two from './two.mjs';
export const y: Float32Array = one.predict([[[1, 2]]], { batchSize: 3 }).data;
export const z: one.Prediction = one.predictStep({ data: new Float32Array(2), shape: [1, 2] });
export const [first, second]: readonly two.Prediction[] = two.predict({ input_layer: [[1, 2, 3]], b: [[[1, 2]]] });
export const names: readonly string[] = one.metadata.inputs.map(({ name }) => name);
one.resetStates();
await one.start();
// @ts-expect-error a text is no array of numbers
one.predict('abc');
`;
    writeFileSync(join(modules, 'use.mts'), program);
    const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
    const words = [tsc, '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', '', 'use.mts'];
    const { stdout, status } = spawnSync(process.execPath, words, { cwd: modules, encoding: 'utf8' });
    assert.equal(status, 0, stdout);
  });
});
