// Every example of the documents and docstrings runs, all in this one process, in an empty folder.
import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { examplesOf, runExample } from '../support/examples.ts';

const root = new URL('../..', import.meta.url);
const back = process.cwd();
let folder = '';

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'memcell-examples-'));
  process.chdir(folder);
});
after(() => {
  process.chdir(back);
  rmSync(folder, { recursive: true });
});

describe('examples', () => {
  const paths = globSync(['README.md', 'CONTRIBUTING.md', 'docs/*.md', 'src/**/*.ts'], { cwd: root });
  for (const path of paths.map((found) => found.replaceAll('\\', '/')).sort()) {
    if (path.endsWith('.test.ts') || path.includes('/generated/')) continue;
    for (const example of examplesOf(path, readFileSync(new URL(path, root), 'utf8'))) {
      it(`${path}:${example.line}`, () => runExample(example, folder));
    }
  }
});

describe('examplesOf', () => {
  it('finds the blocks of Markdown and their lines', () => {
    const text = 'a\n```ts\nx;\ny;\n```\n```ts no-run\nz;\n```\n```sh\nls\n```\n  ```ts\n  w;\n  ```\n';
    assert.deepEqual(examplesOf('a.md', text), [
      { path: 'a.md', line: 3, code: 'x;\ny;\n' },
      { path: 'a.md', line: 13, code: '  w;\n' },
    ]);
  });
  it('finds the examples of docstrings and their lines', () => {
    const text = 'x;\n/**\n * Adds.\n * @example\n * ```ts\n * a;\n * ```\n * @see b\n * ```ts\n * no;\n * ```\n */\n';
    assert.deepEqual(examplesOf('src/a.ts', text), [{ path: 'src/a.ts', line: 6, code: 'a;\n' }]);
  });
  it('refuses an @example without a block', () =>
    assert.throws(
      () => examplesOf('src/a.ts', '/**\n * @example add(1, 2)\n */'),
      /src\/a.ts:2: an @example must hold/,
    ));
});

describe('runExample', () => {
  let number = 0;
  const run = (code: string): Promise<void> =>
    runExample({ path: 'test/docs/made-up.md', line: ++number, code }, folder);

  it('accepts what is right', () =>
    run(`
      const x: number = 1; // => 1
      [x, 'a']; // => [ 1, 'a' ]
      'a'.repeat(2); // => aa
      await Promise.resolve({ x }) // => { x: 1 }
      console.log('sum', 1 + 1); // => sum 2
      1 / 3; // => 0.333…
      import { check } from '../support/examples.ts';
      typeof check; // => function
    `));
  it('refuses a wrong value, and says where', () =>
    assert.rejects(
      run('1;\n1 + 1; // => 3'),
      new RegExp(`test/docs/made-up.md:${number + 1}: expected 3, received 2`),
    ));
  it('refuses wrong output', () => assert.rejects(run("console.log('a', 1); // => a 2"), /expected a 2, received a 1/));
  it('refuses an example that throws', () => assert.rejects(run("throw new Error('broken');"), /broken/));
  it('refuses a check without a statement', () => assert.rejects(run('[\n1,\n]\n// => [ 1 ]'), /must stand behind/));
  it('refuses an unknown entry', () =>
    assert.rejects(run("import { x } from 'memcell/nothing';"), /'memcell\/nothing' is not exported/));
});
