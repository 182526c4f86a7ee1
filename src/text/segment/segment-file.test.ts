import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { isBlank } from './blanks.ts';
import { Characters } from './characters.ts';
import { readDictionary } from './dictionary.ts';
import { LatinWords } from './latin-words.ts';
import { type SegmentFileOptions, segmentFile } from './segment-file.ts';
import { sentences } from './sentences.ts';
import { LONGEST_STRETCH } from './stretches.ts';
import { Words } from './words.ts';

let folder = '';
let [from, to] = ['', ''];
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'memcell-segment-'));
  [from, to] = [join(folder, 'in.txt'), join(folder, 'out.txt')];
});
afterEach(() => rmSync(to, { force: true }));
process.on('exit', () => rmSync(folder, { recursive: true }));

const latin = new LatinWords();

/** The file that is written for a text. */
async function written(text: string | Uint8Array, options: Partial<SegmentFileOptions> = {}): Promise<string> {
  writeFileSync(from, text);
  await segmentFile(from, to, { segmenter: latin, ...options });
  return readFileSync(to, 'utf8');
}

describe('segmentFile', () => {
  it('writes the tokens of each line in a line', async () => {
    const text = 'To be,\tor not.\r\n\n  “Why?” he  said';
    assert.equal(await written(text), 'To be , or not .\n\n“ Why ? ” he said\n');
    assert.equal(await written(text, { separator: '_' }), 'To_be_,_or_not_.\n\n“_Why_?_”_he_said\n');
    assert.equal(await written('a b\nc', { skipBlank: false, separator: '|' }), 'a| |b\nc\n');
  });
  it('counts, and says the encoding', async () => {
    writeFileSync(from, Uint8Array.of(0xc4, 0xe3, 0xba, 0xc3, 0x0a, 0x61));
    const done: number[] = [];
    const onProgress = (read: number, size: number): void => void done.push(read, size);
    const found = await segmentFile(from, to, { segmenter: new Characters(), onProgress });
    assert.deepEqual(found, { encoding: 'gb18030', lines: 2, tokens: 3 });
    assert.deepEqual(done.slice(-2), [6, 6]);
    assert.equal(readFileSync(to, 'utf8'), '你 好\na\n');
  });
  it('is the same whatever the size of the pieces, with lines of any length', async () => {
    const long = fc
      .constantFrom('却说', '宝玉。', 'word ', '😀', 'x', '玉', ' ')
      .map((part) => part.repeat(LONGEST_STRETCH / 4));
    const part = fc.oneof(long, fc.constantFrom('\n', '\r\n', '你好', ' a-b ', '。'));
    const text = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => `.${parts.join('')}`);
    const words = new Words({ dictionary: ['却说'] });
    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom(16, 1000, 40_000), async (text, bytes) => {
        const expected = text
          .replace(/\r?\n *$/, '') // blanks behind the last line end are no line
          .split(/\r?\n/)
          .map(
            (line) =>
              `${words
                .segment(line)
                .filter((token) => !isBlank(token))
                .join(' ')}\n`,
          );
        if (text.length > 4 * LONGEST_STRETCH && bytes === 16) bytes = 1000;
        const found = await written(text, { segmenter: words, bytes });
        assert.ok(found === expected.join(''));
      }),
      { numRuns: 25 },
    );
  });
  it('writes a sentence a line', async () => {
    const text = 'One. Two\n\n“Three!” he said. 四。五';
    assert.equal(await written(text, { sentences: true }), 'One .\nTwo\n“ Three ! ” he said .\n四 。\n五\n');
    assert.equal(
      await written(text, { sentences: { newlines: false } }),
      'One .\nTwo\n“ Three ! ” he said .\n四 。\n五\n',
    );
    assert.equal(await written('One\ntwo.\nThree', { sentences: { newlines: false } }), 'One two .\nThree\n');
  });
  it('cuts the sentences of a long line as those of its text', async () => {
    const text = 'Mr. Lee paid 3.5 today. 好！'.repeat(LONGEST_STRETCH / 8);
    const expected = sentences(text).map((each) =>
      latin
        .segment(each)
        .filter((token) => !isBlank(token))
        .join(' '),
    );
    assert.ok((await written(text, { sentences: true, bytes: 5000 })) === `${expected.join('\n')}\n`);
  });
  it('leaves nothing behind where it fails', async () => {
    const fails = async (text: string | Uint8Array, message: RegExp, options = {}): Promise<void> => {
      await assert.rejects(written(text, options), { message });
      assert.deepEqual(readdirSync(folder), ['in.txt']);
    };
    await fails('', /it must hold text, received an empty file$/);
    await fails(' \n\t\n', /it must hold text, received blanks only$/);
    await fails(Uint8Array.of(0x61, 0, 0x62), /received binary data: a byte 0 at offset 1 \(line 1\)$/);
    await fails(Uint8Array.of(0x61, 0x0a, 0xff), /received 0xFF at offset 2 \(line 2\)$/, { encoding: 'utf-8' });
    await fails('abc', /^stopped$/, { signal: AbortSignal.abort(new Error('stopped')) });
    writeFileSync(to, 'before');
    await assert.rejects(written(''));
    assert.equal(readFileSync(to, 'utf8'), 'before');
  });
  it('refuses wrong options before it reads', async () => {
    const refused = (options: object, message: string): Promise<void> =>
      assert.rejects(segmentFile('none', to, { segmenter: latin, ...options }), { name: 'OptionError', message });
    await refused({ segmenter: 'words' }, "Cannot segment file: segmenter must be one, received 'words'");
    await refused({ separator: '' }, "Cannot segment file: separator must be a text, received ''");
    await refused({ sentences: 'yes' }, "Cannot segment file: sentences must be true or false, received 'yes'");
    await refused({ sentences: { newlines: 3 } }, 'Cannot cut sentences: newlines must be true or false, received 3');
    await refused({ bytes: 1 }, 'Cannot segment file: bytes must be a whole number from 16 to 268435456, received 1');
    await refused(
      { skip: true },
      "Cannot segment file: options must be among segmenter, encoding, separator, skipBlank, sentences, bytes, onProgress, signal, received 'skip'",
    );
    assert.ok(!existsSync(to));
  });
});

describe('readDictionary', () => {
  const read = (text: string): string[] => {
    writeFileSync(from, text);
    return readDictionary(from);
  };
  it('reads words, with counts and tags or without', () => {
    assert.deepEqual(read('大观园\r\n林妹妹 3\n\n宝玉\tnr\nC++ 100 eng\n大观园 5 ns'), [
      '大观园',
      '林妹妹',
      '宝玉',
      'C++',
    ]);
    assert.deepEqual(read('\ufeff大观园'), ['大观园']);
  });
  it('refuses a line that is no word, with its number', () => {
    const refused = (text: string, message: string): void =>
      assert.throws(() => read(text), { name: 'FormatError', message: `Cannot read dictionary '${from}': ${message}` });
    const line = (n: number, received: string): string =>
      `line ${n} must be a word, its count and its tag, the last two if need be, received "${received}"`;
    refused('ok\nNew York City', line(2, 'New York City'));
    refused('a 3 n x', line(1, 'a 3 n x'));
    refused('a -3', line(1, 'a -3'));
    refused('\n\na 三', line(3, 'a 三'));
    refused(' \n', 'it must have words, received blanks only');
  });
});
