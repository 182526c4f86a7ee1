/** The greatest number of some values, and at least `least`; as arguments of Math.max there may be too many of them. */
export function greatestOf<T>(values: Iterable<T>, of: (value: T) => number, least = 0): number {
  let most = least;
  for (const value of values) most = Math.max(most, of(value));
  return most;
}
