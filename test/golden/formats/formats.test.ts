// Walks this folder: a case is a file and, beside it, `<file>.json` with what its reader must give. See
// scripts/golden/formats_numpy.py, formats_images.py, formats_torch7.py, formats_tensorboard.py and formats_word2vec.py.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readCifar } from '../../../src/formats/cifar.ts';
import { type CsvTable, readCsv } from '../../../src/formats/csv.ts';
import { readEvents } from '../../../src/formats/event-file.ts';
import { gunzip } from '../../../src/formats/gzip.ts';
import { readIdx } from '../../../src/formats/idx.ts';
import { readNpy, writeNpy } from '../../../src/formats/npy.ts';
import type { NumberBlock } from '../../../src/formats/number-array.ts';
import { readT7 } from '../../../src/formats/read-t7.ts';
import { readSafetensors, writeSafetensors } from '../../../src/formats/safetensors.ts';
import { type T7Value, t7Numbers } from '../../../src/formats/t7.ts';
import { readTar } from '../../../src/formats/tar.ts';
import { readWordVectors, writeWordVectors } from '../../../src/text/vectors/files.ts';

const folder = new URL('.', import.meta.url);
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)));
const names = readdirSync(folder);

/** The reader of each extension, its result in the form of the JSON files. */
const readers: Readonly<Record<string, (bytes: Uint8Array, name: string) => unknown>> = {
  safetensors(bytes, name) {
    const { tensors, metadata } = readSafetensors(bytes, name);
    const shown = [...tensors].map(([key, { dtype, ...block }]) => [key, { dtype, ...showBlock(block) }]);
    return { tensors: Object.fromEntries(shown), metadata };
  },
  npy(bytes, name) {
    const { dtype, ...block } = readNpy(bytes, name);
    return { dtype, ...showBlock(block) };
  },
  csv: (bytes, name) => showTable(readCsv(bytes, { name })),
  tsv: (bytes, name) => showTable(readCsv(bytes, { name, delimiter: '\t' })),
  idx: (bytes, name) => showBlock(readIdx(bytes, { name })),
  cifar(bytes, name) {
    const { labels, images } = readCifar(bytes, name);
    return { labels: [...labels], images: [...images] };
  },
  gz: async (bytes, name) => [...(await gunzip(bytes, name))],
  t7: (bytes, name) => showT7(readT7(bytes, name)),
  tfevents: (bytes, name) => JSON.parse(JSON.stringify(readEvents(bytes, name), showBytes)),
  bin: showWordVectors,
  txt: showWordVectors,
  tar: (bytes, name) => Object.fromEntries([...readTar(bytes, name)].map(([member, data]) => [member, [...data]])),
};

function showWordVectors(bytes: Uint8Array): unknown {
  const { words, size, vectors, layout } = readWordVectors(bytes);
  return { words, size, vectors: [...vectors], layout };
}

function showBytes(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}

function showTable({ header, ...block }: CsvTable): unknown {
  return { header: header ?? null, ...showBlock(block) };
}

function showT7(value: T7Value): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!('kind' in value)) return { table: [...value].map(([key, each]) => [showT7(key), showT7(each)]) };
  if (value.kind === 'object') return { className: value.className, fields: showT7(value.fields) };
  const { of } = value;
  return {
    of,
    ...showBlock(value.kind === 'tensor' ? t7Numbers(value) : { shape: [value.data.length], data: value.data }),
  };
}

function showBlock({ shape, data }: NumberBlock): object {
  return { shape, array: data.constructor.name, values: Array.from<number | bigint, unknown>(data, showNumber) };
}

function showNumber(value: number | bigint): unknown {
  if (typeof value === 'bigint' || !Number.isFinite(value)) return String(value);
  return Object.is(value, -0) ? '-0' : value;
}

describe('golden files of formats', () => {
  for (const name of names) {
    const reader = readers[name.slice(name.lastIndexOf('.') + 1)];
    if (reader === undefined) continue;
    it(name, async () => {
      const { expected } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
      assert.deepEqual(await reader(read(name), name), expected);
    });
  }
  it('has a file for every JSON', () => {
    const lonely = names.filter((name) => name.endsWith('.json') && !names.includes(name.slice(0, -5)));
    assert.deepEqual(lonely, []);
  });
});

describe('writers give the bytes of the golden files', () => {
  for (const name of ['model.safetensors', 'empty.safetensors', 'no-numbers.safetensors']) {
    it(name, () => {
      const { tensors, metadata } = readSafetensors(read(name));
      const backwards = new Map<string, NumberBlock>([...tensors].reverse());
      assert.deepEqual(writeSafetensors(backwards, metadata), read(name));
    });
  }
  for (const name of ['c-tool.bin', 'c-tool.txt', 'gensim.bin', 'gensim.txt']) {
    it(name, () => {
      const vectors = readWordVectors(read(name));
      assert.deepEqual(writeWordVectors(vectors, { binary: name.endsWith('.bin') }), read(name));
    });
  }
  const otherForm = /float16|bool|fortran|big-endian|version/;
  for (const name of names.filter((file) => file.endsWith('.npy') && !otherForm.test(file))) {
    it(name, () => assert.deepEqual(writeNpy(readNpy(read(name))), read(name)));
  }
});
