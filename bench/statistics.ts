// What is computed from times: medians, quartiles, when a step time is steady, and the exponent of a power law.

/** The value below which a share of the values lies, between neighbours by their distance (as NumPy's default). */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('quantile: there must be a value');
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const [low, high] = [sorted[below] as number, sorted[Math.ceil(place)] as number];
  return low + (high - low) * (place - below);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The first and the third quartile: half of the values lie between them. */
export function quartiles(values: readonly number[]): [first: number, third: number] {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}

/** Milliseconds until the step time is steady, and the steps until then. */
export interface Steady {
  readonly milliseconds: number;
  readonly steps: number;
}

/**
 * When the step time is steady: at the first turn that is at most a tenth above the final step time, as is the median of
 * the five turns from it on.
 * `first` is the time of the first step; each turn is the mean of `stepsPerTurn` steps. Undefined where it never is.
 */
export function steadyAfter(
  first: number,
  turns: readonly number[],
  { stepsPerTurn, final }: { stepsPerTurn: number; final: number },
): Steady | undefined {
  let milliseconds = 0;
  let steps = 0;
  const all = [first, ...turns];
  for (const [i, turn] of all.entries()) {
    if (Math.max(turn, median(all.slice(i, i + 5))) <= 1.1 * final) return { milliseconds, steps };
    const count = i === 0 ? 1 : stepsPerTurn;
    milliseconds += turn * count;
    steps += count;
  }
  return undefined;
}

/** Exponent and factor of y = factor · x^exponent, by least squares of the logarithms; `r2` says how well it fits. */
export function fitPower(points: readonly (readonly [x: number, y: number])[]): {
  exponent: number;
  factor: number;
  r2: number;
} {
  const logs = points.map(([x, y]): [number, number] => [Math.log(x), Math.log(y)]);
  const [meanX, meanY] = [0, 1].map((k) => logs.reduce((sum, point) => sum + (point[k] as number), 0) / logs.length);
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of logs) {
    const [dx, dy] = [x - (meanX as number), y - (meanY as number)];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  if (xx === 0) throw new Error('fitPower: there must be two different x');
  const exponent = xy / xx;
  return {
    exponent,
    factor: Math.exp((meanY as number) - exponent * (meanX as number)),
    r2: yy === 0 ? 1 : (xy * xy) / (xx * yy),
  };
}

/** How far two runs of losses are apart: the largest difference, as a share of the loss. */
export function lossGap(ours: readonly number[], theirs: readonly number[]): number {
  const count = Math.min(ours.length, theirs.length);
  if (count === 0) throw new Error('lossGap: there must be a loss');
  return Math.max(
    ...ours.slice(0, count).map((loss, i) => {
      const other = theirs[i] as number;
      const gap = Math.abs(loss - other) / Math.max(Math.abs(loss), Math.abs(other), 1e-30);
      return Number.isNaN(gap) ? Number.POSITIVE_INFINITY : gap;
    }),
  );
}
