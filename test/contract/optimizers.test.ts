// Every optimizer of the index: it finds minima, follows Keras's steps, resumes bit for bit, clips, keeps memory flat.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Tape } from '../../src/autograd/tape.ts';
import { type ConfigEntry, toConfig } from '../../src/config.ts';
import { add } from '../../src/ops/add.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { slice } from '../../src/ops/slice.ts';
import { square } from '../../src/ops/square.ts';
import { subtract } from '../../src/ops/subtract.ts';
import { sum } from '../../src/ops/sum.ts';
import { type Optimizer, type OptimizerName, optimizerFromConfig, optimizers } from '../../src/optimizers/index.ts';
import { memory, scope } from '../../src/tensor/scope.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { Variable } from '../../src/tensor/variable.ts';
import { type GoldenTensor, loadGolden } from '../golden/load.ts';
import { assertClose } from '../support/close.ts';

interface Case {
  readonly optimizer: ConfigEntry;
  readonly initial: readonly GoldenTensor[];
  /** [step][variable] */
  readonly gradients: readonly (readonly GoldenTensor[])[];
  /** [step][variable], after the step. */
  readonly values: readonly (readonly GoldenTensor[])[];
  /** Not implemented yet. */
  readonly later?: boolean;
}

const { cases } = loadGolden<Case>('optimizers-keras');

const read = ({ data, shape }: GoldenTensor): Tensor => tensor(data, shape);

function variableOf({ data, shape }: GoldenTensor, name = 'w'): Variable {
  const variable = new Variable(shape, { name });
  variable.assign(data);
  return variable;
}

describe('optimizers of Keras', () => {
  for (const { optimizer, initial, gradients, values, later } of cases) {
    const title = `${optimizer.className} ${JSON.stringify(optimizer.config)}`;
    if (later) {
      it(`${title} is refused`, () =>
        assert.throws(() => optimizerFromConfig(optimizer), { name: 'UnsupportedError' }));
      continue;
    }
    it(title, () => {
      const own = optimizerFromConfig(optimizer);
      const variables = initial.map((value, i) => variableOf(value, `w${i}`));
      for (const [step, ofStep] of gradients.entries()) {
        own.apply(variables.map((variable, i) => ({ variable, gradient: read(ofStep[i] as GoldenTensor) })));
        for (const [i, variable] of variables.entries()) {
          assertClose(variable.data, values[step]?.[i]?.data ?? [], 1e-5, `step ${step}, variable ${i}`);
        }
      }
    });
  }
  it('cover every class of the index', () => {
    const covered = new Set(cases.map((c) => c.optimizer.className));
    for (const Class of Object.values(optimizers)) assert.ok(covered.has(new Class().className));
  });
});

type Objective = (w: Tensor) => Tensor;

/** Σ (w − 3)², least at 3. */
const parabola: Objective = (w) => sum(square(subtract(w, 3)));
/** (1 − x)² + 100 (y − x²)², least at (1, 1). */
const rosenbrock: Objective = (w) => {
  const x = slice(w, [0], [1]);
  const y = slice(w, [1], [1]);
  return sum(add(square(subtract(1, x)), multiply(100, square(subtract(y, square(x))))));
};

function step(own: Optimizer, w: Variable, objective: Objective): number {
  return scope(() => {
    const tape = new Tape();
    const value = objective(w);
    own.apply(tape.gradients(value, [w]));
    return value.item();
  });
}

/** Steps with which each of these objectives is to come down, for every optimizer. */
const rates: Readonly<Record<OptimizerName, { parabola: number; rosenbrock: number }>> = {
  sgd: { parabola: 0.1, rosenbrock: 0.001 },
  adam: { parabola: 0.1, rosenbrock: 0.02 },
};

for (const name of Object.keys(optimizers) as OptimizerName[]) {
  describe(`optimizer '${name}'`, () => {
    const make = (options: object = {}): Optimizer => new optimizers[name](options as never);
    const start = (): Variable => variableOf({ shape: [2], data: [-1.2, 1] });

    it('finds the minimum of a parabola', () => {
      const own = make({ learningRate: rates[name].parabola });
      const w = start();
      for (let i = 0; i < 300; i++) step(own, w, parabola);
      assertClose(w.data, [3, 3], 1e-3, 'minimum');
      assert.equal(own.iterations, 300);
    });
    it('comes far down Rosenbrock’s valley', () => {
      const own = make({ learningRate: rates[name].rosenbrock });
      const w = start();
      const before = step(own, w, rosenbrock);
      for (let i = 0; i < 2000; i++) step(own, w, rosenbrock);
      const after = scope(() => rosenbrock(w).item());
      assert.ok(after < before / 100, `${before} to ${after}`);
    });
    it('resumes bit for bit from its config and variables', () => {
      const run = (own: Optimizer, w: Variable, steps: number): void => {
        for (let i = 0; i < steps; i++) step(own, w, rosenbrock);
      };
      for (const options of [{}, ...(name === 'sgd' ? [{ momentum: 0.9, nesterov: true }] : [])]) {
        const own = make({ learningRate: 0.0007, ...options });
        const w = start();
        run(own, w, 7);
        const saved = {
          entry: JSON.stringify(toConfig(own)),
          weight: w.data,
          state: own.variables().map((variable) => ({ name: variable.name, data: variable.data })),
        };
        run(own, w, 5);

        const again = optimizerFromConfig(JSON.parse(saved.entry));
        const v = start();
        v.assign(saved.weight);
        again.build([v]);
        for (const [i, variable] of again.variables().entries()) {
          assert.equal(variable.name, saved.state[i]?.name);
          variable.assign(saved.state[i]?.data ?? []);
        }
        assert.equal(again.iterations, 7);
        run(again, v, 5);
        assert.deepEqual(v.data, w.data);
        assert.deepEqual(
          again.variables().map((x) => x.data),
          own.variables().map((x) => x.data),
        );
      }
    });
    it('gives the same bits in two runs', () => {
      const run = (): unknown => {
        const own = make();
        const w = start();
        for (let i = 0; i < 20; i++) step(own, w, rosenbrock);
        return w.data;
      };
      assert.deepEqual(run(), run());
    });
    it('moves no further than clipped gradients let it', () => {
      const moved = (options: object): number[] => {
        const own = make({ learningRate: 0.5, ...options });
        const w = variableOf({ shape: [2], data: [0, 0] });
        own.apply([{ variable: w, gradient: tensor([30, 40]) }]);
        return [...w.data];
      };
      for (const options of [{ clipNorm: 1 }, { clipValue: 1 }, { globalClipNorm: 1 }]) {
        for (const x of moved(options)) assert.ok(x < 0 && x >= -0.5001, `${JSON.stringify(options)}: ${x}`);
      }
    });
    it('takes weights of any size, scalars and empty ones among them', () => {
      const own = make();
      const gradients = [[], [1], [17], [3, 5], [0, 4]].map((shape) => {
        const size = shape.reduce((a, b) => a * b, 1);
        return {
          variable: new Variable(shape, { name: `w${shape}` }),
          gradient: tensor(new Float32Array(size).fill(1), shape),
        };
      });
      own.apply(gradients);
      for (const { variable } of gradients) assert.ok(variable.data.every((x) => x < 0));
    });
    it('keeps memory flat', () => {
      const own = make({ globalClipNorm: 1 });
      const w = start();
      step(own, w, rosenbrock);
      const { variables, tensors } = memory();
      for (let i = 0; i < 200; i++) step(own, w, rosenbrock);
      assert.deepEqual([memory().variables, memory().tensors], [variables, tensors]);
    });
    it('goes through its config and back', () => {
      const own = make({ learningRate: 0.3, clipValue: 2 });
      const again = optimizerFromConfig(JSON.parse(JSON.stringify(toConfig(own))));
      assert.equal(again.className, own.className);
      assert.deepEqual(again.config(), own.config());
      assert.equal(again.learningRate, 0.3);
    });
    it('refuses options it does not have', () =>
      assert.throws(() => make({ lerningRate: 1 }), { name: 'OptionError', hint: "Did you mean 'learningRate'?" }));
  });
}
