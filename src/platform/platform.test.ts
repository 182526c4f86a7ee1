import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ResourceError } from '../errors.ts';
import { browserPlatform } from './browser.ts';
import { fileError } from './file-error.ts';
import { platform } from './index.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const linux = process.platform === 'linux';

function refused(run: () => unknown, message: string, hint?: string): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof ResourceError);
    assert.equal(error.message, message);
    assert.equal(error.hint, hint);
    return true;
  });
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'memcell-platform-'));
});
after(() => rmSync(folder, { recursive: true }));

describe('platform in Node', () => {
  const node = platform();

  it('describes the runtime', () => {
    assert.equal(node.runtime.name, 'node');
    assert.equal(node.runtime.version, process.versions.node);
    assert.match(node.runtime.system, /^\w+ \w+$/);
    assert.ok(node.cores() >= 1);
  });
  it('environment takes an empty variable as unset', () => {
    process.env.MEMCELL_TEST_VARIABLE = '';
    assert.equal(node.environment('MEMCELL_TEST_VARIABLE'), undefined);
    process.env.MEMCELL_TEST_VARIABLE = 'x';
    assert.equal(node.environment('MEMCELL_TEST_VARIABLE'), 'x');
    delete process.env.MEMCELL_TEST_VARIABLE;
  });
  it('readFile gives back what writeFileAtomic wrote, as a plain Uint8Array', () => {
    node.writeFileAtomic(at('bytes'), new Uint8Array([1, 2, 255]));
    const bytes = node.readFile(at('bytes'));
    assert.deepEqual(bytes, new Uint8Array([1, 2, 255]));
    assert.equal(bytes.constructor, Uint8Array);
  });
  it('writeFileAtomic replaces a file, and leaves nothing beside it', () => {
    node.writeFileAtomic(at('text'), 'a longer text');
    node.writeFileAtomic(at('text'), 'ä');
    assert.equal(readFileSync(at('text'), 'utf8'), 'ä');
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });
  it('writeFileAtomic keeps a link and writes where it leads', { skip: !linux }, () => {
    node.writeFileAtomic(at('target'), 'old');
    symlinkSync(at('target'), at('link'));
    node.writeFileAtomic(at('link'), 'new');
    assert.equal(readFileSync(at('target'), 'utf8'), 'new');
  });
  it('writeFileAtomic writes to a device as it is', { skip: !linux }, () => {
    node.writeFileAtomic('/dev/null', 'x');
    assert.ok(statSync('/dev/null').isCharacterDevice());
    refused(
      () => node.writeFileAtomic('/dev/full', 'x'),
      "Cannot write file '/dev/full': disk must have room, received a full disk",
      'Free some space, or choose another place.',
    );
  });
  it('openFile reads pieces, fewer bytes only at the end', () => {
    writeFileSync(at('pieces'), 'abcdefg');
    const file = node.openFile(at('pieces'));
    const piece = new Uint8Array(4);
    assert.deepEqual([file.size, file.read(piece, 1), String.fromCharCode(...piece)], [7, 4, 'bcde']);
    assert.deepEqual([file.read(piece, 5), String.fromCharCode(...piece)], [2, 'fgde']);
    assert.equal(file.read(piece, 9), 0);
    for (let i = 0; i < 2; i++) file.close();
    assert.throws(() => file.read(piece, 0), { name: 'ResourceError', message: /^Cannot read file/ });
  });
  it('createFile shows a file when it is whole, and leaves the old one otherwise', () => {
    writeFileSync(at('slow'), 'old');
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    const left = node.createFile(at('slow'));
    left.write(bytes('half'));
    assert.equal(readFileSync(at('slow'), 'utf8'), 'old');
    left.discard();
    const file = node.createFile(at('slow'));
    for (const part of ['a', '', 'bc']) file.write(bytes(part));
    file.commit();
    file.discard();
    assert.equal(readFileSync(at('slow'), 'utf8'), 'abc');
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });
  it('createFile leaves nothing where the process ends in the middle', () => {
    const program = `import { platform } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)};
      const [kept, left] = ['kept', 'left'].map((name) => platform().createFile(name));
      for (const file of [kept, left]) file.write(new Uint8Array(9));
      kept.commit();
      process.exit(3);`;
    const place = at('ended');
    node.makeFolder(place);
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { cwd: place });
    assert.equal(status, 3);
    assert.deepEqual(readdirSync(place), ['kept']);
  });
  it('appendFile makes the file and adds to it', () => {
    node.appendFile(at('log'), 'a\n');
    node.appendFile(at('log'), 'b\n');
    assert.equal(readFileSync(at('log'), 'utf8'), 'a\nb\n');
  });
  it('makeFolder makes all folders, and says whether it was new', () => {
    assert.equal(node.makeFolder(at('deep/er/est')), true);
    assert.equal(node.makeFolder(at('deep/er/est')), false);
    assert.ok(statSync(at('deep/er/est')).isDirectory());
  });
  it('removeFile removes a file, and is content where there is none', () => {
    writeFileSync(at('gone'), '');
    for (let i = 0; i < 2; i++) node.removeFile(at('gone'));
    assert.equal(node.kindOf(at('gone')), 'nothing');
    node.makeFolder(at('stays'));
    assert.throws(() => node.removeFile(at('stays')), { name: 'ResourceError' });
  });
  it('listFolder sorts, kindOf tells files, folders and nothing', () => {
    node.makeFolder(at('list/b'));
    writeFileSync(at('list/a'), '');
    assert.deepEqual(node.listFolder(at('list')), ['a', 'b']);
    assert.deepEqual(
      ['list', 'list/a', 'list/c', 'list/a/c'].map((name) => node.kindOf(at(name))),
      ['folder', 'file', 'nothing', 'nothing'],
    );
  });
});

describe('platform in Node refuses', () => {
  const node = platform();

  it('a missing file', () =>
    refused(
      () => node.readFile(at('none.npy')),
      `Cannot read file '${at('none.npy')}': file must exist, received no such file`,
      'Look for a typing error in the path.',
    ));
  it('a folder where a file is expected', () => {
    node.makeFolder(at('folder'));
    refused(
      () => node.openFile(at('folder')),
      `Cannot read file '${at('folder')}': path must be a file, received a folder`,
    );
    refused(
      () => node.createFile(at('folder')),
      `Cannot write file '${at('folder')}': path must be a file, received a folder`,
    );
    refused(
      () => node.readFile(at('folder')),
      `Cannot read file '${at('folder')}': path must be a file, received a folder`,
    );
    refused(
      () => node.writeFileAtomic(at('folder'), 'x'),
      `Cannot write file '${at('folder')}': path must be a file, received a folder`,
    );
  });
  it('a file in a folder that does not exist', () =>
    refused(
      () => node.writeFileAtomic(at('none/x'), 'x'),
      `Cannot write file '${at('none/x')}': its folder must exist, received no such folder`,
      'Make the folder first.',
    ));
  it('a file where a folder is expected', () => {
    writeFileSync(at('file'), '');
    refused(
      () => node.makeFolder(at('file')),
      `Cannot make folder '${at('file')}': every part of the path must be free or a folder, received a file`,
    );
    refused(
      () => node.makeFolder(at('file/x')),
      `Cannot make folder '${at('file/x')}': every part of the path must be free or a folder, received a file`,
    );
    refused(
      () => node.writeFileAtomic(at('file/x'), 'x'),
      `Cannot write file '${at('file/x')}': every part of the path but the last must be a folder, received a file`,
    );
  });
  it('a folder where none can be made, and folders in it', { skip: !linux }, () => {
    for (const path of ['/proc/memcell', '/proc/memcell/deep/er']) {
      refused(
        () => node.makeFolder(path),
        `Cannot make folder '${path}': its place must take new folders, received one that does not`,
        'Choose another place.',
      );
    }
  });
  it('a name too long', () =>
    refused(
      () => node.writeFileAtomic(at('x'.repeat(300)), 'x'),
      `Cannot write file '${at('x'.repeat(300))}': name must be short enough for the file system, received a longer one`,
    ));
  it('and leaves nothing behind where the last step fails', () => {
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
    assert.ok(!existsSync(at('none')));
  });
  it('what the system denies, keeping the cause', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    const error = fileError('write file', 'a.npy', denied);
    assert.equal(error.message, "Cannot write file 'a.npy': permission must be given, received permission denied");
    assert.equal(error.hint, 'Choose another place, or change its permissions.');
    assert.equal(error.cause, denied);
    const strange = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    assert.equal(
      fileError('read file', 'a.npy', strange).message,
      "Cannot read file 'a.npy': the system must allow it, received EIO: i/o error, read",
    );
  });
});

describe('platform in a browser', () => {
  const browser = browserPlatform();

  it('refuses every path', () => {
    refused(
      () => browser.readFile('x'),
      "Cannot read file 'x': paths work in Node only, received a browser",
      'Pass the bytes of the file, for example of fetch(url).',
    );
    refused(
      () => browser.writeFileAtomic('x', ''),
      "Cannot write file 'x': paths work in Node only, received a browser",
      'Take the bytes instead of a path, and offer them as a download.',
    );
    for (const open of [() => browser.openFile('x'), () => browser.createFile('x')]) {
      assert.throws(open, { name: 'ResourceError', message: /^Cannot (read|write) file 'x': paths work in Node only/ });
    }
    refused(
      () => browser.appendFile('x', ''),
      "Cannot append to file 'x': paths work in Node only, received a browser",
    );
    refused(() => browser.removeFile('x'), "Cannot remove file 'x': paths work in Node only, received a browser");
    refused(() => browser.makeFolder('x'), "Cannot make folder 'x': paths work in Node only, received a browser");
    refused(() => browser.listFolder('x'), "Cannot list folder 'x': paths work in Node only, received a browser");
    refused(() => browser.kindOf('x'), "Cannot look at 'x': paths work in Node only, received a browser");
  });
  it('has cores and no environment', () => {
    assert.ok(browser.cores() >= 1);
    assert.equal(browser.environment('PATH'), undefined);
    assert.equal(browser.runtime.name, 'browser');
  });
});
