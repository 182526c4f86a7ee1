// `memcell predict` and `inspect`: every format of file, and files that are none.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readCsv } from '../../src/formats/csv.ts';
import { readNpy, writeNpy } from '../../src/formats/npy.ts';
import { modelBytes } from '../../src/interop/io.ts';
import { Dense } from '../../src/layers/dense.ts';
import { Input } from '../../src/layers/input.ts';
import { Model } from '../../src/models/model.ts';
import { fails, folder, jsonLines, main, memcell } from './process.ts';

const model = 'all/model.safetensors';

before(() => {
  assert.equal(memcell('run', 'adder', '--quiet', '--out', 'all').code, 0);
});

describe('memcell predict', () => {
  const input = new Float32Array(32);
  input.set([1, 1, 1], 0);

  it('reads and writes npy, csv and tsv, with the same numbers', () => {
    const rows = [0, 1].map((row) => input.subarray(row * 16, row * 16 + 16));
    writeFileSync(join(folder, 'x.npy'), writeNpy({ shape: [2, 8, 2], data: input }));
    writeFileSync(join(folder, 'x.csv'), rows.map((row) => `${row.join(',')}\n`).join(''));
    writeFileSync(join(folder, 'x.tsv'), rows.map((row) => `${row.join('\t')}\n`).join(''));
    const outputs = ['npy', 'csv', 'tsv'].map((ending) => {
      const { code, out, err } = memcell('predict', model, '--input', `x.${ending}`, '--output', `y.${ending}`);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, new RegExp(`^Predicted \\[2, 8, 2\\] to \\[2, 8, 1\\] in .*: y\\.${ending}\\n$`));
      return new Uint8Array(readFileSync(join(folder, `y.${ending}`)));
    });
    const [npy, csv, tsv] = outputs as [Uint8Array, Uint8Array, Uint8Array];
    const { shape, data } = readNpy(npy);
    assert.deepEqual(shape, [2, 8, 1]);
    assert.deepEqual(Float32Array.from(readCsv(csv).data), data);
    assert.deepEqual(Float32Array.from(readCsv(tsv, { delimiter: '\t' }).data), data);
    assert.deepEqual(Array.from(data as Float32Array, Math.round).slice(0, 8), [0, 0, 1, 0, 0, 0, 0, 0]);
  });
  it('--quiet prints nothing', () =>
    assert.deepEqual(memcell('predict', model, '--input', 'x.npy', '--output', 'y.npy', '--quiet'), {
      code: 0,
      out: '',
      err: '',
    }));
  it('refuses names of other formats, and missing options', () => {
    const end = (option: string, received: string): string =>
      `Cannot predict: ${option} must end in .npy, .csv, .tsv, received '${received}'`;
    fails(['predict', model, '--input', 'x.txt', '--output', 'y.npy'], 2, end('--input', 'x.txt'));
    fails(['predict', model, '--input', 'x.npy', '--output', 'y'], 2, end('--output', 'y'));
    fails(
      ['predict', model, '--input', 'x.npy'],
      2,
      "Cannot run 'memcell predict': option '--output <file>' must be given, received none",
      'Usage: memcell predict [options] <model>',
    );
  });
  it('refuses a model of several outputs, which inspect shows', async () => {
    const x = Input({ shape: [2] });
    const outputs = [new Dense({ units: 1 }).apply(x), new Dense({ units: 1 }).apply(x)];
    writeFileSync(join(folder, 'two.safetensors'), modelBytes(new Model({ inputs: x, outputs })));
    const message =
      "Cannot predict with 'two.safetensors': the model must have one input and one output, received one and a list of 2";
    const hint = 'Call predict() of the model in a program.';
    fails(['predict', 'two.safetensors', '--input', 'x.npy', '--output', 'z.npy'], 1, message, hint);
    assert.match(memcell('inspect', 'two.safetensors').out, /dense_1 \(Dense\) +│ .* │ input_layer\[0\]\[0\]/);
  });
  it('refuses missing, damaged and foreign files', () => {
    const predict = (file: string, x: string): string[] => ['predict', file, '--input', x, '--output', 'z.npy'];
    const typing = 'Look for a typing error in the path.';
    const cut = 'The file may have been cut off while it was copied or downloaded.';
    fails(predict(model, 'none.npy'), 1, "Cannot read file 'none.npy': file must exist, received no such file", typing);
    fails(
      predict('no.safetensors', 'x.npy'),
      1,
      "Cannot read file 'no.safetensors': file must exist, received no such file",
      typing,
    );
    mkdirSync(join(folder, 'folder.npy'));
    fails(predict(model, 'folder.npy'), 1, "Cannot read file 'folder.npy': path must be a file, received a folder");
    writeFileSync(join(folder, 'cut.npy'), readFileSync(join(folder, 'x.npy')).subarray(0, 200));
    const size = 'data of dtype <f4 and shape [2, 8, 2] must be 128 bytes';
    fails(predict(model, 'cut.npy'), 1, `Cannot read npy 'cut.npy': ${size}, received 72`, cut);
    writeFileSync(join(folder, 'cut.safetensors'), readFileSync(join(folder, model)).subarray(0, 9));
    const length = readFileSync(join(folder, model)).readUInt32LE(0); // a file begins with the size of its header
    const header = `header must be at most 1 bytes in this file, received ${length}`;
    fails(
      predict('cut.safetensors', 'x.npy'),
      1,
      `Cannot read safetensors 'cut.safetensors': ${header}`,
      `${cut} Or it has another format.`,
    );
    assert.ok(!existsSync(join(folder, 'z.npy')));
  });
  it('refuses numbers and shapes that do not fit', () => {
    const predict = (x: string): string[] => ['predict', model, '--input', x, '--output', 'z.npy'];
    writeFileSync(join(folder, 'nan.npy'), writeNpy({ shape: [1, 8, 2], data: new Float32Array(16).fill(NaN) }));
    fails(
      predict('nan.npy'),
      1,
      "Cannot predict with Sequential 'adder': input must be finite, received NaN at [0, 0, 0]",
    );
    writeFileSync(join(folder, 'wide.csv'), '1,2,3\n');
    fails(
      predict('wide.csv'),
      1,
      "Cannot predict: rows of 'wide.csv' must have 16 numbers for inputs of shape [null, 8, 2], received 3",
    );
    writeFileSync(join(folder, 'text.csv'), '1,2\n3,x\n');
    fails(predict('text.csv'), 1, "Cannot read csv 'text.csv': line 2 column 2 must be a number, received 'x'");
    assert.ok(!existsSync(join(folder, 'z.npy')));
  });
  it('refuses a place that cannot be written', () =>
    fails(
      ['predict', model, '--input', 'x.npy', '--output', 'none/y.npy'],
      1,
      "Cannot write file 'none/y.npy': its folder must exist, received no such folder",
      'Make the folder first.',
    ));
});

describe('memcell inspect', () => {
  it('shows the summary of a model, and dtype, shape and range of an array', () => {
    const { code, out } = memcell('inspect', 'all/model.safetensors');
    assert.equal(code, 0);
    assert.match(out, /^Model: "adder"\n/);
    assert.match(out, / Total params: 5,141 \(20\.08 KB\)\n/);
    assert.equal(memcell('inspect', 'x.npy').out, 'x.npy  <f4 [2, 8, 2], 32 numbers, from 0 to 1.000\n');
  });
  it('shows tensors and metadata of a file from elsewhere, harmlessly', () => {
    const file = fileURLToPath(new URL('../golden/formats/model.safetensors', import.meta.url));
    const { code, out } = memcell('inspect', file);
    assert.equal(code, 0);
    assert.match(out, /^lstm\/kernel {2}F32 \[2, 12\]$/m);
    assert.match(out, /^format: a "quoted" text$/m);
  });
  it('--trace shows gates and states of a sample, as heat rows or JSON', () => {
    const { code, out } = memcell('inspect', model, '--trace', 'x.npy', '--sample', '2', '--units', '3');
    assert.equal(code, 0);
    assert.match(out, /^LSTM 'lstm' {2}8 steps, 20 units\n\ninputGate {2}0 to 1\.000, \d+ % at the low end/);
    assert.equal(out.match(/^ {4}3 {2}[ ░▒▓█]{8}$/gm)?.length, 12); // six rows each of two layers
    assert.match(out, /\n17 more units: --units 20\n/);
    const lines = jsonLines(memcell('inspect', model, '--trace', 'x.npy', '--json').out) as Record<string, unknown>[];
    assert.equal(lines.length, 12);
    const { values, ...first } = lines[0] as { values: number[][] };
    assert.deepEqual(first, { layer: 'lstm', className: 'LSTM', name: 'inputGate' });
    assert.deepEqual([values.length, values[0]?.length], [8, 20]);
  });
  it('--trace refuses samples that are not there, and files of other formats', () => {
    fails(
      ['inspect', model, '--trace', 'x.npy', '--sample', '3'],
      2,
      "Cannot inspect: --sample must be a whole number from 1 to 2, received '3'",
    );
    fails(
      ['inspect', model, '--trace', 'x.txt'],
      2,
      "Cannot inspect: --trace must end in .npy, .csv, .tsv, received 'x.txt'",
    );
  });
  it('refuses other files', () =>
    fails(
      ['inspect', main],
      2,
      `Cannot inspect file '${main}': its name must end in .safetensors, .keras, .h5, .t7 or .npy, received '.ts'`,
    ));

  it('refuses a folder', () =>
    fails(
      ['inspect', 'runs'],
      2,
      "Cannot inspect file 'runs': its name must end in .safetensors, .keras, .h5, .t7 or .npy, received no ending",
    ));
});

describe('memcell convert', () => {
  it('writes a model for Keras and back with the same numbers, and predict and inspect read it', () => {
    for (const [from, to] of [
      [model, 'all/adder.keras'],
      ['all/adder.keras', 'all/adder.h5'],
      ['all/adder.h5', 'all/again.safetensors'],
    ] as const) {
      const { code, out, err } = memcell('convert', from, to);
      assert.deepEqual([code, err], [0, '']);
      assert.match(out, new RegExp(`^Converted Sequential 'adder' in .*: ${to}\\n$`));
      assert.match(memcell('inspect', to).out, /^Model: "adder"\n/);
    }
    const predicted = [model, 'all/adder.keras', 'all/again.safetensors'].map((file) => {
      assert.equal(memcell('predict', file, '--input', 'x.npy', '--output', 'c.npy', '--quiet').code, 0);
      return readFileSync(join(folder, 'c.npy')).toString('hex');
    });
    assert.equal(new Set(predicted).size, 1);
  });
  it('refuses other endings and damaged files, and then writes nothing', () => {
    fails(
      ['convert', model, 'm.onnx'],
      2,
      "Cannot convert 'm.onnx': its name must end in .safetensors, .keras, .h5, .t7, received '.onnx'",
    );
    writeFileSync(join(folder, 'cut.keras'), readFileSync(join(folder, 'all/adder.keras')).subarray(0, 900));
    fails(
      ['convert', 'cut.keras', 'none.h5'],
      1,
      "Cannot read zip 'cut.keras': file must end in a list of its members, received a file without it",
      'The file may have been cut off while it was copied or downloaded.',
    );
    assert.ok(!existsSync(join(folder, 'none.h5')));
  });
});
