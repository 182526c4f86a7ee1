// A layer of LSTM cells whose memory shows without a tanh, on arrays of numbers and nothing else.
import { exp, tanh } from '../../math.ts';

/** What a gate looks at: [cell][input numbers, then the h of every cell]; and its bias [cell]. */
export interface Gate {
  readonly weights: number[][];
  readonly bias: number[];
}

/** The four gates of every cell: how much enters, how much stays, what enters, how much shows. */
export interface Cells {
  readonly input: Gate;
  readonly forget: Gate;
  readonly candidate: Gate;
  readonly output: Gate;
}

/** What one step leaves for the way back. */
interface Step {
  /** The input numbers, then the h of the step before. */
  readonly seen: number[];
  readonly i: number[];
  readonly f: number[];
  readonly g: number[];
  readonly o: number[];
  /** The memory before and after the step, and what shows of it. */
  readonly before: number[];
  readonly s: number[];
  readonly h: number[];
}

/** Cells with weights and biases from [−limit, limit); `random` gives numbers from [0, 1). */
export function drawCells(count: number, depth: number, random: () => number, limit = 0.1): Cells {
  const row = (width: number): number[] => Array.from({ length: width }, () => limit * (2 * random() - 1));
  const gate = (): Gate => ({
    weights: Array.from({ length: count }, () => row(depth + count)),
    bias: row(count),
  });
  return { input: gate(), forget: gate(), candidate: gate(), output: gate() };
}

/** Every step of a sequence; h of the first cell is the answer. */
export function forward({ input, forget, candidate, output }: Cells, inputs: readonly (readonly number[])[]): Step[] {
  const count = input.bias.length;
  const steps: Step[] = [];
  let [s, h] = [zeros(count), zeros(count)];
  for (const x of inputs) {
    const seen = [...x, ...h];
    const before = s;
    const i = sums(input, seen).map(sigmoid);
    const f = sums(forget, seen).map(sigmoid);
    const g = sums(candidate, seen).map(tanh);
    const o = sums(output, seen).map(sigmoid);
    s = before.map((old, c) => old * at(f, c) + at(i, c) * at(g, c));
    h = s.map((value, c) => value * at(o, c));
    steps.push({ seen, i, f, g, o, before, s, h });
  }
  return steps;
}

/** Learns a sequence once: forward, back through time, update. Gives Σ (answer − target)² as it was before. */
export function learn(
  cells: Cells,
  inputs: readonly (readonly number[])[],
  targets: readonly number[],
  rate: number,
): number {
  const steps = forward(cells, inputs);
  const count = cells.input.bias.length;
  const depth = (inputs[0] as readonly number[]).length;
  const gates = [cells.input, cells.forget, cells.candidate, cells.output];
  const changes = gates.map(({ weights, bias }) => ({
    weights: weights.map((row) => zeros(row.length)),
    bias: zeros(bias.length),
  }));
  let loss = 0;
  let laterS = zeros(count); // ∂loss/∂s and ∂loss/∂h that come from the steps after
  let laterH = zeros(count);
  for (let t = steps.length - 1; t >= 0; t--) {
    const { seen, i, f, g, o, before, s, h } = steps[t] as Step;
    const miss = at(h, 0) - at(targets, t);
    loss += miss * miss;
    const dh = laterH.map((value, c) => value + (c === 0 ? 2 * miss : 0));
    const ds = laterS.map((value, c) => value + at(o, c) * at(dh, c));
    // by the sums inside the gates: σ' = σ (1 − σ), tanh' = 1 − tanh²
    const asked = [
      i.map((gate, c) => at(ds, c) * at(g, c) * gate * (1 - gate)),
      f.map((gate, c) => at(ds, c) * at(before, c) * gate * (1 - gate)),
      g.map((gate, c) => at(ds, c) * at(i, c) * (1 - gate * gate)),
      o.map((gate, c) => at(dh, c) * at(s, c) * gate * (1 - gate)),
    ];
    laterS = ds.map((value, c) => value * at(f, c));
    laterH = zeros(count);
    gates.forEach(({ weights }, k) => {
      const change = changes[k] as Gate;
      addTo(change.bias, asked[k] as number[], 1);
      weights.forEach((row, c) => {
        const pull = at(asked[k] as number[], c);
        addTo(change.weights[c] as number[], seen, pull);
        for (let j = 0; j < count; j++) laterH[j] = at(laterH, j) + pull * at(row, depth + j);
      });
    });
  }
  gates.forEach(({ weights, bias }, k) => {
    const change = changes[k] as Gate;
    addTo(bias, change.bias, -rate);
    weights.forEach((row, c) => {
      addTo(row, change.weights[c] as number[], -rate);
    });
  });
  return loss;
}

/** What a gate makes of what it sees, cell by cell. */
function sums({ weights, bias }: Gate, seen: readonly number[]): number[] {
  return weights.map((row, c) => {
    let sum = at(bias, c);
    for (let j = 0; j < seen.length; j++) sum += at(row, j) * at(seen, j);
    return sum;
  });
}

function sigmoid(x: number): number {
  return 1 / (1 + exp(-x));
}

function zeros(n: number): number[] {
  return new Array<number>(n).fill(0);
}

function at(list: readonly number[], i: number): number {
  return list[i] as number;
}

/** sum += factor · numbers */
function addTo(sum: number[], numbers: readonly number[], factor: number): void {
  for (let j = 0; j < sum.length; j++) sum[j] = at(sum, j) + factor * at(numbers, j);
}
