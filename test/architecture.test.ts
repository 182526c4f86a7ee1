// The house's rules over the whole tree; each rule is also shown to fail on a small made-up tree.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  checkCycles,
  checkFiles,
  checkImports,
  checkLevels,
  checkMath,
  checkSyntax,
  importsOf,
  mask,
  type Sources,
} from './support/architecture.ts';

const root = new URL('..', import.meta.url);
const tree: Sources = readTree();

function readTree(): Sources {
  const found = globSync('{src,kernels,test,bench,scripts}/**/*.{ts,mjs}', { cwd: root }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  const kept = found.filter((path) => !/(^|\/)(node_modules|generated)\//.test(path)).sort();
  return new Map(kept.map((path) => [path, readFileSync(new URL(path, root), 'utf8')]));
}

function ofFolders(...folders: string[]): Sources {
  return new Map([...tree].filter(([path]) => folders.some((folder) => path.startsWith(`${folder}/`))));
}

function tryOn(check: (sources: Sources) => string[], sources: Record<string, string>): string[] {
  return check(new Map(Object.entries(sources)));
}

function finds(check: (sources: Sources) => string[], sources: Record<string, string>, problem: RegExp): void {
  const problems = tryOn(check, sources);
  assert.equal(problems.length, 1, `expected one problem in ${JSON.stringify(sources)}, received ${problems}`);
  assert.match(problems[0] ?? '', problem);
}

describe('the tree', () => {
  it('keeps the import levels', () => assert.deepEqual(checkLevels(ofFolders('src')), []));
  it('has no import cycles', () => assert.deepEqual(checkCycles(ofFolders('src')), []));
  it('imports node:* and packages only where they may be', () =>
    assert.deepEqual(checkImports(ofFolders('src', 'test', 'bench', 'scripts')), []));
  it('keeps the line cap and kebab-case names', () => assert.deepEqual(checkFiles(tree), []));
  it('has no default exports, any or enum', () =>
    assert.deepEqual(checkSyntax(ofFolders('src', 'test', 'bench', 'scripts')), []));
  it('calls no mathematics that differs between engines in src/', () =>
    assert.deepEqual(checkMath(ofFolders('src')), []));
  it('names no registry in the lock file', () => {
    const lock = readFileSync(new URL('package-lock.json', root), 'utf8');
    assert.deepEqual(lock.match(/https?:\/\/(?!registry\.npmjs\.org\/)[^"]*\.tgz"/g), null);
  });
});

describe('checkLevels', () => {
  const tensor = "import type { Tensor } from '../tensor/tensor.ts';";
  it('refuses an import from above', () => finds(checkLevels, { 'src/backend/a.ts': tensor }, /'tensor' is above/));
  it('accepts the same level and below', () =>
    assert.deepEqual(
      tryOn(checkLevels, {
        'src/ops/add.ts': `${tensor} import { x } from './x.ts'; import { y } from '../errors.ts';`,
        'src/losses/mse.ts': "import { sum } from '../metrics/sum.ts';",
      }),
      [],
    ));
  it('sees re-exports and dynamic imports', () => {
    finds(checkLevels, { 'src/math.ts': "export { add } from './ops/add.ts';" }, /above/);
    finds(checkLevels, { 'src/math.ts': "const x = await import('./ops/add.ts');" }, /above/);
    finds(checkLevels, { 'src/math.ts': "type X = import('./ops/add.ts').Add;" }, /above/);
  });
  it('refuses a folder without a level', () => {
    finds(checkLevels, { 'src/utils/a.ts': '' }, /'utils' has no level/);
    finds(checkLevels, { 'src/ops/a.ts': "import '../utils/a.ts';" }, /'utils' has no level/);
  });
  it('keeps formats to level 0 and optimizers to 0-2 and constraints', () => {
    finds(checkLevels, { 'src/formats/npy.ts': "import { x } from '../backend/x.ts';" }, /may import only/);
    finds(checkLevels, { 'src/optimizers/sgd.ts': "import { add } from '../ops/add.ts';" }, /may import only/);
    const sgd = "import { x } from '../constraints/x.ts'; import { y } from '../tensor/y.ts';";
    assert.deepEqual(tryOn(checkLevels, { 'src/optimizers/sgd.ts': sgd }), []);
  });
  it('lets only the top import the public index, and the index nothing above models', () => {
    finds(checkLevels, { 'src/models/a.ts': "import { x } from '../index.ts';" }, /'index' is above/);
    finds(checkLevels, { 'src/index.ts': "export { x } from './interop/io.ts';" }, /may import only/);
    assert.deepEqual(tryOn(checkLevels, { 'src/experiments/adder.ts': "import { x } from '../index.ts';" }), []);
  });
  it('lets src/ import no test and nothing outside', () => {
    finds(checkLevels, { 'src/ops/a.ts': "import './b.test.ts';" }, /no test/);
    finds(checkLevels, { 'src/ops/a.ts': "import '../../test/support/x.ts';" }, /only src/);
  });
});

describe('checkCycles', () => {
  it('finds a cycle of files', () => {
    const sources = {
      'src/ops/a.ts': "import './b.ts';",
      'src/ops/b.ts': "import './c.ts';",
      'src/ops/c.ts': "import './a.ts';",
    };
    finds(
      checkCycles,
      sources,
      /files in a cycle: src\/ops\/a.ts -> src\/ops\/b.ts -> src\/ops\/c.ts -> src\/ops\/a.ts/,
    );
  });
  it('finds a cycle of folders without one of files', () => {
    const sources = {
      'src/losses/a.ts': "import '../metrics/a.ts';",
      'src/losses/b.ts': '',
      'src/metrics/a.ts': '',
      'src/metrics/b.ts': "import '../losses/b.ts';",
    };
    finds(checkCycles, sources, /folders in a cycle: losses -> metrics -> losses/);
  });
});

describe('checkImports', () => {
  it('refuses node:* outside cli, serve, distributed', () => {
    finds(checkImports, { 'src/logs/a.ts': "import fs from 'node:fs';" }, /platform/);
    assert.deepEqual(tryOn(checkImports, { 'src/cli/a.ts': "import fs from 'node:fs';" }), []);
    assert.deepEqual(tryOn(checkImports, { 'src/logs/a.test.ts': "import fs from 'node:fs';" }), []);
  });
  it('refuses packages where they are not listed', () => {
    finds(checkImports, { 'src/train/a.ts': "import { Command } from 'commander';" }, /no such package/);
    assert.deepEqual(tryOn(checkImports, { 'src/cli/a.ts': "import { Command } from 'commander';" }), []);
  });
  it('wants .ts at the end', () => {
    finds(checkImports, { 'src/ops/a.ts': "import { b } from './b';" }, /end in .ts/);
    finds(checkImports, { 'test/a.ts': "import { b } from './b.js';" }, /end in .ts/);
  });
});

describe('checkFiles', () => {
  it('caps the lines', () => {
    assert.deepEqual(tryOn(checkFiles, { 'src/a.ts': 'x\n'.repeat(400) }), []);
    finds(checkFiles, { 'src/a.ts': 'x\n'.repeat(401) }, /has 401 lines: the cap is 400/);
  });
  it('wants kebab-case', () => {
    finds(checkFiles, { 'src/ops/matMul.ts': '' }, /'matMul.ts' is not kebab-case/);
    finds(checkFiles, { 'src/Ops/mat-mul.ts': '' }, /'Ops' is not kebab-case/);
    assert.deepEqual(tryOn(checkFiles, { 'src/ops/conv-2d.test.ts': '' }), []);
  });
});

describe('checkSyntax', () => {
  it('refuses default exports', () => {
    finds(checkSyntax, { 'src/a.ts': 'export default 1;' }, /src\/a.ts:1: a default export/);
    finds(checkSyntax, { 'src/a.ts': '\nexport { a as default };' }, /src\/a.ts:2: a default export/);
  });
  it('refuses any, in types only', () => {
    for (const line of [
      'let x: any;',
      'f<any>()',
      'x as any',
      'let x: Array<string | any>;',
      'type X = { a: any[] };',
    ]) {
      finds(checkSyntax, { 'src/a.ts': line }, /'any'/);
    }
    const fine =
      "import { all, any } from './x.ts'; // any: any\nconst text = ': any'; any(x); const o = { any: any(x) };";
    assert.deepEqual(tryOn(checkSyntax, { 'src/a.ts': fine }), []);
  });
  it('refuses enum', () => finds(checkSyntax, { 'src/a.ts': 'export const enum A { b }' }, /an enum/));
});

describe('checkMath', () => {
  it('refuses what differs between engines, in src/ and outside tests', () => {
    for (const line of ['Math.exp(x)', 'const f = Math.tanh;', 'Math.log10(x)', 'Math.random()']) {
      finds(checkMath, { 'src/a.ts': line }, /differs between engines/);
    }
    assert.deepEqual(tryOn(checkMath, { 'src/a.ts': 'Math.sqrt(x) + Math.abs(x) + Math.floor(x) // Math.exp' }), []);
    assert.deepEqual(tryOn(checkMath, { 'src/a.test.ts': 'Math.exp(x)', 'bench/run.ts': 'Math.exp(x)' }), []);
  });
  it('refuses Math behind another name', () => {
    for (const line of ["Math['exp'](x)", 'const { exp } = Math;', 'const m = Math;']) {
      finds(checkMath, { 'src/a.ts': line }, /must be used as Math.name/);
    }
  });
  it('refuses ** but for literals', () => {
    for (const line of ['x ** 2', '2 ** n', 'f(x) ** 2', 'x **= 2', '10 ** -n']) {
      finds(checkMath, { 'src/a.ts': line }, /number literal/);
    }
    assert.deepEqual(
      tryOn(checkMath, { 'src/a.ts': '/** doc **/ const limit = 2 ** 32 - 1; const tiny = 2 ** -24;' }),
      [],
    );
  });
});

describe('mask and importsOf', () => {
  it('see through comments and strings', () => {
    assert.deepEqual(importsOf("// import './a.ts';\n/* from './b.ts' */ import x from './c.ts';"), ['./c.ts']);
    assert.deepEqual(importsOf("const s = 'import \"./a.ts\"'; import {\n  x,\n} from './d.ts';"), ['./d.ts']);
    assert.equal(mask('const q = /[\'"]/; // x\ny'), 'const q = /[\'"]/;     \ny');
    assert.equal(mask("a / b; 'c'", { strings: true }), "a / b; ' '");
  });
  it('keep length and lines of any text', () => {
    const alphabet = fc.constantFrom('a', '/', '*', "'", '"', '`', '\\', '\n', ' ', '(', '=', '[', ']');
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 60 }), fc.boolean(), (text, strings) => {
        const masked = mask(text, { strings });
        assert.equal(masked.length, text.length);
        assert.equal(masked.split('\n').length, text.split('\n').length);
      }),
    );
  });
});
