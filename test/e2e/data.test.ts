// memcell data list, path, and get without a network: exact texts and exit codes.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { DataSet } from '../../src/data/sets/data-set.ts';
import { dataSets } from '../../src/data/sets/index.ts';
import { dataServer } from '../support/data-server.ts';
import { assertWhole, data, folderOf, newFolder } from '../support/run-data.ts';
import { noise, sha256Of, tinyParts, tinySets, tinySources } from '../support/tiny-sets.ts';

const names = [...Object.keys(dataSets), ...Object.keys(tinySets)].join(', ');

/** It must end with this error and nothing else. */
async function fails(words: readonly string[], code: number, error: string, hint = ''): Promise<void> {
  const err = `error: ${error}\n${hint === '' ? '' : `hint: ${hint}\n`}`;
  assert.deepEqual(await data(newFolder(), words), { code, out: '', err });
}

/** A folder with files. */
function folderWith(files: Readonly<Record<string, Uint8Array>>, place = newFolder()): string {
  mkdirSync(place, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(place, name), bytes);
  return place;
}

const { 'images.gz': images, 'labels.gz': labels, 'tiny.tar.gz': archive } = tinySources as Record<string, Uint8Array>;
const both = { 'images.gz': images as Uint8Array, 'labels.gz': labels as Uint8Array };

describe('memcell data', { concurrency: 3 }, () => {
  it('shows its help without a command', async () => {
    const { code, out } = await data(newFolder(), []);
    assert.equal(code, 0);
    assert.match(out, /^Usage: memcell data \[options\] \[command\]\n/);
    for (const command of ['list', 'get', 'path']) {
      const help = await data(newFolder(), [command, '--help']);
      assert.equal(help.code, 0);
      assert.ok(help.out.startsWith(`Usage: memcell data ${command} `));
      for (const line of help.out.split('\n')) assert.ok(line.length <= 80, line);
    }
  });
  it('list tells what each set is, and where', async () => {
    const cache = newFolder();
    folderWith(both, folderOf(cache, 'tiny'));
    folderWith({ 'train-images-idx3-ubyte.gz': images as Uint8Array }, folderOf(cache, 'mnist'));
    const { code, out, err } = await data(cache, ['list']);
    assert.deepEqual([code, err], [0, '']);
    for (const line of out.split('\n'))
      assert.ok(line.length <= 80 || line.includes('https:') || line.includes(cache), line);
    assert.match(out, /^mnist {12}handwritten digits, /m);
    assert.match(out, /^ {2}get {12}memcell data get cifar10$/m);
    assert.match(out, /^ {2}from {11}170 MB, https:/m);
    assert.match(out, /^ {2}get {12}comes with cifar10$/m);
    const words = out.replace(/\s+/g, ' ');
    const begun = `memcell data get mnist; 1 of its 4 files are in ${folderOf(cache, 'mnist')}`;
    assert.ok(words.includes(begun), words);
    assert.ok(words.includes(`tiny noise from 301 kB, none (licence: none) here ${folderOf(cache, 'tiny')}`), words);
  });
  it('list --json gives an object a line', async () => {
    const cache = newFolder();
    folderWith(both, folderOf(cache, 'tiny'));
    const { out } = await data(cache, ['list', '--json']);
    const rows: { name: string; bytes: number; folder: string | null }[] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(rows.map(({ name }) => name).join(', '), names);
    assert.deepEqual(Object.keys(rows[0] ?? {}), ['name', 'title', 'bytes', 'licence', 'homepage', 'folder']);
    const folders = new Map(rows.map(({ name, folder }) => [name, folder]));
    assert.deepEqual([folders.get('tiny'), folders.get('mnist')], [folderOf(cache, 'tiny'), null]);
  });
  it('path prints the folder, in MEMCELL_DATA before the cache', async () => {
    const cache = newFolder();
    folderWith(both, folderOf(cache, 'tiny'));
    assert.deepEqual(await data(cache, ['path', 'tiny']), { code: 0, out: `${folderOf(cache, 'tiny')}\n`, err: '' });
    const named = newFolder();
    folderWith(tinyParts, join(named, 'tiny'));
    const { out } = await data(cache, ['path', 'tiny'], { environment: { MEMCELL_DATA: named } });
    assert.equal(out, `${named}/tiny\n`);
  });
});

describe('memcell data get --from', { concurrency: 3 }, () => {
  const whole: readonly (readonly [what: string, set: string, files: Readonly<Record<string, Uint8Array>>])[] = [
    ['the files as they are published', 'tiny', both],
    ['an archive', 'packed', { 'tiny.tar.gz': archive as Uint8Array }],
    ['the parts of an archive', 'packed', tinyParts],
  ];
  for (const [what, set, files] of whole) {
    it(`takes ${what}`, async () => {
      const cache = newFolder();
      const { code, out, err } = await data(cache, ['get', set, '--from', folderWith(files)]);
      assert.deepEqual([code, err], [0, '']);
      assert.ok(out.endsWith(`${set} is there: ${folderOf(cache, set)}\n`), out);
      assertWhole(cache, set);
    });
  }
  it('takes the same content unpacked, or packed in another way, out of a folder of its name too', async () => {
    const cache = newFolder();
    const from = newFolder();
    const files = {
      'images.gz': gzipSync(tinyParts.images as Uint8Array, { level: 1 }),
      labels: tinyParts.labels as Uint8Array,
    };
    folderWith(files, join(from, 'tiny'));
    assert.equal((await data(cache, ['get', 'tiny', '--from', from, '--quiet'])).out, '');
    assert.deepEqual(readdirSync(folderOf(cache, 'tiny')), ['images.gz', 'labels']);
    assert.equal((await data(cache, ['get', 'tiny'])).out, `tiny is there already: ${folderOf(cache, 'tiny')}\n`);
  });
  it('says how to find what went elsewhere', async () => {
    const out = newFolder();
    const ended = await data(undefined, ['get', 'tiny', '--from', folderWith(both), '--out', out]);
    assert.equal(ended.out, `tiny is there: ${out}/tiny\nmemcell finds it with MEMCELL_DATA=${out}\n`);
    const found = await data(undefined, ['path', 'tiny'], { environment: { MEMCELL_DATA: out } });
    assert.equal(found.out, `${out}/tiny\n`);
  });
  it('refuses a folder that is none, or lacks a file, and copies nothing', async () => {
    const from = folderWith({ 'images.gz': images as Uint8Array });
    const none = `${from}/none`;
    await fails(
      ['get', 'tiny', '--from', none],
      1,
      `Cannot get data set 'tiny': '${none}' must be a folder, received none`,
      'Look for a typing error in the path.',
    );
    const cache = newFolder();
    const { code, err } = await data(cache, ['get', 'tiny', '--from', from]);
    const message = `error: Cannot get data set 'tiny': '${from}' must have 'labels.gz' or 'labels', received neither\n`;
    assert.deepEqual([code, err, readdirSync(folderOf(cache, 'tiny'))], [1, message, []]);
    const empty = newFolder();
    await fails(
      ['get', 'packed', '--from', empty],
      1,
      `Cannot get data set 'packed': '${empty}' must have 'tiny.tar.gz', 'images.gz' or 'images', received none of them`,
    );
  });
  it('refuses files that are others, cut off or damaged', async () => {
    const refuses = async (
      set: string,
      files: Readonly<Record<string, Uint8Array>>,
      error: (from: string) => string,
    ): Promise<void> => {
      const [cache, from] = [newFolder(), folderWith(files)];
      const { code, err } = await data(cache, ['get', set, '--from', from]);
      assert.deepEqual([code, err.split('\n')[0]], [1, `error: ${error(from)}`]);
      assert.deepEqual(readdirSync(folderOf(cache, set)), []);
    };
    const [part] = (tinySets.tiny as DataSet).parts;
    const other = noise(300_000, 9);
    const get = (set: string): string => `Cannot get data set '${set}': `;
    await refuses(
      'tiny',
      { ...both, images: other },
      (from) => `${get('tiny')}'${from}/images' must be of SHA-256 ${part?.sha256}, received ${sha256Of(other)}`,
    );
    await refuses(
      'tiny',
      { ...both, 'images.gz': gzipSync(other) },
      (from) =>
        `${get('tiny')}'${from}/images.gz' must be of SHA-256 ${part?.sha256} when unpacked, received ${sha256Of(other)}`,
    );
    await refuses(
      'tiny',
      { ...both, 'images.gz': gzipSync(noise(300_001, 1)) },
      (from) => `${get('tiny')}'${from}/images.gz' must be 300000 bytes long when unpacked, received more`,
    );
    await refuses(
      'tiny',
      { ...both, 'images.gz': (images as Uint8Array).subarray(0, 1000) },
      (from) =>
        `${get('tiny')}'${from}/images.gz' must be a whole gzip file, received one that is damaged (unexpected end of file)`,
    );
    await refuses(
      'packed',
      { 'tiny.tar.gz': (archive as Uint8Array).subarray(1) },
      (from) =>
        `${get('packed')}'${from}/tiny.tar.gz' must be ${archive?.length} bytes long, received ${(archive?.length ?? 0) - 1}`,
    );
  });
});

describe('memcell data get', { concurrency: 3 }, () => {
  it('downloads an archive, unpacks it and takes it away; goes on where that was broken off', async () => {
    const server = await dataServer();
    const cache = newFolder();
    const environment = { MEMCELL_MIRROR: `${server.url}/sets/` };
    const { code, out } = await data(cache, ['get', 'packed'], { environment });
    assert.equal(code, 0);
    assert.ok(out.includes(`\nUnpacking ${folderOf(cache, 'packed')}/tiny.tar.gz\n`), out);
    assertWhole(cache, 'packed');
    assert.deepEqual(server.asked, ['/sets/packed/tiny.tar.gz']);
    const begun = newFolder();
    folderWith(
      { 'tiny.tar.gz': archive as Uint8Array, labels: tinyParts.labels as Uint8Array },
      folderOf(begun, 'packed'),
    );
    assert.equal((await data(begun, ['get', 'packed'], { environment })).code, 0);
    assertWhole(begun, 'packed');
    assert.equal(server.asked.length, 1);
    server.close();
  });
  it('downloads a file that is not packed', async () => {
    const server = await dataServer();
    const cache = newFolder();
    assert.equal((await data(cache, ['get', 'plain', '--mirror', server.url])).code, 0);
    server.close();
    assert.deepEqual(server.asked, ['/plain/labels']);
    assertWhole(cache, 'plain');
  });
  it('checks a set that MEMCELL_DATA has, and needs no other', async () => {
    const [cache, named] = [newFolder(), newFolder()];
    const environment = { MEMCELL_DATA: named };
    folderWith(both, join(named, 'tiny'));
    const { out } = await data(cache, ['get', 'tiny'], { environment });
    assert.equal(out, `tiny is there already: ${named}/tiny\n`);
    folderWith({ 'images.gz': gzipSync(noise(300_000, 9)) }, join(named, 'tiny'));
    const { code, err } = await data(cache, ['get', 'tiny'], { environment });
    assert.equal(code, 1);
    assert.match(
      err,
      /^error: Cannot get data set 'tiny': '.*images\.gz' must be of SHA-256 \w+ when unpacked, received /,
    );
    assert.deepEqual(readdirSync(cache), []);
  });
  it('refuses what stands in the place of a file, and leaves it', async () => {
    const cache = newFolder();
    folderWith({ 'images.gz': noise(10, 1) }, folderOf(cache, 'tiny'));
    const { code, err } = await data(cache, ['get', 'tiny', '--from', folderWith(both)]);
    assert.equal(code, 1);
    assert.match(
      err,
      /^error: Cannot get data set 'tiny': '.*images\.gz' must be a whole gzip file, received .*\nhint: It is damaged, or another file\. Remove it and run this again\.\n$/,
    );
    assert.equal(readFileSync(join(folderOf(cache, 'tiny'), 'images.gz')).length, 10);
  });
  it('refuses a place that cannot be a folder', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    await fails(
      ['get', 'tiny', '--out', file],
      1,
      `Cannot make folder '${file}/tiny': every part of the path must be free or a folder, received a file`,
    );
  });
  it('needs a folder where no home is known', async () => {
    const { code, err } = await data(undefined, ['get', 'tiny']);
    assert.deepEqual(
      [code, err],
      [
        1,
        "error: Cannot get data set 'tiny': HOME must name the folder of the user, received none\nhint: Give a folder: --out <folder>\n",
      ],
    );
  });
  it('refuses folders that cannot be read', { skip: process.platform === 'win32' }, async () => {
    const circle = join(newFolder(), 'circle');
    symlinkSync(circle, circle);
    await fails(
      ['get', 'tiny', '--from', circle],
      1,
      `Cannot look at '${circle}': links must lead to a place, received links in a circle`,
    );
    const { code, err } = await data(newFolder(), ['path', 'tiny'], { environment: { MEMCELL_DATA: circle } });
    assert.deepEqual(
      [code, err],
      [1, `error: Cannot look at '${circle}': links must lead to a place, received links in a circle\n`],
    );
  });
});

describe('memcell data refuses', { concurrency: 3 }, () => {
  it('unknown names and commands, with exit code 2', async () => {
    for (const [command, action] of [
      ['get', 'get'],
      ['path', 'find'],
    ] as const) {
      await fails(
        [command, 'minst'],
        2,
        `Cannot ${action} data set 'minst': name must be one of ${names}, received 'minst'`,
        "Did you mean 'mnist'?",
      );
    }
    await fails(
      ['lst'],
      2,
      "Cannot run 'memcell data': command must be one of list, get, path, received 'lst'",
      "Did you mean 'list'?",
    );
    await fails(
      ['get'],
      2,
      "Cannot run 'memcell data get': argument 'name' must be given, received none",
      'Usage: memcell data get [options] <name>',
    );
  });
  it('wrong options, with exit code 2', async () => {
    await fails(
      ['get', 'tiny', '--timeout', '0'],
      2,
      "Cannot get data set 'tiny': timeout must be a whole number from 1, received '0'",
    );
    await fails(
      ['get', 'tiny', '--retries', 'x'],
      2,
      "Cannot get data set 'tiny': retries must be a whole number from 0, received 'x'",
    );
    for (const mirror of ['ftp://a', 'http://', 'nothing']) {
      await fails(
        ['get', 'tiny', '--mirror', mirror],
        2,
        `Cannot get data set 'tiny': mirror must be an address with http or https, received '${mirror}'`,
      );
    }
    await fails(
      ['get', 'tiny', '--out', ''],
      2,
      "Cannot get data set 'tiny': out must be the path of a folder, received ''",
    );
    for (const [option, value] of [
      ['mirror', 'http://127.0.0.1:1/'],
      ['timeout', '5'],
      ['retries', '0'],
    ] as const) {
      await fails(
        ['get', 'tiny', '--from', '.', `--${option}`, value],
        2,
        `Cannot get data set 'tiny': --${option} must be left out with --from, received both`,
        'Nothing is downloaded with --from.',
      );
    }
    await fails(
      ['get', 'cifar10-small'],
      2,
      "Cannot get data set 'cifar10-small': it must have files of its own, received a part of cifar10",
      'It comes with that: memcell data get cifar10',
    );
  });
  it('a set that is not there, with exit code 1', async () => {
    const cache = newFolder();
    const { code, out, err } = await data(cache, ['path', 'mnist']);
    const message = `error: Cannot find data set 'mnist': its 4 files must be in '${folderOf(cache, 'mnist')}', received a place without them\n`;
    assert.deepEqual([code, out, err], [1, '', `${message}hint: Get it: memcell data get mnist\n`]);
    const environment = { MEMCELL_DATA: join(cache, 'none') };
    const lost = await data(cache, ['list'], { environment });
    assert.deepEqual([lost.code, existsSync(join(cache, 'none'))], [1, false]);
    assert.match(
      lost.err,
      /^error: Cannot look for data sets in '.*none': folder of MEMCELL_DATA must exist, received no such folder\n/,
    );
  });
});
