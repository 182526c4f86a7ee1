// memcell word2vec, as a user meets it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readWordVectors } from '../../src/text/index.ts';
import { env, fails, folder, jsonLines, main, memcell } from './process.ts';

const at = (name: string): string => join(folder, name);
writeFileSync(at('words.txt'), '宝玉 笑 道 黛玉 来\n黛玉 笑 道 宝玉 去\n'.repeat(50));

describe('memcell word2vec', () => {
  it('takes the options of the C tool, and writes what it writes', () => {
    const words = 'word2vec -train words.txt -output vectors.bin -cbow 0 -size 12 -window 3 -negative 4 -hs 1';
    const rest = '-sample 0 -threads 1 -binary 1 -iter 2 -min-count 3 -alpha 0.03 -save-vocab counts.txt';
    const { code, out, err } = memcell(...`${words} ${rest}`.split(' '));
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    assert.match(out, /Counted 7 words: counts\.txt\nTrained vectors of 7 words in .* words\/s\): vectors\.bin\n$/);
    const vectors = readWordVectors(at('vectors.bin'));
    assert.deepEqual([...vectors.words].slice(0, 2), ['</s>', '宝玉']);
    assert.equal(vectors.size, 12);
    assert.equal(readFileSync(at('counts.txt'), 'utf8').split('\n')[1], '宝玉 100');
    const again = memcell(...`${words} ${rest}`.replace('vectors.bin', 'again.bin').replaceAll(' -', ' --').split(' '));
    assert.equal(again.code, 0);
    assert.ok(readFileSync(at('again.bin')).equals(readFileSync(at('vectors.bin'))));
  });
  it('reads the counts that it wrote, and says it all as JSON', () => {
    memcell('word2vec', '-train', 'words.txt', '-save-vocab', 'some.txt', '--quiet');
    const flags = '-train words.txt -read-vocab some.txt -output vectors.txt -size 4 --json'.split(' ');
    const { code, out } = memcell('word2vec', ...flags);
    assert.equal(code, 0);
    const lines = jsonLines(out) as { event: string }[];
    assert.equal(lines[0]?.event, 'progress');
    assert.equal(lines.at(-1)?.event, 'end');
    assert.match(readFileSync(at('vectors.txt'), 'utf8'), /^7 4\n<\/s> /);
  });
  it('ends at Ctrl-C, and leaves nothing behind', async () => {
    const args = [main, 'word2vec', '-train', 'words.txt', '-output', 'late.bin', '-iter', '1000000'];
    const child = spawn(process.execPath, args, { cwd: folder, env });
    let out = '';
    child.stdout.on('data', (text: Buffer) => {
      if (out === '') child.kill('SIGINT');
      out += text.toString();
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    assert.equal(code, 130);
    assert.match(out, /Interrupted after [\d,]+ words\. Nothing is saved\.\n$/);
    assert.ok(!existsSync(at('late.bin')));
    assert.ok(!readdirSync(folder).some((name) => name.endsWith('.tmp')));
  });
  it('refuses what it cannot do', () => {
    const usage = 'Usage: memcell word2vec -train FILE -output FILE [options]';
    fails(['word2vec'], 2, 'Cannot train word2vec: --train must be given, received none', usage);
    const given = ['word2vec', '-train', 'words.txt'];
    fails(given, 2, 'Cannot train word2vec: --output or --save-vocab must be given, received neither', usage);
    const both = [...given, '-output', 'x.bin'];
    fails(
      [...both, '-classes', '10'],
      1,
      "Cannot train word2vec: --classes is not supported and must be left out, received '10'",
      'It would write classes of words instead of vectors.',
    );
    fails([...both, '-cbow', '2'], 2, "Cannot train word2vec: cbow must be 0 or 1, received '2'");
    fails([...both, '-alpha', '-1'], 1, 'Cannot train word2vec: alpha must be a finite number above 0, received -1');
    fails([...both, '-size', '0'], 2, "Cannot train word2vec: size must be a whole number from 1, received '0'");
    fails(
      [...given, '-output', 'nowhere/x.bin'],
      1,
      "Cannot write file 'nowhere/x.bin': it must lie in a folder that is there, received 'nowhere'",
    );
    const text = readFileSync(at('words.txt'), 'utf8');
    for (const flag of ['-output', '-save-vocab']) {
      const must = "what is written must be another file, received './words.txt' twice";
      fails([...given, flag, './words.txt'], 2, `Cannot train word2vec: ${must}`);
    }
    assert.equal(readFileSync(at('words.txt'), 'utf8'), text);
    const rare = memcell(...both, '-min-count', '10000');
    assert.equal(rare.code, 1);
    assert.match(rare.err, /^hint: Give a longer text with blanks between words, or a lower --min-count\.$/m);
    const hint = 'Each line has a word, a space and its count: memcell word2vec -save-vocab FILE writes such a file.';
    for (const [name, content, message] of [
      ['lies.txt', '宝玉 100\n黛玉 many\n', "each line must be a word and its count, received '黛玉 many' in line 2"],
      ['twice.txt', '宝玉 100\n宝玉 9\n', "every word must be there once, received '宝玉 9' in line 2"],
      ['none.txt', '宝玉 1\n', 'it must have words that come 5 times or more, received 1 words'],
    ] as const) {
      writeFileSync(at(name), content);
      fails([...both, '-read-vocab', name], 1, `Cannot read vocabulary '${name}': ${message}`, hint);
    }
    assert.ok(!existsSync(at('x.bin')));
  });
});
