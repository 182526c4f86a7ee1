/** A function to minimize: its value at x, whose gradient it writes. */
export type Slope = (x: Float64Array, gradient: Float64Array) => number;

/** When minimizing ends. */
export interface MinimizeOptions {
  /** Steps at most. */
  readonly steps: number;
  /** Ends where no number of the gradient is larger. */
  readonly tolerance: number;
}

/** Pairs of steps and changes of the gradient that the curvature is told from. */
const MEMORY = 10;
/** Share of the promised decrease that a step must bring (Armijo). */
const ENOUGH = 1e-4;
/** Halvings of a step at most. */
const HALVINGS = 40;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

/**
 * Minimizes a smooth convex function from zero on, by limited-memory BFGS with a backtracking line search.
 *
 * @see Nocedal, Updating quasi-Newton matrices with limited storage, 1980.
 */
export function minimize(slope: Slope, size: number, { steps, tolerance }: MinimizeOptions): Float64Array {
  let x = new Float64Array(size);
  let gradient = new Float64Array(size);
  let value = slope(x, gradient);
  const pairs: Pair[] = [];
  for (let step = 0; step < steps && largest(gradient) > tolerance; step++) {
    const direction = directionOf(gradient, pairs);
    const promised = dot(direction, gradient);
    const nextGradient = new Float64Array(size);
    let length = step === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    let next = moved(x, direction, length);
    let nextValue = slope(next, nextGradient);
    for (let halving = 0; !(nextValue <= value + ENOUGH * length * promised); halving++) {
      if (halving === HALVINGS) return x; // no smaller number can be told apart any more
      length /= 2;
      next = moved(x, direction, length);
      nextValue = slope(next, nextGradient);
    }
    const pair = { step: difference(next, x), change: difference(nextGradient, gradient) };
    const product = dot(pair.step, pair.change);
    if (product > 0) pairs.push({ ...pair, product });
    if (pairs.length > MEMORY) pairs.shift();
    [x, gradient, value] = [next, nextGradient, nextValue];
  }
  return x;
}

/** The gradient, turned by what the pairs say of the curvature: the two loops of L-BFGS. */
function directionOf(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((each) => -each);
  const shares: number[] = [];
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, product } = pairs[i] as Pair;
    const share = dot(step, direction) / product;
    shares[i] = share;
    addTo(direction, change, -share);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = last.product / dot(last.change, last.change);
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) * scale;
  }
  for (const [i, { step, change, product }] of pairs.entries()) {
    addTo(direction, step, (shares[i] as number) - dot(change, direction) / product);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addTo(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) + factor * (b[i] as number);
}

function moved(x: Float64Array, direction: Float64Array, length: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(x, (each, i) => each + length * (direction[i] as number));
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return Float64Array.from(a, (each, i) => each - (b[i] as number));
}

function largest(x: Float64Array): number {
  let most = 0;
  for (const each of x) most = Math.max(most, Math.abs(each));
  return most;
}
