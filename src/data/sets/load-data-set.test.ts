import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { findDataSet } from './find-data-set.ts';
import { imageSets } from './index.ts';
import { loadDataSet } from './load-data-set.ts';

const variables = ['MEMCELL_DATA', 'XDG_CACHE_HOME', 'HOME'] as const;
let before: Partial<Record<(typeof variables)[number], string | undefined>> = {};
let folder = '';
const at = (...names: string[]): string => join(folder, ...names);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memcell-sets-'));
  before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
  delete process.env.MEMCELL_DATA;
  delete process.env.XDG_CACHE_HOME;
  process.env.HOME = folder;
});
afterEach(() => {
  for (const name of variables) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  rmSync(folder, { recursive: true });
});

/** An IDX file of bytes that count up. */
function idx(...shape: number[]): Uint8Array {
  const size = shape.reduce((product, n) => product * n, 1);
  const header = new Uint8Array(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((n, axis) => {
    new DataView(header.buffer).setUint32(4 + 4 * axis, n);
  });
  return Uint8Array.from([...header, ...Array.from({ length: size }, (_, i) => i % 10)]);
}

/** A set like MNIST of a few images, packed or not, with other files where they are given. */
function writeDigits(place: string, packed: boolean, others: Readonly<Record<string, Uint8Array>> = {}): void {
  mkdirSync(place, { recursive: true });
  const files = {
    'train-images-idx3-ubyte': idx(3, 28, 28),
    'train-labels-idx1-ubyte': idx(3),
    't10k-images-idx3-ubyte': idx(2, 28, 28),
    't10k-labels-idx1-ubyte': idx(2),
    ...others,
  };
  for (const [name, bytes] of Object.entries(files)) {
    writeFileSync(join(place, packed ? `${name}.gz` : name), packed ? gzipSync(bytes) : bytes);
  }
}

function writePictures(place: string, counts: Readonly<Record<string, number>>): void {
  mkdirSync(place, { recursive: true });
  for (const [name, count] of Object.entries(counts)) {
    const bytes = new Uint8Array(count * 3073);
    for (let i = 0; i < count; i++) bytes[i * 3073] = i % 10;
    writeFileSync(join(place, name), bytes);
  }
}

describe('loadDataSet', () => {
  it('reads mnist, packed and not, where it is told to', async () => {
    for (const packed of [true, false]) {
      writeDigits(at(`${packed}`, 'mnist'), packed);
      const { train, test, classes, ...rest } = await loadDataSet('mnist', { folder: at(`${packed}`) });
      assert.deepEqual(rest, { name: 'mnist', height: 28, width: 28, channels: 1 });
      assert.deepEqual([train.images.length, test.images.length, classes.length], [3 * 784, 2 * 784, 10]);
      assert.deepEqual(
        [[...train.labels], [...test.labels]],
        [
          [0, 1, 2],
          [0, 1],
        ],
      );
      assert.equal(train.images[13], 3);
    }
  });
  it('reads cifar10 batch after batch, and of it the small set', async () => {
    const batch = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`data_batch_${n}.bin`, n]));
    writePictures(at('cifar10'), { ...batch, 'test_batch.bin': 1003 });
    const { train, test, height, channels } = await loadDataSet('cifar10', { folder });
    assert.deepEqual([...train.labels], [0, 0, 1, 0, 1, 2, 0, 1, 2, 3, 0, 1, 2, 3, 4]);
    assert.deepEqual([height, channels, train.images.length, test.labels.length], [32, 3, 15 * 3072, 1003]);
    const small = await loadDataSet('cifar10-small', { folder });
    assert.deepEqual([small.name, small.train.labels.length, small.test.labels.length], ['cifar10-small', 1, 1000]);
    assert.equal(small.test.images.length, 1000 * 3072);
  });
  it('looks in MEMCELL_DATA first, then in the cache', async () => {
    writeDigits(at('.cache', 'memcell', 'data', 'mnist'), false);
    assert.equal((await loadDataSet('mnist')).train.labels.length, 3);
    process.env.XDG_CACHE_HOME = at('elsewhere');
    assert.equal(findDataSet('mnist'), undefined);
    process.env.XDG_CACHE_HOME = 'relative'; // passed over, as the specification says
    assert.ok(findDataSet('mnist')?.endsWith('.cache/memcell/data/mnist'));
    mkdirSync(at('named'));
    process.env.MEMCELL_DATA = at('named');
    assert.ok(findDataSet('mnist')?.endsWith('.cache/memcell/data/mnist'));
    writeDigits(at('named', 'mnist'), true);
    assert.equal(findDataSet('mnist'), at('named', 'mnist'));
  });
});

describe('loadDataSet refuses', () => {
  it('a set that is not there, or not whole', async () => {
    writeDigits(at('mnist'), true);
    rmSync(at('mnist', 't10k-labels-idx1-ubyte.gz'));
    assert.equal(findDataSet('mnist', { folder }), undefined);
    await assert.rejects(loadDataSet('mnist', { folder }), {
      name: 'ResourceError',
      message: `Cannot load data set 'mnist': its 4 files must be in '${folder}/mnist', received a place without them`,
      hint: 'Get it: memcell data get mnist',
    });
    await assert.rejects(loadDataSet('cifar10-small', { folder }), { hint: 'Get it: memcell data get cifar10' });
  });
  it('a name or an option that it does not know', async () => {
    const names = Object.keys(imageSets).join(', ');
    await assert.rejects(loadDataSet('minst'), {
      name: 'OptionError',
      message: `Cannot find data set 'minst': name must be one of ${names}, received 'minst'`,
      hint: "Did you mean 'mnist'?",
    });
    await assert.rejects(loadDataSet('mnist', JSON.parse('{ "path": "x" }')), { name: 'OptionError' });
    await assert.rejects(loadDataSet('mnist', JSON.parse('{ "folder": 3 }')), { name: 'OptionError' });
  });
  it('a folder that is not there', async () => {
    await assert.rejects(loadDataSet('mnist', { folder: at('none') }), {
      name: 'ResourceError',
      message: `Cannot look for data sets in '${at('none')}': folder must exist, received no such folder`,
    });
    process.env.MEMCELL_DATA = at('none');
    assert.throws(() => findDataSet('mnist'), { message: /folder of MEMCELL_DATA must exist/ });
  });
  it('a folder that cannot be read', { skip: process.platform === 'win32' }, async () => {
    symlinkSync(at('circle'), at('circle'));
    mkdirSync(at('sets'));
    symlinkSync(at('circle'), at('sets', 'mnist'));
    const message = /links must lead to a place, received links in a circle$/;
    assert.throws(() => findDataSet('mnist', { folder: at('circle') }), { name: 'ResourceError', message });
    await assert.rejects(loadDataSet('mnist', { folder: at('sets') }), { name: 'ResourceError', message });
  });
  it('files that do not fit each other, or the set', async () => {
    const refused = async (others: Readonly<Record<string, Uint8Array>>, message: string | RegExp): Promise<void> => {
      writeDigits(at('mnist'), false, others);
      await assert.rejects(loadDataSet('mnist', { folder }), { name: 'FormatError', message });
    };
    await refused(
      { 'train-labels-idx1-ubyte': idx(4) },
      "Cannot read data set 'mnist': there must be a class for each of 3 images in 'train-labels-idx1-ubyte', received 4",
    );
    await refused(
      { 't10k-images-idx3-ubyte': idx(2, 28, 27) },
      "Cannot read data set 'mnist': shape must be [N, 28, 28] with N from 1 in 't10k-images-idx3-ubyte', received [2, 28, 27]",
    );
    const wrong = idx(2);
    wrong[9] = 10;
    await refused({ 't10k-labels-idx1-ubyte': wrong }, /class of image 1 must be from 0 to 9 in .*, received 10/);
    const signed = idx(3, 28, 28);
    signed[2] = 9;
    await refused({ 'train-images-idx3-ubyte': signed }, /numbers must be unsigned bytes in .*, received Int8Array/);
    await refused({ 'train-images-idx3-ubyte': idx(3, 784) }, /idx .*: magic number must say 3 dimensions, received 2/);
  });
  it('a packed file cut off', async () => {
    writeDigits(at('mnist'), true);
    const file = at('mnist', 't10k-labels-idx1-ubyte.gz');
    writeFileSync(file, gzipSync(idx(2)).subarray(0, -3));
    await assert.rejects(loadDataSet('mnist', { folder }), {
      name: 'FormatError',
      message: new RegExp(`^Cannot read gzip '${file}': `),
    });
  });
});
