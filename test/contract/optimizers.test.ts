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
import {
  ExponentialDecay,
  type Optimizer,
  type OptimizerName,
  optimizerFromConfig,
  optimizers,
} from '../../src/optimizers/index.ts';
import { memory, scope } from '../../src/tensor/scope.ts';
import { SparseRows } from '../../src/tensor/sparse-rows.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { Variable } from '../../src/tensor/variable.ts';
import { type GoldenTensor, loadGolden } from '../golden/load.ts';
import { assertClose } from '../support/close.ts';

interface Inputs {
  readonly initial: readonly GoldenTensor[];
  /** [step][variable] */
  readonly gradients: readonly (readonly GoldenTensor[])[];
  /** Steps, from 1, whose values are known. */
  readonly after: readonly number[];
}

interface Case {
  readonly optimizer: ConfigEntry;
  /** Steps made before the first. */
  readonly iterations?: number;
  /** [step of after][variable] */
  readonly values: readonly (readonly GoldenTensor[])[];
  /** [variable], once the averages are taken over. */
  readonly final?: readonly GoldenTensor[];
}

const read = ({ data, shape }: GoldenTensor): Tensor => tensor(data, shape);

function variableOf({ data, shape }: GoldenTensor, name = 'w'): Variable {
  const variable = new Variable(shape, { name });
  variable.assign(data);
  return variable;
}

const covered = new Set<string>();

for (const file of ['optimizers-keras', 'optimizers-tf1', 'optimizers-torch']) {
  const [inputs, ...cases] = loadGolden<unknown>(file).cases as readonly [Inputs, ...Case[]];
  describe(`${file}: ten steps`, () => {
    for (const { optimizer, iterations, values, final } of cases) {
      covered.add(optimizer.className);
      it(`${optimizer.className} ${JSON.stringify(optimizer.config)}`, () => {
        const own = optimizerFromConfig(optimizer);
        const variables = inputs.initial.map((value, i) => variableOf(value, `w${i}`));
        if (iterations !== undefined) {
          own.build(variables);
          own.variables()[0]?.assign([iterations]);
          assert.equal(own.iterations, iterations);
        }
        const compare = (wanted: readonly GoldenTensor[] | undefined, when: string): void => {
          for (const [i, variable] of variables.entries()) {
            assertClose(variable.data, wanted?.[i]?.data ?? [], 1e-5, `${when}, variable ${i}`);
          }
        };
        for (const [step, ofStep] of inputs.gradients.entries()) {
          own.apply(variables.map((variable, i) => ({ variable, gradient: read(ofStep[i] as GoldenTensor) })));
          const at = inputs.after.indexOf(step + 1);
          if (at >= 0) compare(values[at], `step ${step}`);
        }
        if (final === undefined) return;
        own.finalizeVariableValues();
        compare(final, 'averages');
      });
    }
  });
}

it('every optimizer of the index has a case', () => {
  for (const Class of Object.values(optimizers)) assert.ok(covered.has(new Class().className));
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

/** A step size that falls from `rate` to a hundredth of a percent of it in so many steps. */
const falling = (rate: number, decaySteps: number): { learningRate: ExponentialDecay } => ({
  learningRate: new ExponentialDecay({ initialLearningRate: rate, decaySteps, decayRate: 1e-4 }),
});

/** Options with which each of these objectives is to come down, and others that change what is kept or computed. */
const choices: Readonly<Record<OptimizerName, { parabola: object; rosenbrock: object; others?: readonly object[] }>> = {
  sgd: {
    parabola: { learningRate: 0.1 },
    rosenbrock: { learningRate: 0.001 },
    others: [{ momentum: 0.9, nesterov: true }],
  },
  adam: { parabola: { learningRate: 0.1 }, rosenbrock: { learningRate: 0.02 }, others: [{ amsgrad: true }] },
  adamW: {
    parabola: { learningRate: 0.1, weightDecay: 0 },
    rosenbrock: { learningRate: 0.02 },
    others: [{ amsgrad: true, excludeFromWeightDecay: ['bias', /^v/i] }],
  },
  adamax: { parabola: { learningRate: 0.1 }, rosenbrock: { learningRate: 0.02 } },
  nadam: { parabola: { learningRate: 0.1 }, rosenbrock: { learningRate: 0.02 } },
  adagrad: { parabola: { learningRate: 1 }, rosenbrock: { learningRate: 0.5 } },
  adadelta: { parabola: { learningRate: 1, epsilon: 0.01 }, rosenbrock: { learningRate: 1, epsilon: 1e-4 } },
  rmsprop: {
    parabola: falling(0.3, 300),
    rosenbrock: { learningRate: 0.01 },
    others: [{ momentum: 0.5 }, { centered: true }, { momentum: 0.5, centered: true }],
  },
  ftrl: {
    parabola: { learningRate: 1 },
    rosenbrock: { learningRate: 0.5 },
    others: [{ l1RegularizationStrength: 0.1 }],
  },
  lion: { parabola: { ...falling(0.2, 300), beta2: 0.9 }, rosenbrock: falling(0.02, 2000) },
  rprop: { parabola: { learningRate: 0.1 }, rosenbrock: { learningRate: 0.01 } },
  momentum: {
    parabola: { learningRate: 0.02 },
    rosenbrock: { learningRate: 0.0005 },
    others: [{ useNesterov: true }],
  },
  adagradDA: {
    parabola: { learningRate: 1 },
    rosenbrock: { learningRate: 0.5 },
    others: [{ l1RegularizationStrength: 0.1, l2RegularizationStrength: 0.1 }],
  },
  proximalAdagrad: {
    parabola: { learningRate: 1 },
    rosenbrock: { learningRate: 0.5 },
    others: [{ l1RegularizationStrength: 0.1, l2RegularizationStrength: 0.1 }],
  },
  proximalGradientDescent: {
    parabola: { learningRate: 0.1 },
    rosenbrock: { learningRate: 0.001 },
    others: [{ l2RegularizationStrength: 0.1 }],
  },
};

for (const name of Object.keys(optimizers) as OptimizerName[]) {
  describe(`optimizer '${name}'`, () => {
    const make = (options: object = {}): Optimizer => new optimizers[name](options as never);
    const start = (): Variable => variableOf({ shape: [2], data: [-1.2, 1] });
    /** Weights from [2, −3] after these gradients, one a call. */
    const after = (options: object, ...gradients: readonly (readonly number[])[]): number[] => {
      const own = make(options);
      const w = variableOf({ shape: [2], data: [2, -3] });
      for (const gradient of gradients) own.apply([{ variable: w, gradient: tensor(gradient) }]);
      return [...w.data];
    };

    it('finds the minimum of a parabola', () => {
      const own = make(choices[name].parabola);
      const w = start();
      for (let i = 0; i < 300; i++) step(own, w, parabola);
      assertClose(w.data, [3, 3], 1e-3, 'minimum');
      assert.equal(own.iterations, 300);
    });
    it('comes far down Rosenbrock’s valley', () => {
      const own = make(choices[name].rosenbrock);
      const w = start();
      const before = scope(() => rosenbrock(w).item());
      for (let i = 0; i < 2000; i++) step(own, w, rosenbrock);
      const reached = scope(() => rosenbrock(w).item());
      assert.ok(reached < before / 10, `${before} to ${reached}`);
    });
    it('resumes bit for bit from its config and variables', () => {
      const run = (own: Optimizer, w: Variable, steps: number): void => {
        for (let i = 0; i < steps; i++) step(own, w, rosenbrock);
      };
      const all = { weightDecay: 0.01, useEma: true, emaOverwriteFrequency: 4, gradientAccumulationSteps: 3 };
      for (const options of [{}, all, falling(0.01, 5), ...(choices[name].others ?? [])]) {
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
        assert.equal(again.calls, 7);
        run(again, v, 5);
        assert.deepEqual(v.data, w.data);
        assert.deepEqual(
          again.variables().map((x) => x.data),
          own.variables().map((x) => x.data),
        );
      }
    });
    it('changes the rows of a sparse gradient alone, to the bits of a dense one', () => {
      const ids = [1, 2, 4];
      const numbers = (stepNumber: number): number[] => Array.from({ length: 9 }, (_, i) => (i - 3 + stepNumber) / 4);
      for (const options of [{}, { weightDecay: 0.1, clipNorm: 1 }, ...(choices[name].others ?? [])]) {
        const tables = [0, 1].map(() =>
          variableOf({ shape: [6, 3], data: Array.from({ length: 18 }, (_, i) => i - 7) }),
        );
        const [sparse, dense] = tables as [Variable, Variable];
        const before = sparse.data;
        const [own, other] = [make(options), make(options)];
        for (let i = 0; i < 3; i++) {
          const gradient = new SparseRows([6, 3], Int32Array.from(ids), tensor(numbers(i), [3, 3]));
          own.apply([{ variable: sparse, gradient }]);
          other.apply([{ variable: dense, gradient: tensor(gradient.data, [6, 3]) }]);
        }
        for (let row = 0; row < 6; row++) {
          const of = (data: ArrayLike<number>): number[] => Array.from(data).slice(3 * row, 3 * row + 3);
          assert.deepEqual(of(sparse.data), of(ids.includes(row) ? dense.data : before), `row ${row}`);
        }
      }
    });
    it('lets weights decay before their update, but those that are excluded', () => {
      const options = { learningRate: 0.5, weightDecay: 0.1 };
      const decayed = variableOf({ shape: [2], data: [1.9, -2.85] });
      make({ ...options, weightDecay: 0 }).apply([{ variable: decayed, gradient: tensor([1, 2]) }]);
      assertClose(after(options, [1, 2]), decayed.data, 1e-6, 'decay');
      const none = after({ ...options, weightDecay: 0 }, [1, 2]);
      for (const excluded of [['w'], ['nosuch', /^W$/i], ['/^w/']]) {
        assertClose(after({ ...options, excludeFromWeightDecay: excluded }, [1, 2]), none, 1e-6, 'excluded');
      }
    });
    it('makes one step of the mean of several gradients', () => {
      const options = { learningRate: 0.1 };
      const own = make({ ...options, gradientAccumulationSteps: 2 });
      const w = variableOf({ shape: [2], data: [2, -3] });
      const calls = [
        [1, 2],
        [3, -4],
        [0, 1],
        [2, 2],
      ];
      const seen = calls.map((gradient) => {
        own.apply([{ variable: w, gradient: tensor(gradient) }]);
        return [...w.data];
      });
      assert.deepEqual([seen[0], seen[2]], [[2, -3], seen[1]]);
      assertClose(seen[3] ?? [], after(options, [2, -1], [1, 1.5]), 1e-6, 'two steps');
      assert.deepEqual([own.iterations, own.calls], [2, 4]);
    });
    it('averages weights, and exchanges them and back', () => {
      const own = make({ learningRate: 0.1, useEma: true, emaMomentum: 0.75 });
      const w = variableOf({ shape: [2], data: [2, -3] });
      let average: number[] = [];
      for (const gradient of [
        [1, 2],
        [3, -4],
        [0, 1],
      ]) {
        own.apply([{ variable: w, gradient: tensor(gradient) }]);
        average = Array.from(w.data, (x, i) => (average.length === 0 ? x : 0.75 * (average[i] as number) + 0.25 * x));
      }
      const weights = w.data;
      own.swapAverages();
      assertClose(w.data, average, 1e-6, 'averages');
      own.swapAverages();
      assert.deepEqual(w.data, weights);
      own.finalizeVariableValues();
      assertClose(w.data, average, 1e-6, 'final');
    });
    it('changes nothing at a learning rate of 0', () => {
      const own = make({ learningRate: 0.1, weightDecay: 0.1 });
      const w = variableOf({ shape: [2], data: [2, -3] });
      own.learningRate = 0;
      own.apply([{ variable: w, gradient: tensor([1, 2]) }]);
      assert.deepEqual([...w.data], [2, -3]);
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
    it('clips gradients before it uses them', () => {
      for (const options of [{ clipNorm: 1 }, { globalClipNorm: 1 }]) {
        assertClose(after(options, [30, 40]), after({}, [0.6, 0.8]), 1e-6, 'norm');
      }
      assertClose(after({ clipValue: 0.5 }, [30, -0.25]), after({}, [0.5, -0.25]), 1e-6, 'value');
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
