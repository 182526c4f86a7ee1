import type { Pieces, Value } from '../net.ts';

/** Recurrent layers, each with one kernel call for its whole sequence. */
export const recurrentPieces: Pieces<
  | 'place'
  | 'statesBefore'
  | 'keepStates'
  | 'layOut'
  | 'shown'
  | 'zeroMasked'
  | 'lstm'
  | 'gru'
  | 'simpleRnn'
  | 'bothWays'
> = {
  /** Writes a value, or zeros, to a place of so many numbers. */
  place(value, at, count) {
    if (value === undefined) this.then(() => this.kernels.fill(count, 0, at));
    else this.then(() => this.kernels.copy(1, 1, 1, count, value.at, 0, 0, 0, 1, at, 0, 0, 0, 1));
  },

  /** The states before the first step: those given, those of the stream, those that a stateful layer kept, or zeros. */
  statesBefore({ name, stateful, initialState }, batch, sizes) {
    if (initialState) return initialState;
    if (!this.stream && !stateful) return undefined;
    const turn = this.turns[name] ?? 0; // of a layer that is applied several times each place has its own stream
    const own = this.stream ? `stream ${name} ${turn}` : `state ${name}`;
    return sizes.map((size, i) => ({ at: this.keep(`${own} ${i}`, batch * size), shape: [batch, size] }));
  },

  keepStates({ name, stateful }, batch, states) {
    const turn = this.turns[name] ?? 0;
    this.turns[name] = turn + 1;
    if (!this.stream && !stateful) return;
    const own = this.stream ? `stream ${name} ${turn}` : `state ${name}`;
    states.forEach((state, i) => {
      const size = batch * (state.shape[1] as number);
      this.place(state, this.keep(`${own} ${i}`, size), size);
    });
  },

  /** x time-major, in the order of the steps made, and x·W + b of all steps. */
  layOut(x, options, gates, bias) {
    const { kernel, recurrentKernel, goBackwards, initialState, name } = options;
    const [batch, steps, depth] = x.shape as [number, number, number];
    const units = recurrentKernel.shape[0] as number;
    const [width, rows, state] = [gates * units, steps * batch, batch * units];
    const timeMajor = this.swapped(x.at, [batch, steps, depth], goBackwards);
    const hidden = this.room((steps + 1) * state);
    const sums = gates === 1 ? hidden + 4 * state : this.room(rows * width);
    const start = bias ? 1 : 0;
    const from = bias ? bias.at : 0;
    const { scratch } = this.layout;
    this.then(() =>
      this.kernels.matmul(
        rows,
        width,
        depth,
        timeMajor,
        depth,
        1,
        kernel.at,
        width,
        1,
        sums,
        width,
        start,
        from,
        scratch,
      ),
    );
    const initial = this.statesBefore(
      { name, stateful: options.stateful === true, ...(initialState ? { initialState } : {}) },
      batch,
      gates === 4 ? [units, units] : [units],
    );
    this.place(initial?.[0], hidden, state);
    const mask = x.mask ? this.swapped(x.mask.at, [batch, steps, 1], goBackwards) : 0;
    return { batch, steps, units, sums, hidden, mask, initial };
  },

  /** What the layer shows: its output, and h after the last step. */
  shown({ batch, steps, units, hidden, mask }, { returnSequences, zeroMasked }, kept) {
    const state = batch * units;
    const first = hidden + 4 * state;
    let out = first;
    if (mask && zeroMasked) out = zeroMasked({ at: first, shape: [steps * batch, units] }, mask).at;
    const last: Value = { at: hidden + 4 * steps * state, shape: [batch, units] };
    if (!returnSequences) return [{ at: out + 4 * (steps - 1) * state, shape: [batch, units] }, last];
    return [{ at: this.swapped(out, [steps, batch, units]), shape: [batch, steps, units], mask: kept }, last];
  },

  /** Rows that are 0 where the mask is. */
  zeroMasked(rows, mask) {
    const counts = this.equal(this.equal({ at: mask, shape: [rows.shape[0] as number, 1] }, 0), 0);
    return this.multiply(rows, counts);
  },

  lstm(x, options) {
    const { recurrentKernel, bias, slope = 0 } = options;
    const laid = this.layOut(x, options, 4, bias);
    const { batch, steps, units, sums, hidden, mask, initial } = laid;
    const state = batch * units;
    const cells = this.room((steps + 1) * state);
    const tanhCells = this.room(steps * state);
    this.place(initial?.[1], cells, state);
    const r = this.panels(recurrentKernel.at, units, 4 * units, 4 * units, batch);
    const { scratch } = this.layout;
    this.then(() =>
      this.kernels.lstmForward(
        steps,
        batch,
        units,
        0,
        batch,
        r.at,
        r.panel,
        r.row,
        sums,
        cells,
        tanhCells,
        hidden,
        mask,
        0,
        0,
        slope,
        scratch,
      ),
    );
    const [output, h] = this.shown(laid, options, x.mask);
    const c: Value = { at: cells + 4 * steps * state, shape: [batch, units] };
    this.keepStates(options, batch, [h, c]);
    return [output, h, c];
  },

  gru(x, options) {
    const { recurrentKernel, bias, resetAfter } = options;
    const units = recurrentKernel.shape[0] as number;
    let first = bias;
    let second = 0;
    if (resetAfter) {
      // the first bias, and of the second what z and r take; the rest of that belongs to h·R
      const width = 3 * units;
      second = this.keep(`bias of R ${recurrentKernel.at}`, units, (floats, to) => {
        const from = bias ? bias.at >>> 2 : 0;
        if (bias) floats.copyWithin(to, from + 5 * units, from + 6 * units);
      });
      const sum = this.keep(`bias of W ${recurrentKernel.at}`, width, (floats, to) => {
        const from = bias ? bias.at >>> 2 : 0;
        if (!bias) return;
        for (let i = 0; i < width; i++) {
          const own = floats[from + i] as number;
          floats[to + i] = i < 2 * units ? own + (floats[from + width + i] as number) : own;
        }
      });
      first = bias && { at: sum, shape: [width] };
    }
    const laid = this.layOut(x, options, 3, first);
    const { batch, steps, sums, hidden, mask } = laid;
    const inner = this.room(steps * batch * units);
    const r = this.panels(recurrentKernel.at, units, 2 * units, 3 * units, batch);
    const candidate = this.panels(recurrentKernel.at + 8 * units, units, units, 3 * units, batch).at;
    const after = resetAfter ? 1 : 0;
    const { scratch } = this.layout;
    this.then(() =>
      this.kernels.gruForward(
        steps,
        batch,
        units,
        0,
        batch,
        r.at,
        candidate,
        r.panel,
        r.row,
        after,
        second,
        sums,
        inner,
        hidden,
        mask,
        0,
        0,
        scratch,
      ),
    );
    const [output, h] = this.shown(laid, options, x.mask);
    this.keepStates(options, batch, [h]);
    return [output, h];
  },

  simpleRnn(x, options) {
    const { recurrentKernel, bias, rectified } = options;
    const laid = this.layOut(x, options, 1, bias);
    const { batch, steps, units, hidden, mask } = laid;
    const r = this.panels(recurrentKernel.at, units, units, units, batch);
    const kind = rectified ? 1 : 0;
    const { scratch } = this.layout;
    this.then(() =>
      this.kernels.simpleRnnForward(
        steps,
        batch,
        units,
        0,
        batch,
        r.at,
        r.panel,
        r.row,
        kind,
        hidden,
        mask,
        0,
        0,
        scratch,
      ),
    );
    const [output, h] = this.shown(laid, options, x.mask);
    this.keepStates(options, batch, [h]);
    return [output, h];
  },

  /** Both directions of a sequence; the states of both come after the output. */
  bothWays([forward, ...after], [backward, ...before], sequences, merge) {
    const turned = sequences ? this.flip(backward, 1) : backward;
    const mask = sequences ? forward.mask : undefined;
    if (merge === 'none') return [forward, { ...turned, mask }, ...after, ...before];
    let output: Value;
    if (merge === 'concat') output = this.concat([forward, turned], forward.shape.length - 1);
    else if (merge === 'mul') output = this.multiply(forward, turned);
    else if (merge === 'ave') output = this.multiply(this.add(forward, turned), 0.5);
    else output = this.add(forward, turned);
    return [{ ...output, mask }, ...after, ...before];
  },
};
