// The fused simple RNN over a whole sequence, forward and backward.
import { add, multiply as times } from './binary';
import { relu, reluGradient, tanh, tanhGradient } from './elementwise';
import { gemm, multiply, START_ADD, START_ZERO } from './gemm';
import { bytes } from './lanes';
import { counts, passThrough } from './masked';

export function simpleRnnForward(
  tile: i32, steps: i32, batch: i32, units: i32, rowStart: i32, rowEnd: i32,
  recurrent: usize, recurrentPanel: i32, recurrentRow: i32, rectified: i32, hidden: usize,
  mask: usize, recurrentMask: usize, recurrentInput: usize, scratch: usize,
): void {
  const rows = rowEnd - rowStart, n = rows * units;
  if (rows <= 0 || units <= 0) return;
  const u = bytes(units), step = bytes(batch * units), skip = bytes(rowStart * units);
  hidden += skip;
  recurrentInput += skip;
  if (mask) mask += bytes(rowStart);
  for (; steps > 0; steps--) {
    let from = hidden;
    if (recurrentMask) {
      from = recurrentInput;
      times(1, n, hidden, 0, 1, recurrentMask + skip, 0, 1, from);
      recurrentInput += step;
    }
    const next = hidden + step;
    multiply(
      tile, rows, units, units, from, u, 4, recurrent, bytes(recurrentPanel), bytes(recurrentRow),
      next, u, 4, next, u, scratch,
    );
    if (rectified) relu(n, next, next);
    else tanh(n, next, next);
    if (mask) {
      for (let r = 0; r < rows; r++) {
        const at = bytes(r * units);
        if (!counts(mask + bytes(r))) memory.copy(next + at, hidden + at, u);
      }
      mask += bytes(batch);
    }
    hidden = next;
  }
}

export function simpleRnnBackward(
  tile: i32, steps: i32, batch: i32, units: i32, rowStart: i32, rowEnd: i32,
  recurrentT: usize, recurrentTPanel: i32, recurrentTRow: i32, rectified: i32,
  hidden: usize, dHidden: usize, sums: usize, initial: i32,
  mask: usize, recurrentMask: usize, work: usize, scratch: usize,
): void {
  const rows = rowEnd - rowStart, n = rows * units;
  if (rows <= 0 || units <= 0) return;
  const u = bytes(units), step = bytes(batch * units), skip = bytes(rowStart * units);
  work += skip;
  for (let t = steps - 1; t >= 0; t--) {
    const at = skip + <usize>t * step, below = dHidden + at, above = below + step, y = hidden + at + step;
    const da = sums + at;
    const goesOn = t > 0 || initial == 1;
    if (rectified) reluGradient(n, y, above, da);
    else tanhGradient(n, y, above, da);
    if (mask) {
      const here = mask + bytes(t * batch + rowStart);
      for (let r = 0; r < rows; r++) if (!counts(here + bytes(r))) memory.fill(da + bytes(r * units), 0, u);
      if (goesOn) passThrough(rows, units, here, above, below);
    }
    if (!goesOn) break;
    gemm(
      tile, rows, units, units, da, units, 1, recurrentT, recurrentTPanel, recurrentTRow,
      recurrentMask ? work : below, units, recurrentMask ? START_ZERO : START_ADD, 0, scratch,
    );
    if (recurrentMask) {
      times(1, n, work, 0, 1, recurrentMask + skip, 0, 1, work);
      add(1, n, below, 0, 1, work, 0, 1, below);
    }
  }
}
