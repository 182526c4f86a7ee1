import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { it } from 'node:test';
import { compilesAtOnce } from './compile.ts';
import { bytesOfBuild } from './modules.ts';
import type { Build } from './report.ts';

/** Number of functions in a module: the count that its code section begins with. */
function functionsOf(bytes: Uint8Array): number {
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  for (;;) {
    const id = bytes[at++];
    const size = number();
    if (id === 10) return number();
    at += size;
  }
}

/** Functions of the engine's module that a program compiled, and those of them that it optimized. */
function compiledBy(build: Build, imports: readonly string[]): { seen: Set<number>; optimized: Set<number> } {
  const lines = imports.map((path) => `await import(${JSON.stringify(new URL(path, import.meta.url).href)});`);
  const args = ['--trace-wasm-compilation-times', '--no-warnings', '--input-type=module', '--eval', lines.join('\n')];
  const env = { ...process.env, MEMCELL_STRICT: build === 'strict' ? '1' : '0', NODE_TEST_CONTEXT: undefined };
  const text = execFileSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  // the runtime has modules of its own; ours is the one of so many functions of which most are optimized
  const count = functionsOf(bytesOfBuild(build) as Uint8Array);
  const modules = new Map<string, { seen: Set<number>; optimized: Set<number> }>();
  for (const [, module, index, tier] of text.matchAll(/function (0x[0-9a-f]+)#(\d+) using (\w+)/g)) {
    const own = modules.get(module as string) ?? { seen: new Set(), optimized: new Set() };
    modules.set(module as string, own);
    own.seen.add(Number(index));
    if (tier === 'TurboFan') own.optimized.add(Number(index));
  }
  const ours = [...modules.values()].filter(({ seen }) => Math.max(...seen) < count);
  return ours.sort((a, b) => b.optimized.size - a.optimized.size)[0] as (typeof ours)[number];
}

for (const build of ['relaxed', 'strict'] as const satisfies readonly Build[]) {
  it(`starting the ${build} build optimizes every function that is used later`, { skip: !compilesAtOnce() }, () => {
    const started = compiledBy(build, ['../../../test/support/start-engine.ts']);
    assert.ok(started.seen.size > 40, `${started.seen.size} functions`);
    assert.deepEqual(started.optimized, started.seen);
    const used = ['../../../test/support/train-digest.ts', '../../../test/contract/ops.test.ts'];
    assert.deepEqual(
      [...compiledBy(build, used).seen].filter((index) => !started.seen.has(index)),
      [],
    );
  });
}
