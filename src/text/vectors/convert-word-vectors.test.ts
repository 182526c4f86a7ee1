import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { convertWordVectors } from './convert-word-vectors.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const textOf = (name: string): string => readFileSync(at(name), 'utf8');
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'memcell-convert-'));
  writeFileSync(at('a.txt'), '3 2\na 1.5 2.0\n词 -0.25 1e-07\nb 1.0 0.1\n');
});
after(() => rmSync(folder, { recursive: true }));

describe('convertWordVectors', () => {
  it('goes from text to binary and back, byte for byte', () => {
    assert.deepEqual(convertWordVectors(at('a.txt'), at('a.bin')), { count: 3, size: 2 });
    convertWordVectors(at('a.bin'), at('back.txt'));
    assert.equal(textOf('back.txt'), textOf('a.txt'));
    convertWordVectors(at('a.bin'), at('a.vec'), { write: { variant: 'c' }, read: { limit: 2 } });
    assert.equal(textOf('a.vec'), '2 2\na 1.500000 2.000000 \n词 -0.250000 0.000000 \n');
  });
  it('says as many words as it keeps', () => {
    writeFileSync(at('twice.txt'), '3 1\na 1.0\nb 2.0\na 3.0\n');
    convertWordVectors(at('twice.txt'), at('once.txt'), { read: { duplicates: 'first' } });
    assert.equal(textOf('once.txt'), '2 1\na 1.0\nb 2.0\n');
    assert.throws(() => convertWordVectors(at('twice.txt'), at('never.txt')), { name: 'FormatError' });
    assert.equal(existsSync(at('never.txt')), false);
  });
  it('writes a file of GloVe, and reads one', () => {
    convertWordVectors(at('a.txt'), at('glove.txt'), { write: { header: false } });
    assert.equal(`3 2\n${textOf('glove.txt')}`, textOf('a.txt'));
    convertWordVectors(at('glove.txt'), at('headed.txt'), { read: { header: false }, write: { header: true } });
    assert.equal(textOf('headed.txt'), textOf('a.txt'));
  });
  it('refuses a name that says nothing before it reads', () =>
    assert.throws(() => convertWordVectors(at('none'), at('out')), {
      name: 'OptionError',
      message: /path must end in/,
    }));
});
