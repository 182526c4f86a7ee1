// Timing a step in turns: each is the mean of some steps, and is answered on demand, so that several can be interleaved.

/** Steps that are timed at demand. */
export interface Stepper {
  /** The first step, then turns for some milliseconds. */
  warm(milliseconds: number): Promise<Warm>;
  /** Turns for some milliseconds, at least one. */
  round(milliseconds: number): Promise<number[]>;
}

/** Times in milliseconds a step, and the losses of the first steps. */
export interface Warm {
  readonly first: number;
  readonly turns: readonly number[];
  readonly losses: readonly number[];
  /** Steps of a turn, where they are not as many as the workload says: a slow peer takes fewer. */
  readonly stepsPerTurn?: number;
}

/** Losses that are compared. */
export const COMPARED = 10;

/** Lets workers start and messages come in. */
const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export function stepper(step: (i: number) => number, stepsPerTurn: number): Stepper {
  const losses: number[] = [];
  let done = 0;
  const turn = (count: number): number => {
    const start = performance.now();
    for (let k = 0; k < count; k++) {
      const loss = step(done++);
      if (losses.length < COMPARED) losses.push(loss);
    }
    return (performance.now() - start) / count;
  };
  const round = async (milliseconds: number): Promise<number[]> => {
    const turns: number[] = [];
    const begun = performance.now();
    do {
      turns.push(turn(stepsPerTurn));
      if (turns.length % 10 === 0) await breathe();
    } while (performance.now() - begun < milliseconds);
    return turns;
  };
  return {
    round,
    async warm(milliseconds) {
      const first = turn(1);
      await breathe();
      const turns = await round(milliseconds);
      while (losses.length < COMPARED) turns.push(turn(1));
      return { first, turns, losses };
    },
  };
}
