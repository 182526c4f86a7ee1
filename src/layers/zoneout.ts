import { OptionError } from '../errors.ts';
import { add } from '../ops/add.ts';
import { dropoutFactors } from '../ops/dropout.ts';
import { multiply } from '../ops/multiply.ts';
import { subtract } from '../ops/subtract.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import type { Random } from '../random.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { CellStep } from './cell-loop.ts';

/** Probability with which a unit of each state keeps its old value at a step, 0 ≤ z < 1; left out: 0. */
export interface Zoneout {
  /** Of h. */
  hidden?: number;
  /** Of the memory c, which only an LSTM has. */
  cell?: number;
}

/** The probabilities of an option `zoneout`, by state. @throws OptionError for a state that is not there, or outside [0, 1). */
export function readZoneout(subject: string, given: unknown, states: readonly string[]): Readonly<Zoneout> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const wanted = `{ ${states.join(', ')} }`;
    throw new OptionError(`Cannot create ${subject}: zoneout must be an object ${wanted}, received ${describe(given)}`);
  }
  checkOptions(`create ${subject} with zoneout`, given, states);
  const rates = given as Readonly<Record<string, unknown>>;
  const read = (name: string): number =>
    checkNumber(subject, `${name} of zoneout`, rates[name] ?? 0, { from: 0, below: 1 });
  return Object.fromEntries(states.map((name) => [name, read(name)]));
}

/** What zoneout makes of a step: some units of the states stay as they were. */
export type ZoneoutStep = (made: CellStep, before: readonly Tensor[], step: number) => CellStep;

/**
 * Zoneout over one sequence: in training a fresh draw at each step says which units keep their old value; in use, where
 * `random` is undefined, every unit is z · old + (1 − z) · new.
 *
 * @param rates z of each state.
 * @see Krueger et al., Zoneout: Regularizing RNNs by Randomly Preserving Hidden Activations, 2016.
 */
export function zoneoutOf(rates: readonly number[], random: Random | undefined): ZoneoutStep {
  const streams = rates.map((rate) => (rate === 0 ? undefined : random?.split()));
  return (made, before, step) => {
    const states = made.states.map((state, i) => {
      const [rate, stream, old] = [rates[i] as number, streams[i], before[i] as Tensor];
      if (rate === 0) return state;
      // 0 and 1 rather than a difference: what is kept and what is new stays as it is, to the bit
      const fresh = stream ? dropoutFactors(state.shape, { rate, random: stream, scale: 1, step }) : 1 - rate;
      const kept = typeof fresh === 'number' ? rate : subtract(1, fresh);
      return add(multiply(kept, old), multiply(fresh, state));
    });
    return { ...made, output: made.output === made.states[0] ? (states[0] as Tensor) : made.output, states };
  };
}
