import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { referenceBackend } from '../backend/backend.ts';
import { withBackend } from '../backend/current.ts';
import { add } from '../ops/add.ts';
import { memory, scope } from './scope.ts';
import { tensor } from './tensor.ts';
import { Variable } from './variable.ts';

describe('Variable', () => {
  it('begins with zeros and takes numbers or a tensor of its shape', () => {
    const w = new Variable([2, 1], { name: 'w' });
    assert.deepEqual(w.toArray(), [[0], [0]]);
    w.assign([1, 2]);
    assert.deepEqual(w.toArray(), [[1], [2]]);
    scope(() => w.assign(add(w, 1)));
    assert.deepEqual(w.toArray(), [[2], [3]]);
    w.assign(tensor([[8], [9]]));
    assert.deepEqual([...w.data], [8, 9]);
  });

  it('outlives every scope', () => {
    const w = scope(() => {
      const made = new Variable([1], { name: 'w', dtype: 'int32' });
      made.assign([7]);
      return made;
    });
    scope(() => add(tensor(new Float32Array(1000)), 1));
    assert.equal(w.item(), 7);
  });

  it('refuses another shape or count, and keeps its numbers', () => {
    const w = new Variable([2], { name: 'w' });
    w.assign([1, 2]);
    const name = 'ShapeError';
    assert.throws(() => w.assign([1, 2, 3]), {
      name,
      message: "Cannot assign to variable 'w': value must have shape [2], received 3 numbers",
    });
    assert.throws(() => w.assign(tensor([[1, 2]])), {
      name,
      message: "Cannot assign to variable 'w': value must have shape [2], received [1, 2]",
    });
    assert.deepEqual(w.toArray(), [1, 2]);
    assert.throws(() => new Variable([-1], { name: 'w' }), {
      name,
      message: "Cannot create variable 'w': shape must be a list of whole numbers from 0, received [-1]",
    });
  });

  it('of another backend is refused by ops, and can still be read', () => {
    const w = new Variable([2], { name: 'w' });
    w.assign([1, 2]);
    const own = withBackend(referenceBackend('float64'), () => {
      assert.deepEqual([...w.data], [1, 2]);
      assert.throws(() => add(w, 1), {
        name: 'ResourceError',
        message:
          "Cannot use variable 'w': it must be made on the backend that computes, received one of another backend",
      });
      return new Variable([2], { name: 'v' });
    });
    assert.throws(() => add(own, w), { name: 'ResourceError' });
    assert.deepEqual(add(w, 1).toArray(), [2, 3]);
  });

  it('gives its memory back once it is collected', () => {
    const program = `
      import { memory, Variable, Sequential, Dense, Input } from ${JSON.stringify(new URL('../index.ts', import.meta.url).href)};
      const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
      new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })]).predict([[1, 2]]);
      for (let i = 0; i < 3; i++) { gc(); await turn(); }
      const before = memory().variables;
      (() => { for (let i = 0; i < 20; i++) new Variable([1000], { name: 'w' }); })();
      (() => new Sequential([Input({ shape: [20] }), new Dense({ units: 30 })]).predict([new Float32Array(20)]))();
      const during = memory().variables;
      for (let i = 0; i < 100 && memory().variables > before; i++) { gc(); await turn(); }
      console.log(during > before + 20 * 4000, memory().variables <= before);`;
    const options = ['--expose-gc', '--input-type=module', '--eval', program];
    assert.equal(execFileSync(process.execPath, options, { encoding: 'utf8' }).trim(), 'true true');
  });

  it('counts in memory().variables', () => {
    const before = memory().variables;
    const w = new Variable([256], { name: 'w' });
    assert.ok(memory().variables >= before + 4 * w.size);
  });
});
