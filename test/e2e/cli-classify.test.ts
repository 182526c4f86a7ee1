// A classifier of the user's own texts from the command line: trained, asked, and what it says of wrong files.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fails, folder, jsonLines, memcell } from './process.ts';

const opinions = ['good', 'not bad', 'never bad', 'really good', 'bad', 'not good', 'never good', 'really bad'];
const things = 'food soup room view wine bread music tea cake fish salad garden host bed bath hall'.split(' ');
const rows = things.flatMap((thing) =>
  opinions.map((opinion, i) => `"the ${thing}, it was ${opinion}",${i < 4 ? 'yes' : 'no'}`),
);
writeFileSync(join(folder, 'reviews.csv'), `review,liked\n${rows.join('\n')}\n`);
const columns = ['--text-column', 'review', '--label-column', 'liked'];

describe('memcell train --task classify', () => {
  it('learns from a table, and memcell generate says classes', () => {
    const words = ['train', 'reviews.csv', '--task', 'classify', ...columns, '--units', '16', '--epochs', '60'];
    const { code, out, err } = memcell(...words, '--out', 'liked', '--json', '--quiet');
    assert.deepEqual([code, err], [0, '']);
    const end = jsonLines(out).at(-1) as { event: string; score: Record<string, number> };
    assert.equal(end.event, 'end');
    const { accuracy = 0, baselineAccuracy = 1, of } = end.score;
    assert.ok(accuracy > 0.9 && baselineAccuracy < accuracy && of === 26, JSON.stringify(end.score));
    const files = readdirSync(join(folder, 'liked'));
    for (const name of ['answers.csv', 'model.safetensors', 'text.json', 'report.html'])
      assert.ok(files.includes(name), name);
    assert.match(readFileSync(join(folder, 'liked', 'answers.csv'), 'utf8'), /^text,label,answer,probability\n"the /);

    const asked = memcell('generate', 'liked', '--prompt', 'the wine, it was not good');
    assert.deepEqual([asked.code, asked.out], [0, 'no\n']);
    assert.match(asked.err, /^note: no \d+\.\d %, yes \d+\.\d %\nnote: What counts most for no: /);
    const [answer] = jsonLines(memcell('generate', 'liked', '--prompt', 'Not bad, Sir', '--json').out) as [
      Record<string, unknown>,
    ];
    assert.deepEqual([answer.task, answer.text, answer.unknown], ['classify', 'yes', ['sir']]);
    const refused = memcell('generate', 'liked', '--prompt', 'good', '--greedy');
    assert.deepEqual([refused.code, refused.out], [1, '']);
    assert.match(
      refused.err,
      /^error: Cannot classify text: greedy is not supported and must be left out, received true\n$/,
    );
  });
  it('says what is wrong with a file', () => {
    fails(
      ['train', 'reviews.csv', '--task', 'classify', '--out', 'wrong', '--quiet'],
      1,
      "Cannot read texts 'reviews.csv': line 1 must name a column 'text', received 'review', 'liked'",
      'Say which columns hold the texts and the classes: by name, or by number from 1 where no line has names.',
    );
  });
});
