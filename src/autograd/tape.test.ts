import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { memory, scope } from '../tensor/scope.ts';
import { tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { Tape } from './tape.ts';

const square = (x: Variable) => sum(multiply(x, x));
const variable = (trainable: boolean): Variable => {
  const w = new Variable([2], { name: 'w', trainable });
  w.assign([1, 2]);
  return w;
};

describe('Tape', () => {
  it('needs an open scope', () => {
    assert.throws(() => new Tape(), {
      name: 'ResourceError',
      message: 'Cannot start tape: a scope must be open, received none',
    });
  });

  it('is the only one of its scope, and another may follow once it was used', () => {
    const w = variable(true);
    scope(() => {
      const tape = new Tape();
      assert.throws(() => new Tape(), {
        name: 'ResourceError',
        message: 'Cannot start tape: a scope must have one tape, received a second one',
      });
      tape.gradients(square(w), [w]);
      assert.deepEqual(new Tape().gradients(square(w), [w]).length, 1);
    });
  });

  it('is used once, in its scope', () => {
    const w = variable(true);
    const old = scope(() => {
      const tape = new Tape();
      const value = square(w);
      tape.gradients(value, [w]);
      assert.throws(() => tape.gradients(value, [w]), {
        name: 'ResourceError',
        message: 'Cannot compute gradients: a tape must be used once, in its scope, received a second call',
      });
      return { tape: new Tape(), later: [] };
    }).tape;
    assert.throws(() => old.gradients(tensor(1), [w]), {
      name: 'ResourceError',
      message:
        'Cannot compute gradients: a tape must be used once, in its scope, received a call after the scope of the tape has ended',
    });
  });

  it('refuses a value that is no scalar', () => {
    const w = variable(true);
    assert.throws(() => scope(() => new Tape().gradients(multiply(w, 2), [w])), {
      name: 'ShapeError',
      message: 'Cannot compute gradients: value must be a scalar, received [2]',
      hint: 'Reduce it with sum() or mean() first.',
    });
    assert.equal(memory().scopes, 0);
  });

  it('follows trainable Variables, others once they are watched', () => {
    const w = variable(false);
    const gradients = (watch: boolean) =>
      scope(() => {
        const tape = new Tape();
        if (watch) tape.watch(w);
        return tape.gradients(square(w), [w]).map(({ gradient }) => gradient.toArray());
      });
    assert.deepEqual(gradients(false), []);
    assert.deepEqual(gradients(true), [[2, 4]]);
  });

  it('adds up the gradients of a tensor that is used twice, and leaves out what the value does not depend on', () => {
    const [w, unused] = [variable(true), variable(true)];
    const pairs = scope(() => {
      const tape = new Tape();
      const value = sum(multiply(multiply(w, w), w));
      return tape.gradients(value, [unused, w]).map(({ variable: of, gradient }) => [of === w, gradient.toArray()]);
    });
    assert.deepEqual(pairs, [[true, [3, 12]]]);
  });

  it('joins scopes that open while it records', () => {
    const w = variable(true);
    const gradient = scope(() => {
      const tape = new Tape();
      const value = scope(() => square(w));
      return tape.gradients(value, [w])[0]?.gradient.toArray();
    });
    assert.deepEqual(gradient, [2, 4]);
  });
});
