// What the fused GRU and simple RNN must do: every size and range of rows of the LSTM, every option.
import type { KernelArena } from '../kernel-arena.ts';
import type { Case } from './elementwise.ts';
import { SEQUENCES, weights } from './products.ts';

const BOUND = 1e-5;

/** The two forms of a kernel (where the reset comes, which activation), with and without each mask. */
const OPTIONS = [0, 1].flatMap((way) =>
  [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ].map(([masked, dropped]) => ({ way, masked, dropped }) as const),
);

/** A mask in which every second or third row is 0, and a factor for each unit that is often 0. */
function masks(arena: KernelArena, rows: number, state: number, masked?: boolean, dropped?: boolean) {
  const mask = arena.put(Array.from({ length: rows }, (_, i) => ((i * i + 1) % 3 === 0 || i % 4 === 1 ? 0 : 1)));
  const factors = arena.put(Array.from({ length: state }, (_, i) => (i % 3 === 0 ? 0 : 1.5)));
  return [masked ? mask : 0, dropped ? factors : 0] as const;
}

/** Runs a case at every size with every option, on operands of its own. */
function sweep(
  run: (arena: KernelArena, size: (typeof SEQUENCES)[number], option: (typeof OPTIONS)[number]) => void,
): Case {
  return (arena) => {
    for (const size of SEQUENCES) {
      for (const option of OPTIONS) {
        arena.clear();
        run(arena, size, option);
      }
    }
  };
}

export const gruForward: Case = sweep((arena, [steps, batch, units, from, to], { way, masked, dropped }) => {
  const state = batch * units;
  const packed = masked === dropped;
  const [r, panel, row] = weights(arena, units, 2 * units, packed);
  // read in place, both parts have the stride of the first
  const candidate = arena.uniform(packed ? 16 * units * (units + 16) : 2 * state + 2 * units * (units + 2));
  const [gates, inner] = [arena.uniform(3 * steps * state), arena.room(steps * state)];
  const [hidden, bias, input] = [arena.uniform((steps + 1) * state), arena.uniform(units), arena.room(steps * state)];
  const [mask, factors] = masks(arena, steps * batch, state, masked, dropped);
  const label = `gruForward [${steps}, ${batch}, ${units}] rows ${from} to ${to}, ${way} ${masked} ${dropped}`;
  arena.check(label, BOUND, (t) =>
    t.gruForward(
      ...([steps, batch, units, from, to, r, candidate, panel, row, way, bias, gates, inner, hidden] as const),
      ...([mask, factors, input, arena.scratch] as const),
    ),
  );
});

export const gruBackward: Case = sweep((arena, [steps, batch, units, from, to], { way, masked, dropped }) => {
  const state = batch * units;
  const initial = masked ? 1 : 0;
  const [r, panel, row] = weights(arena, 3 * units, units, masked === dropped);
  const [gates, inner] = [arena.uniform(3 * steps * state), arena.uniform(steps * state)];
  const [hidden, input] = [arena.uniform((steps + 1) * state), arena.uniform(steps * state)];
  const [dHidden, work] = [arena.uniform((steps + 1) * state), arena.room(state)];
  const [mask, factors] = masks(arena, steps * batch, state, masked, dropped);
  const label = `gruBackward [${steps}, ${batch}, ${units}] rows ${from} to ${to}, ${way} ${masked} ${dropped}`;
  arena.check(label, 1e-4, (t) =>
    t.gruBackward(
      ...([steps, batch, units, from, to, r, panel, row, way, gates, inner, hidden, dHidden, initial] as const),
      ...([mask, factors, input, work, arena.scratch] as const),
    ),
  );
});

export const simpleRnnForward: Case = sweep((arena, [steps, batch, units, from, to], { way, masked, dropped }) => {
  const state = batch * units;
  const [r, panel, row] = weights(arena, units, units, masked === dropped);
  const [hidden, input] = [arena.uniform((steps + 1) * state), arena.room(steps * state)];
  const [mask, factors] = masks(arena, steps * batch, state, masked, dropped);
  const label = `simpleRnnForward [${steps}, ${batch}, ${units}] rows ${from} to ${to}, ${way} ${masked} ${dropped}`;
  arena.check(label, 1e-4, (t) =>
    t.simpleRnnForward(
      ...([steps, batch, units, from, to, r, panel, row, way, hidden, mask, factors, input, arena.scratch] as const),
    ),
  );
});

export const simpleRnnBackward: Case = sweep((arena, [steps, batch, units, from, to], { way, masked, dropped }) => {
  const state = batch * units;
  const initial = masked ? 1 : 0;
  const [r, panel, row] = weights(arena, units, units, masked === dropped);
  const [hidden, dHidden] = [arena.uniform((steps + 1) * state), arena.uniform((steps + 1) * state)];
  const [sums, work] = [arena.room(steps * state), arena.room(state)];
  const [mask, factors] = masks(arena, steps * batch, state, masked, dropped);
  const label = `simpleRnnBackward [${steps}, ${batch}, ${units}] rows ${from} to ${to}, ${way} ${masked} ${dropped}`;
  arena.check(label, 1e-4, (t) =>
    t.simpleRnnBackward(
      ...([steps, batch, units, from, to, r, panel, row, way, hidden, dHidden, sums, initial] as const),
      ...([mask, factors, work, arena.scratch] as const),
    ),
  );
});
