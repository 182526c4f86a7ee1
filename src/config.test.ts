import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Constructor, fromConfig, fromName, toConfig } from './config.ts';
import { OptionError } from './errors.ts';

class SGD {
  readonly className = 'SGD';
  readonly rate: number;
  constructor(options: { rate?: number } = {}) {
    this.rate = options.rate ?? 1;
  }
  config(): Record<string, unknown> {
    return { rate: this.rate };
  }
}
const index: Record<string, Constructor<SGD>> = { sgd: SGD };

describe('toConfig and fromConfig', () => {
  it('go there and back through JSON', () => {
    const entry = JSON.parse(JSON.stringify(toConfig(new SGD({ rate: 2 }))));
    assert.deepEqual(entry, { className: 'SGD', config: { rate: 2 } });
    assert.deepEqual(fromConfig('optimizer', index, entry), new SGD({ rate: 2 }));
  });
  it('takes the defaults where there is no config', () =>
    assert.equal(fromConfig('optimizer', index, { className: 'SGD' } as never).rate, 1));
  it('refuses an unknown class and what is no entry', () => {
    assert.throws(
      () => fromConfig('optimizer', index, { className: 'SGDW', config: {} }),
      new OptionError("Cannot find optimizer 'SGDW': name must be one of sgd, received 'SGDW'", {
        hint: "Did you mean 'sgd'?",
      }),
    );
    for (const entry of [null, 'SGD', {}, { className: 1 }]) {
      assert.throws(
        () => fromConfig('optimizer', index, entry as never),
        /^OptionError: Cannot make optimizer: entry must be \{ className, config \}, received /,
      );
    }
  });
});

describe('fromName', () => {
  it('makes an object of a name and gives an object back', () => {
    const own = new SGD();
    assert.equal(fromName('optimizer', index, own, 'config'), own);
    assert.ok(fromName<SGD>('optimizer', index, 'sgd', 'config') instanceof SGD);
  });
  it('refuses an object of another kind, as options without their class', () => {
    for (const [wrong, received] of [
      [{ rate: 2 }, 'an object'],
      [['sgd'], "['sgd']"],
    ] as const) {
      assert.throws(
        () => fromName<SGD>('optimizer', index, wrong as never, 'config'),
        new OptionError(`Cannot find optimizer: it must be a name or an object with config(), received ${received}`, {
          hint: 'Options go into its class: new L2({ l2: 0.01 }), new SGD({ learningRate: 0.1 }).',
        }),
      );
    }
  });
  it('refuses a class, null and other names', () => {
    assert.throws(() => fromName<SGD>('optimizer', index, SGD as never, 'config'), /received a function/);
    assert.throws(() => fromName<SGD>('optimizer', index, null as never, 'config'), /received null/);
    assert.throws(() => fromName<SGD>('optimizer', index, 'adam', 'config'), /Cannot find optimizer 'adam'/);
  });
});
