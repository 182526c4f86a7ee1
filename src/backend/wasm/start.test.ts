import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { MemcellError } from '../../errors.ts';
import { canBeWide } from './compile.ts';
import { bytesOfBuild } from './modules.ts';
import type { Build } from './report.ts';
import { requireSimd, wasmFeatures } from './simd.ts';
import { startWasm } from './start.ts';

/** A build that computes c − a · b where it means a · b + c. */
function broken(build: Build): Uint8Array<ArrayBuffer> | undefined {
  const bytes = bytesOfBuild(build)?.slice();
  const madd = [0xfd, 0x85, 0x02]; // f32x4.relaxed_madd; relaxed_nmadd is one more
  for (let i = 0; bytes !== undefined && i < bytes.length; i++) {
    if (madd.every((byte, j) => bytes[i + j] === byte)) bytes[i + 1] = 0x86;
  }
  return bytes;
}

describe('startWasm', () => {
  for (const strict of [false, true]) {
    for (const wide of [false, true]) {
      it(`starts, strict ${strict} and wide ${wide}`, () => {
        const { report, kernels, store } = startWasm({ strict, wide });
        assert.equal(report.build, strict ? 'strict' : 'relaxed');
        assert.deepEqual(report.fallbacks, []);
        assert.ok(report.selfTest.length >= 8);
        for (const { name, passed, maxError } of report.selfTest) {
          assert.ok(passed && maxError <= (strict ? 0 : 1e-5), name);
        }
        if (!(wide && canBeWide())) assert.equal(report.width, 128);
        kernels.fill(3, 2.5, 4096);
        assert.deepEqual([...store.views().floats.subarray(1024, 1027)], [2.5, 2.5, 2.5]);
      });
    }
  }

  it('starts on a memory of its own where a runtime has none that is shared', () => {
    const { Memory } = WebAssembly;
    WebAssembly.Memory = class extends Memory {
      constructor(limits: WebAssembly.MemoryDescriptor) {
        if (limits.shared) throw new TypeError('no shared memory');
        super(limits);
      }
    };
    try {
      for (const strict of [false, true]) {
        const { report, store } = startWasm({ strict, wide: true });
        assert.equal(store.shared, false);
        assert.ok(store.memory.buffer instanceof ArrayBuffer);
        assert.deepEqual([report.build, report.fallbacks], [strict ? 'strict' : 'relaxed', []]);
      }
    } finally {
      WebAssembly.Memory = Memory;
    }
    assert.equal(startWasm({ strict: false, wide: true }).store.shared, true);
  });

  it('leaves the flags of V8 alone where the process was started with such flags', () => {
    for (const flag of ['--freeze-flags-after-init', '--abort-on-contradictory-flags', '--liftoff-only']) {
      const program = `
        import { engineReport } from ${JSON.stringify(new URL('../current.ts', import.meta.url).href)};
        console.log(engineReport().width);`;
      const args = [flag, '--no-warnings', '--input-type=module', '--eval', program];
      assert.equal(execFileSync(process.execPath, args, { encoding: 'utf8' }), '128\n', flag);
    }
  });

  it('falls back from a build that fails its self-test', () => {
    const { report } = startWasm({ strict: false, wide: true }, (build) =>
      build === 'relaxed' ? broken(build) : bytesOfBuild(build),
    );
    assert.equal(report.build, 'strict');
    const names = canBeWide() ? ['relaxed, 256-bit', 'relaxed'] : ['relaxed'];
    assert.equal(report.fallbacks.length, names.length);
    for (const [i, name] of names.entries()) {
      assert.match(report.fallbacks[i] ?? '', new RegExp(`^${name}: gemm differs from the reference by `));
    }
  });

  it('falls back from a build that does not compile', () => {
    const { report } = startWasm({ strict: false, wide: false }, (build) =>
      build === 'relaxed' ? new Uint8Array(8) : bytesOfBuild(build),
    );
    assert.equal(report.build, 'strict');
    assert.match(report.fallbacks[0] ?? '', /^relaxed: WebAssembly\.Module\(\)/);
  });

  it('throws where no build starts', () => {
    assert.throws(() => startWasm({ strict: true, wide: false }, () => undefined), {
      name: 'UnsupportedError',
      message:
        'Cannot start the engine: one build must pass its self-test, received strict: not loaded, which in a page takes await configure({ strict: true })',
      hint: 'Call await configure({ strict: true }) first, or report this with the output of memcell doctor.',
    });
  });
});

describe('requireSimd', () => {
  it('passes here', () => {
    assert.deepEqual(wasmFeatures(), { simd: true, relaxedSimd: true });
    requireSimd(wasmFeatures());
  });

  it('refuses a runtime without SIMD, and says which ones have it', () => {
    const told = (error: unknown) =>
      error instanceof MemcellError &&
      error.code === 'unsupported' &&
      error.message === 'Cannot start the engine: WebAssembly SIMD must be available, received a runtime without it' &&
      error.hint === 'Use Node 22 or later, or a current version of Chrome, Edge, Firefox or Safari.';
    assert.throws(() => requireSimd({ ...wasmFeatures(), simd: false }), told);
  });
});
