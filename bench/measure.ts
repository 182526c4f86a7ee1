// Timing for the benchmarks: turns of the subjects alternate, so that what disturbs one disturbs all; medians.

/** Something to time; `run` does it once. */
export interface Subject {
  readonly name: string;
  readonly run: () => void;
}

/** Times of one subject, in milliseconds for one run. */
export interface Timing {
  readonly name: string;
  readonly median: number;
  readonly best: number;
}

/** Times the subjects in turn; each turn takes about `turnMilliseconds`. */
export function measure(
  subjects: readonly Subject[],
  { turns = 25, turnMilliseconds = 4 }: { turns?: number; turnMilliseconds?: number } = {},
): Timing[] {
  const repeats = subjects.map(({ run }) => {
    for (let i = 0; i < 3; i++) run();
    const start = performance.now();
    let n = 0;
    do {
      run();
      n++;
    } while (performance.now() - start < turnMilliseconds);
    return n;
  });
  const times = subjects.map((): number[] => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, { run }] of subjects.entries()) {
      const n = repeats[i] as number;
      const start = performance.now();
      for (let r = 0; r < n; r++) run();
      times[i]?.push((performance.now() - start) / n);
    }
  }
  return subjects.map(({ name }, i) => {
    const sorted = (times[i] as number[]).sort((a, b) => a - b);
    return { name, median: sorted[turns >> 1] as number, best: sorted[0] as number };
  });
}

/** The engine's own line above each table. */
export function heading(text: string, report: { build: string; width: number; tile: string }): string {
  return `${text} · Node ${process.versions.node} · ${report.build} ${report.width}-bit ${report.tile}`;
}
