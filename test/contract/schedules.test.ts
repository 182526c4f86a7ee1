// Every schedule of the index: the numbers of Keras and PyTorch, config and back, the rates of an optimizer's steps.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type ConfigEntry, toConfig } from '../../src/config.ts';
import { SGD, scheduleFromConfig } from '../../src/optimizers/index.ts';
import { type ScheduleName, schedules } from '../../src/optimizers/schedules/index.ts';
import { tensor } from '../../src/tensor/tensor.ts';
import { Variable } from '../../src/tensor/variable.ts';
import { loadGolden } from '../golden/load.ts';

interface Case {
  readonly schedule: ConfigEntry;
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

const rate = { initialLearningRate: 0.1 };
/** Options that must be refused, beside those that are missing or unknown. */
const wrong: Readonly<Record<ScheduleName, readonly object[]>> = {
  exponentialDecay: [
    { ...rate, decaySteps: 0, decayRate: 0.5 },
    { ...rate, decaySteps: 5, decayRate: 0 },
  ],
  piecewiseConstantDecay: [
    { boundaries: [1], values: [1] },
    { boundaries: [5, 2], values: [1, 2, 3] },
    { boundaries: [1], values: [1, -1] },
    { boundaries: 1, values: [1, 2] },
  ],
  polynomialDecay: [
    { ...rate, decaySteps: 0 },
    { ...rate, decaySteps: 5, power: 0 },
  ],
  inverseTimeDecay: [{ ...rate, decaySteps: 5, decayRate: -1 }],
  cosineDecay: [
    { ...rate, decaySteps: 5, alpha: 2 },
    { ...rate, decaySteps: 5, warmupTarget: 1, warmupSteps: 0.5 },
  ],
  cosineDecayRestarts: [{ ...rate, firstDecaySteps: 5, tMul: 0.5 }],
  stepDecay: [{ ...rate, stepSize: 2.5 }],
  oneCycle: [
    { maxLearningRate: 1, totalSteps: 0 },
    { maxLearningRate: 1, totalSteps: 5, annealStrategy: 'cosine' },
    { maxLearningRate: 1, totalSteps: 5, pctStart: 1.5 },
  ],
};

const cases = ['schedules-keras', 'schedules-torch'].flatMap((file) => loadGolden<Case>(file).cases);
const names = Object.keys(schedules) as ScheduleName[];
const nameOf = ({ className }: ConfigEntry): string => `${className[0]?.toLowerCase()}${className.slice(1)}`;

for (const name of names) {
  describe(`schedule '${name}'`, () => {
    const own = cases.filter(({ schedule }) => nameOf(schedule) === name);
    it('has cases', () => assert.ok(own.length > 0, `add cases for '${name}' to scripts/golden/schedules_keras.py`));
    for (const { schedule: entry, steps, values } of own) {
      const title = JSON.stringify(entry.config);
      it(`gives the golden numbers, ${title}`, () => {
        const schedule = scheduleFromConfig(entry);
        for (const [i, step] of steps.entries()) {
          const [is, wanted] = [schedule.at(step), values[i] as number];
          assert.ok(Math.abs(is - wanted) <= 1e-6 * Math.max(0.1, wanted), `step ${step}: ${is}, wanted ${wanted}`);
        }
      });
      it(`goes through its config and back, alone and in an optimizer, ${title}`, () => {
        const schedule = scheduleFromConfig(entry);
        const json = JSON.parse(JSON.stringify(toConfig(schedule))) as ConfigEntry;
        assert.deepEqual(scheduleFromConfig(json).config(), schedule.config());
        const optimizer = new SGD({ learningRate: schedule });
        assert.deepEqual(new SGD(JSON.parse(JSON.stringify(optimizer.config()))).config(), optimizer.config());
      });
      it(`is what an optimizer's steps follow, ${title}`, () => {
        const schedule = scheduleFromConfig(entry);
        const optimizer = new SGD({ learningRate: schedule });
        const w = new Variable([], { name: 'w' });
        let sum = 0;
        for (let step = 0; step < 30; step++) {
          assert.equal(optimizer.learningRate, schedule.at(step));
          optimizer.apply([{ variable: w, gradient: tensor(-1) }]);
          sum += schedule.at(step);
        }
        assert.ok(Math.abs(w.item() - sum) < 1e-5 * sum);
      });
    }
    it('refuses options that are missing, unknown or out of their range', () => {
      const make = (config: object) => () =>
        scheduleFromConfig({ className: own[0]?.schedule.className ?? '', config: { ...config } });
      for (const config of wrong[name]) assert.throws(make(config), { name: 'OptionError' }, JSON.stringify(config));
      assert.throws(make({}), { name: 'OptionError' });
      assert.throws(make({ ...own[0]?.schedule.config, nosuch: 1 }), { name: 'OptionError' });
    });
  });
}

it('a schedule that does not exist is refused', () =>
  assert.throws(() => new SGD({ learningRate: { className: 'CosineDecai', config: {} } }), {
    name: 'OptionError',
    hint: "Did you mean 'cosineDecay'?",
  }));
