// A recurrent network that learns to add binary numbers, on arrays of numbers and nothing else.
import { exp } from '../../math.ts';

const HIDDEN = 16;
const BITS = 8;

/** U [2][16] reads the two bits, W [16][16] the hidden values of the step before, V [16] makes the answer. */
export interface Weights {
  readonly U: number[][];
  readonly W: number[][];
  readonly V: number[];
}

/** Weights from [−1, 1); `random` gives numbers from [0, 1). */
export function drawWeights(random: () => number): Weights {
  const row = (width: number): number[] => Array.from({ length: width }, () => 2 * random() - 1);
  return { U: [row(HIDDEN), row(HIDDEN)], W: Array.from({ length: HIDDEN }, () => row(HIDDEN)), V: row(HIDDEN) };
}

/** The answers for each bit, and the hidden values after each step that the way back needs. */
export function forward({ U, W, V }: Weights, a: number, b: number): { answers: number[]; hidden: number[][] } {
  const hidden = [zeros(HIDDEN)]; // before the first step
  const answers: number[] = [];
  for (let t = 0; t < BITS; t++) {
    const before = hidden[t] as number[];
    const now = zeros(HIDDEN);
    for (let j = 0; j < HIDDEN; j++) {
      let sum = bit(a, t) * at(U, 0, j) + bit(b, t) * at(U, 1, j);
      for (let i = 0; i < HIDDEN; i++) sum += (before[i] as number) * at(W, i, j);
      now[j] = sigmoid(sum);
    }
    let sum = 0;
    for (let j = 0; j < HIDDEN; j++) sum += (now[j] as number) * (V[j] as number);
    hidden.push(now);
    answers.push(sigmoid(sum));
  }
  return { answers, hidden };
}

/** Learns from one sum: forward, back through time, update. Gives Σ |truth − answer| as it was before. */
export function learn(weights: Weights, a: number, b: number, rate: number): number {
  const { U, W, V } = weights;
  const { answers, hidden } = forward(weights, a, b);
  const dU = U.map((row) => zeros(row.length));
  const dW = W.map((row) => zeros(row.length));
  const dV = zeros(HIDDEN);
  let error = 0;
  let later = zeros(HIDDEN); // what the next step asks of the sums inside this one's hidden values
  for (let t = BITS - 1; t >= 0; t--) {
    const answer = answers[t] as number;
    const miss = bit(a + b, t) - answer;
    error += Math.abs(miss);
    const pull = miss * answer * (1 - answer); // the delta rule: σ' = σ (1 − σ)
    const [before, now] = [hidden[t] as number[], hidden[t + 1] as number[]];
    const asked = zeros(HIDDEN);
    for (let j = 0; j < HIDDEN; j++) {
      const h = now[j] as number;
      let sum = pull * (V[j] as number);
      for (let k = 0; k < HIDDEN; k++) sum += at(W, j, k) * (later[k] as number);
      asked[j] = sum * h * (1 - h);
      dV[j] = (dV[j] as number) + pull * h;
    }
    addOuter(dU, [bit(a, t), bit(b, t)], asked);
    addOuter(dW, before, asked);
    later = asked;
  }
  dU.forEach((row, i) => {
    addTo(U[i] as number[], row, rate);
  });
  dW.forEach((row, i) => {
    addTo(W[i] as number[], row, rate);
  });
  addTo(V, dV, rate);
  return error;
}

function sigmoid(x: number): number {
  return 1 / (1 + exp(-x));
}

/** A bit of a number, the least significant one first. */
function bit(value: number, t: number): number {
  return (value >> t) & 1;
}

function zeros(n: number): number[] {
  return new Array<number>(n).fill(0);
}

function at(matrix: readonly number[][], i: number, j: number): number {
  return (matrix[i] as number[])[j] as number;
}

/** matrix += column · row */
function addOuter(matrix: readonly number[][], column: readonly number[], row: readonly number[]): void {
  column.forEach((factor, i) => {
    addTo(matrix[i] as number[], row, factor);
  });
}

/** sum += factor · numbers */
function addTo(sum: number[], numbers: readonly number[], factor: number): void {
  numbers.forEach((number, i) => {
    sum[i] = (sum[i] as number) + factor * number;
  });
}
