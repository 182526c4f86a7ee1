import type { JsPieces } from './js-kernels.ts';

/** Recurrent layers. */
export const recurrent: JsPieces<'holds' | 'lstmForward' | 'gruForward' | 'simpleRnnForward'> = {
  /** Where the mask of a row is 0, its state stays. */
  holds(mask, row, from, to, n) {
    if (mask === 0 || this.floats[(mask >>> 2) + row] !== 0) return false;
    this.floats.copyWithin(to, from, from + n);
    return true;
  },
  lstmForward(
    steps,
    batch,
    units,
    _start,
    _end,
    recurrent,
    panel,
    bRow,
    gates,
    cells,
    _tanhCells,
    hidden,
    mask,
    _m,
    _i,
    slope,
  ) {
    const { floats } = this;
    const width = 4 * units;
    for (let t = 0; t < steps; t++) {
      const here = (gates >>> 2) + t * batch * width;
      const h = (hidden >>> 2) + t * batch * units;
      const c = (cells >>> 2) + t * batch * units;
      this.product(batch, width, units, h, units, 1, recurrent >>> 2, panel, bRow, 1, here, width, 2, 0);
      for (let row = 0; row < batch; row++) {
        const [old, next] = [row * units, (batch + row) * units];
        if (this.holds(mask, t * batch + row, h + old, h + next, units)) {
          floats.copyWithin(c + next, c + old, c + old + units);
          continue;
        }
        for (let u = 0; u < units; u++) {
          const a = here + row * width + u;
          const i = this.gate(floats[a] as number, slope);
          const f = this.gate(floats[a + units] as number, slope);
          const g = this.tanhOf(floats[a + 2 * units] as number);
          const o = this.gate(floats[a + 3 * units] as number, slope);
          const cell = f * (floats[c + old + u] as number) + i * g;
          floats[c + next + u] = cell;
          floats[h + next + u] = o * this.tanhOf(cell);
        }
      }
    }
  },
  gruForward(
    steps,
    batch,
    units,
    _start,
    _end,
    recurrent,
    candidate,
    panel,
    bRow,
    resetAfter,
    bias,
    gates,
    inner,
    hidden,
    mask,
  ) {
    const { floats } = this;
    const width = 3 * units;
    for (let t = 0; t < steps; t++) {
      const here = (gates >>> 2) + t * batch * width;
      const h = (hidden >>> 2) + t * batch * units;
      const part = (inner >>> 2) + t * batch * units;
      this.product(batch, 2 * units, units, h, units, 1, recurrent >>> 2, panel, bRow, 1, here, width, 2, 0);
      if (resetAfter === 1) {
        this.product(batch, units, units, h, units, 1, candidate >>> 2, panel, bRow, 1, part, units, 1, bias >>> 2);
      } else {
        for (let n = 0; n < batch * units; n++) {
          const r = here + Math.floor(n / units) * width + units + (n % units);
          floats[part + n] = this.sigmoidOf(floats[r] as number) * (floats[h + n] as number);
        }
        this.product(
          batch,
          units,
          units,
          part,
          units,
          1,
          candidate >>> 2,
          panel,
          bRow,
          1,
          here + 2 * units,
          width,
          2,
          0,
        );
      }
      for (let row = 0; row < batch; row++) {
        const [old, next] = [h + row * units, h + (batch + row) * units];
        if (this.holds(mask, t * batch + row, old, next, units)) continue;
        for (let u = 0; u < units; u++) {
          const a = here + row * width + u;
          const z = this.sigmoidOf(floats[a] as number);
          const r = this.sigmoidOf(floats[a + units] as number);
          const sum = floats[a + 2 * units] as number;
          const g = this.tanhOf(resetAfter === 1 ? sum + r * (floats[part + row * units + u] as number) : sum);
          floats[next + u] = z * (floats[old + u] as number) + (1 - z) * g;
        }
      }
    }
  },
  simpleRnnForward(steps, batch, units, _start, _end, recurrent, panel, bRow, rectified, hidden, mask) {
    const { floats } = this;
    for (let t = 0; t < steps; t++) {
      const h = (hidden >>> 2) + t * batch * units;
      const next = h + batch * units;
      this.product(batch, units, units, h, units, 1, recurrent >>> 2, panel, bRow, 1, next, units, 2, 0);
      for (let row = 0; row < batch; row++) {
        const [from, to] = [h + row * units, next + row * units];
        if (this.holds(mask, t * batch + row, from, to, units)) continue;
        for (let u = 0; u < units; u++) {
          const sum = floats[to + u] as number;
          floats[to + u] = rectified === 1 ? Math.max(sum, 0) : this.tanhOf(sum);
        }
      }
    }
  },
};
