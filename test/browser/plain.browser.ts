// The built package without a bundler: what its files import, and the import map of docs/browser.md.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { importsOf } from '../support/architecture.ts';
import { open } from './support/chromium.ts';
import { siteWith, userFolder } from './support/setup.ts';

/** Packages that the modules reached from a file import, dynamic imports left out where they are. */
function packagesFrom(file: string, seen: Set<string> = new Set()): Set<string> {
  const packages = new Set<string>();
  const code = readFileSync(file, 'utf8').replaceAll(/\bimport\s*\(/g, 'load(');
  seen.add(file);
  for (const name of importsOf(code)) {
    const next = join(file, '..', name);
    if (!name.startsWith('.')) packages.add(name);
    else if (!existsSync(next)) packages.add(`${file} -> ${name}`);
    else if (!seen.has(next)) for (const found of packagesFrom(next, seen)) packages.add(found);
  }
  return packages;
}

describe('without a bundler', () => {
  const dist = (): string => join(userFolder().path, 'pages/node_modules/memcell/dist');
  before(() => siteWith());

  it("'memcell', and reading and writing models, load no other package", () => {
    for (const file of ['index.js', 'interop/load-model.js', 'interop/save-model.js']) {
      assert.deepEqual([...packagesFrom(join(dist(), file))], [], file);
    }
    assert.ok(packagesFrom(join(dist(), 'plots/index.js')).has('d3-scale'), 'the search finds packages');
  });

  it('every entry works with the import map of docs/browser.md', async () => {
    const text = readFileSync(new URL('../../docs/browser.md', import.meta.url), 'utf8');
    const map = /<script type="importmap">[\s\S]*?<\/script>/.exec(text)?.[0] ?? '';
    const folder = join(userFolder().path, 'pages', 'mapped');
    mkdirSync(folder);
    writeFileSync(
      join(folder, 'index.html'),
      `<!doctype html>${map}<script type="module" src="../plain/page.js"></script>`,
    );
    await using opened = await open(`${await siteWith()}mapped/`);
    const entries = Object.keys(JSON.parse(map.replaceAll(/<[^>]*>/g, '')).imports);
    const exported = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).exports;
    for (const entry of Object.keys(exported)) {
      if (exported[entry].default) assert.ok(entries.includes(entry.replace(/^\./, 'memcell')), entry);
    }
    for (const entry of entries) {
      const count = await opened.page.evaluate((entry) => memcellPage.exportsOf(entry), entry);
      assert.ok(count > 0, entry);
    }
    assert.deepEqual(opened.problems, []);
  });
});
