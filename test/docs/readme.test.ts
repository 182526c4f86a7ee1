// The README in its two languages: the same code, the same links, the same gallery, which shows every experiment.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { experiments } from '../../src/experiments/index.ts';

const root = new URL('../..', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const [english, chinese] = [read('README.md'), read('README.zh-CN.md')];
const blocks = (text: string): string[] => text.match(/^```[\s\S]*?^```/gm) ?? [];
const links = (text: string): string[] => [...text.matchAll(/(?:\]\(|src=")([^)"]+)/g)].map(([, to = '']) => to).sort();
const other = (text: string): string[] => links(text).filter((to) => !/^README/.test(to));
/** Command and figures of each row, which need no translation. */
const gallery = (text: string): string[] => text.match(/`npx memcell run [\w-]+`|\d[\d.,]*(?:e-?\d+)?(?= %|\b)/g) ?? [];

describe('README.zh-CN.md', () => {
  it('has the code of README.md', () => {
    assert.ok(blocks(english).length > 2);
    assert.deepEqual(blocks(chinese), blocks(english));
  });
  it('has its links', () => assert.deepEqual(other(chinese), other(english)));
  it('has its chapters', () => {
    const chapters = (text: string): number => text.match(/^#+ /gm)?.length ?? 0;
    assert.equal(chapters(chinese), chapters(english));
  });
  it('has its figures', () => {
    const outside = (text: string): string[] =>
      gallery(blocks(text).reduce((rest, block) => rest.replace(block, ''), text));
    assert.deepEqual(outside(chinese).sort(), outside(english).sort());
  });
});

describe('README.md', () => {
  it('links to files that are there', () => {
    for (const to of new Set(links(english))) {
      if (!/^https?:/.test(to)) assert.ok(existsSync(new URL(to.replace(/#.*/, ''), root)), to);
    }
  });
  it('shows every experiment with its command and its picture', () => {
    for (const name of Object.keys(experiments)) {
      assert.ok(english.includes(`\`npx memcell run ${name}\``), name);
      assert.ok(english.includes(`docs/gallery/${name}.svg`), name);
    }
  });
});
