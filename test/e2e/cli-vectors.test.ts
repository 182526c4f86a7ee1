// `memcell vectors`: what it says of files of every kind, and of words that are not there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { saveWordVectors } from '../../src/text/vectors/files.ts';
import { WordVectors } from '../../src/text/vectors/word-vectors.ts';
import { parseXml } from '../support/xml.ts';
import { fails, folder, jsonLines, memcell } from './process.ts';

// royal and female are the axes
const words = ['man', 'woman', 'king', 'queen', '宝玉', '</s>'];
const numbers = Float32Array.of(0, 1, 0, -1, 1, 1, 1, -1, -1, 0.5, 0.25, 0);
const at = (name: string): string => join(folder, name);

before(() => {
  const vectors = new WordVectors({ words, vectors: numbers, size: 2 });
  for (const name of ['v.bin', 'v.txt']) saveWordVectors(vectors, at(name));
  saveWordVectors(vectors, at('glove.txt'), { header: false });
});

describe('memcell vectors', () => {
  it('nearest lists words by cosine, of .bin and .txt alike', () => {
    const { code, out, err } = memcell('vectors', 'nearest', 'v.bin', 'king', '宝玉', '--count', '2');
    assert.deepEqual([code, err], [0, '']);
    assert.equal(out, 'king\n 0.707107  man\n 0.707107  </s>\n\n宝玉\n 0.447214  man\n-0.316228  king\n');
    const asked = ['king', '--count', '1', '--json'];
    const [one, other] = ['v.txt', 'v.bin'].map((file) => jsonLines(memcell('vectors', 'nearest', file, ...asked).out));
    const [{ word, nearest }] = one as [{ word: string; nearest: { word: string; similarity: number }[] }];
    assert.deepEqual([word, nearest.map((near) => near.word)], ['king', ['man']]);
    assert.ok(Math.abs(nearest[0]!.similarity - Math.SQRT1_2) < 1e-12);
    assert.deepEqual(other, one);
  });
  it('similarity and analogy', () => {
    assert.equal(memcell('vectors', 'similarity', 'v.bin', 'king', 'queen').out, '0.000000\n');
    assert.deepEqual(memcell('vectors', 'analogy', 'v.bin', 'man', 'king', 'woman', '--count', '1'), {
      code: 0,
      out: ' 0.959683  queen\n',
      err: '',
    });
  });
  it('map writes an SVG, or draws in the terminal', () => {
    const { out } = memcell('vectors', 'map', 'v.bin', '--out', 'map.svg');
    assert.equal(out, 'Drew 6 words: map.svg\n');
    const text = readFileSync(at('map.svg'), 'utf8');
    assert.equal(parseXml(text).name, 'svg');
    for (const word of ['宝玉', 'queen', '&lt;/s&gt;']) assert.ok(text.includes(`>${word}</text>`), word);
    assert.match(memcell('vectors', 'map', 'v.bin', 'king', 'queen', '宝玉').out, /● 宝玉/);
  });
  it('map refuses a picture of another kind, and writes none', () => {
    const must = "--out must be a file that ends in .svg, received 'map.png'";
    fails(['vectors', 'map', 'v.bin', '--out', 'map.png'], 2, `Cannot draw map of words: ${must}`);
    assert.ok(!existsSync(at('map.png')));
  });
  it('alone shows its help, and names its commands where there is no such one', () => {
    const { code, out, err } = memcell('vectors');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^Usage: memcell vectors .*\n/);
    const must = 'command must be one of nearest, similarity, analogy, map, convert, info';
    fails(['vectors', 'near', 'v.bin'], 2, `Cannot run 'memcell vectors': ${must}, received 'near'`);
  });
  it('convert goes there and back, byte for byte', () => {
    const convert = (...words: string[]): unknown => memcell('vectors', 'convert', ...words, '--quiet');
    const done = { code: 0, out: '', err: '' };
    assert.deepEqual(convert('v.bin', 'back.txt'), done);
    assert.deepEqual(readFileSync(at('back.txt')), readFileSync(at('v.txt')));
    assert.deepEqual(convert('glove.txt', 'back.bin', '--no-header'), done);
    assert.deepEqual(readFileSync(at('back.bin')), readFileSync(at('v.bin')));
    assert.match(
      memcell('vectors', 'convert', 'v.bin', 'c.txt', '--variant', 'c', '--limit', '1').out,
      /^Converted 1 words? of 2 numbers in .*: c\.txt\n$/,
    );
    assert.equal(readFileSync(at('c.txt'), 'utf8'), '1 2\nman 0.000000 1.000000 \n');
  });
  it('info tells what a file holds', () => {
    const { out } = memcell('vectors', 'info', 'v.bin');
    assert.match(
      out,
      /^v\.bin: 6 words, vectors of 2 numbers, .*\nbinary, as the C tool writes it\nfirst words: man woman/,
    );
    const [info] = jsonLines(memcell('vectors', 'info', 'glove.txt', '--no-header', '--json').out);
    const { bytes, ...rest } = info as { bytes: number };
    assert.equal(bytes, readFileSync(at('glove.txt')).length);
    const layout = { binary: false, variant: 'gensim', header: false };
    assert.deepEqual(rest, { file: 'glove.txt', words: 6, size: 2, ...layout, first: words.slice(0, 5) });
  });
  it('refuses unknown words, and damaged files, leaving nothing behind', () => {
    const unknown = "Cannot find word: it must be among the 6 that have a vector, received 'quen'";
    fails(['vectors', 'nearest', 'v.bin', 'king', 'quen'], 1, unknown, "Did you mean 'queen'?");
    writeFileSync(at('cut.bin'), readFileSync(at('v.bin')).subarray(0, -3));
    fails(
      ['vectors', 'convert', 'cut.bin', 'new.txt'],
      1,
      "Cannot read word vectors 'cut.bin': row 6 of 6 must be a word and 2 numbers at byte 77, received the last 11 bytes",
      'The file may have been cut off while it was copied or downloaded.',
    );
    assert.equal(existsSync(at('new.txt')), false);
    fails(
      ['vectors', 'convert', 'v.bin', 'v'],
      1,
      'Cannot convert word vectors: path must end in .bin, .txt or .vec, or binary be given, received neither',
    );
    fails(
      ['vectors', 'nearest', 'v.bin', 'king', '--unicode-errors', 'strikt'],
      2,
      "Cannot list nearest words: --unicode-errors must be one of strict, replace, ignore, surrogateescape, received 'strikt'",
      "Did you mean 'strict'?",
    );
  });
});
