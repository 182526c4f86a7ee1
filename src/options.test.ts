import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OptionError, UnsupportedError } from './errors.ts';
import {
  checkBoolean,
  checkChoice,
  checkNumber,
  checkOptions,
  checkText,
  describe as describeValue,
  findByName,
} from './options.ts';

describe('checkOptions', () => {
  it('lets known options through, and unsupported ones that are off', () => {
    checkOptions('Adam', {}, []);
    checkOptions(
      'Adam',
      { beta1: 1, amsgrad: false, seed: null, dtype: undefined },
      ['beta1'],
      ['amsgrad', 'seed', 'dtype'],
    );
  });
  it('refuses an unknown option and names the nearest', () =>
    assert.throws(
      () => checkOptions('Adam', { lerningRate: 1 }, ['beta1', 'learningRate']),
      new OptionError(`Cannot create Adam: options must be among beta1, learningRate, received 'lerningRate'`, {
        hint: "Did you mean 'learningRate'?",
      }),
    ));
  it('names the camel case of a name in snake case, supported or not', () => {
    const hint = (name: string): string | undefined => {
      try {
        checkOptions('LSTM', { [name]: 1 }, ['units', 'returnSequences'], ['recurrentDropout']);
      } catch (error) {
        return (error as OptionError).hint;
      }
      return undefined;
    };
    assert.equal(hint('return_sequences'), "Did you mean 'returnSequences'?");
    assert.equal(hint('recurrent_dropout'), "Did you mean 'recurrentDropout'?");
  });
  it('refuses any option where there are none', () =>
    assert.throws(() => checkOptions('Zeros', { value: 1 }, []), {
      message: "Cannot create Zeros: there must be no options, received 'value'",
    }));
  it('refuses an unsupported option', () =>
    assert.throws(
      () => checkOptions('Adam', { amsgrad: true }, [], ['amsgrad']),
      new UnsupportedError('Cannot create Adam: amsgrad is not supported and must be left out, received true'),
    ));
  it('refuses what is not an object', () => {
    assert.throws(
      () => checkOptions('Adam', 0.1 as unknown as object, ['learningRate']),
      new OptionError('Cannot create Adam: options must be an object, received 0.1', {
        hint: 'Write it as { learningRate: … }.',
      }),
    );
    assert.throws(() => checkOptions('Adam', null as unknown as object, []), /must be an object, received null/);
    assert.throws(() => checkOptions('Adam', [1] as object, []), /must be an object, received \[1\]/);
  });
  it('names an action in small letters as it is', () =>
    assert.throws(() => checkOptions("train Sequential 'a'", { epoch: 1 }, ['epochs']), {
      message: "Cannot train Sequential 'a': options must be among epochs, received 'epoch'",
    }));
});

describe('describe', () => {
  it('writes the beginning of what is long, and of arrays that hold themselves', () => {
    assert.equal(describeValue([1, ['a', null]]), "[1, ['a', null]]");
    assert.equal(describeValue(new Array(3)), '[undefined, undefined, undefined]');
    assert.ok(describeValue(Array.from({ length: 1e6 }, (_, i) => i)).endsWith('48, 49, … (1000000 in all)]'));
    assert.equal(describeValue('x'.repeat(5000)).length, 1003);
    const ring: unknown[] = [];
    ring.push(ring);
    assert.equal(describeValue(ring), '[[[[[[[…]]]]]]]');
  });
});

describe('checkNumber', () => {
  const fails = (value: unknown, range: Parameters<typeof checkNumber>[3], must: string): void =>
    assert.throws(
      () => checkNumber('Adam', 'x', value, range),
      new OptionError(`Cannot create Adam: x must be ${must}, received ${describeValue(value)}`),
    );
  it('gives back a number in its range, bounds included where they are', () => {
    assert.equal(checkNumber('Adam', 'x', -2), -2);
    assert.equal(checkNumber('Adam', 'x', 0, { from: 0, to: 1 }), 0);
    assert.equal(checkNumber('Adam', 'x', 1, { from: 0, to: 1 }), 1);
    assert.equal(checkNumber('Adam', 'x', 3, { from: 1, whole: true }), 3);
  });
  it('says what must hold', () => {
    fails(Number.NaN, {}, 'a finite number');
    fails(Number.POSITIVE_INFINITY, { above: 0 }, 'a finite number above 0');
    fails('1', {}, 'a finite number');
    fails(0, { above: 0 }, 'a finite number above 0');
    fails(1, { from: 0, below: 1 }, 'a finite number from 0 and below 1');
    fails(1.1, { from: 0, to: 1 }, 'a finite number from 0 to 1');
    fails(2, { to: 1 }, 'a finite number to 1');
    fails(1.5, { from: 1, whole: true }, 'a whole number from 1');
    fails(undefined, { whole: true }, 'a whole number');
  });
});

describe('checkBoolean, checkText, checkChoice', () => {
  it('give back what is right', () => {
    assert.equal(checkBoolean('A', 'x', false), false);
    assert.equal(checkText('A', 'x', 'y'), 'y');
    assert.equal(checkChoice('A', 'x', 'y', ['y', 'z']), 'y');
  });
  it('refuse the rest', () => {
    assert.throws(() => checkBoolean('A', 'x', 1), { message: 'Cannot create A: x must be true or false, received 1' });
    assert.throws(() => checkText('A', 'x', ''), { message: "Cannot create A: x must be a text, received ''" });
    assert.throws(
      () => checkChoice('A', 'mode', 'fan_in', ['fanIn', 'fanOut']),
      new OptionError("Cannot create A: mode must be one of fanIn, fanOut, received 'fan_in'", {
        hint: "Did you mean 'fanIn'?",
      }),
    );
  });
});

describe('findByName', () => {
  const index = { relu: 1, linear: 2 };
  it('gives the value of a name', () => assert.equal(findByName('activation', index, 'linear'), 2));
  it('refuses other names and inherited ones', () => {
    assert.throws(
      () => findByName('activation', index, 'reul'),
      new OptionError("Cannot find activation 'reul': name must be one of relu, linear, received 'reul'", {
        hint: "Did you mean 'relu'?",
      }),
    );
    assert.throws(() => findByName('activation', index, 'toString'), /Cannot find activation 'toString'/);
    assert.throws(() => findByName('activation', index, undefined), /Cannot find activation undefined/);
    assert.throws(
      () => findByName('optimizer', index, class Adam {}),
      new OptionError('Cannot find optimizer a function: name must be one of relu, linear, received a function', {
        hint: 'Give an object of the class: new Adam(…).',
      }),
    );
  });
});
