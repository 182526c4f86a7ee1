import type { Pieces, Value } from '../net.ts';

/** Cells, one step at a time, and the loop over them. */
export const cellPieces: Pieces<
  'loop' | 'cellOnce' | 'zeros' | 'lstmCell' | 'gruCell' | 'simpleRnnCell' | 'zoneout' | 'stacked'
> = {
  zeros(shape) {
    const y = this.make(shape);
    this.place(undefined, y.at, this.sizeOf(shape));
    return y;
  },

  /** A cell over all steps; where the mask of a step is 0, states and output stay as they were. */
  loop(x, options, cell) {
    const { goBackwards, returnSequences, zeroOutputForMask, sizes, width, before } = options;
    const [batch, steps, depth] = x.shape as [number, number, number];
    const counts = x.mask && this.subtract(1, this.equal(x.mask, 0));
    let states: readonly Value[] =
      this.statesBefore(options, batch, sizes) ?? sizes.map((size) => this.zeros([batch, size]));
    let held = before < 0 ? this.zeros([batch, width]) : (states[before] as Value);
    let last = held;
    const sequence: Value[] = [];
    for (let s = 0; s < steps; s++) {
      const t = goBackwards ? steps - 1 - s : s;
      const now = this.reshape(this.slice(x, [0, t, 0], [batch, 1, depth]), [batch, depth]);
      const [output, ...after] = cell(now, states) as [Value, ...Value[]];
      last = output;
      if (counts) {
        const on = this.slice(counts, [0, t], [batch, 1]);
        const off = this.subtract(1, on);
        const where = (yes: Value, no: Value): Value => this.add(this.multiply(on, yes), this.multiply(off, no));
        const old = states;
        states = after.map((state, i) => where(state, old[i] as Value));
        held = output === after[0] ? (states[0] as Value) : where(output, held);
        last = zeroOutputForMask ? this.multiply(on, output) : held;
      } else states = after;
      if (returnSequences) sequence.push(this.reshape(last, [batch, 1, width]));
    }
    const output = returnSequences ? this.masked(this.concat(sequence, 1), x.mask) : last;
    this.keepStates(options, batch, states);
    return [output, ...states];
  },

  cellOnce(x, states, sizes, cell) {
    return cell(x, states.length > 0 ? states : sizes.map((size) => this.zeros([x.shape[0] as number, size])));
  },

  lstmCell({
    kernel,
    recurrentKernel,
    bias,
    activation,
    recurrentActivation,
    normalization,
    peepholes,
    projection,
    units,
  }) {
    const normal = (x: Value, by: { gamma: Value; beta: Value }): Value => this.normalize(x, { epsilon: 0.001, ...by });
    const sums = (x: Value, h: Value): Value => {
      if (!normalization) return this.add(this.matmul(x, kernel, bias), this.matmul(h, recurrentKernel));
      const fromInput = normal(this.matmul(x, kernel), normalization.input);
      const both = this.add(fromInput, normal(this.matmul(h, recurrentKernel), normalization.recurrent));
      return bias ? this.add(both, bias) : both;
    };
    return (x, [h, c]) => {
      const a = sums(x, h as Value);
      const old = c as Value;
      const block = (gate: number): Value => this.slice(a, [0, gate * units], [x.shape[0] as number, units]);
      const seeing = (memory: Value, peephole: Value | undefined, gate: number): Value =>
        peephole ? this.add(block(gate), this.multiply(memory, peephole)) : block(gate);
      const i = recurrentActivation(seeing(old, peepholes?.input, 0));
      const f = recurrentActivation(seeing(old, peepholes?.forget, 1));
      const g = activation(block(2));
      const cell = this.add(this.multiply(f, old), this.multiply(i, g));
      const o = recurrentActivation(seeing(cell, peepholes?.output, 3));
      const shown = this.multiply(o, activation(normalization ? normal(cell, normalization.cell) : cell));
      const hidden = projection ? this.matmul(shown, projection) : shown;
      return [hidden, hidden, cell];
    };
  },

  gruCell({ kernel, recurrentKernel, bias, activation, recurrentActivation, normalization, resetAfter }) {
    const units = recurrentKernel.shape[0] as number;
    // columns of one gate, or of z and r; entries of a row likewise
    const columns = (a: Value, gate: number, gates: number): Value =>
      this.slice(a, [0, gate * units], [a.shape[0] as number, gates * units]);
    const entries = (row: Value, gate: number, gates: number): Value => ({
      at: row.at + 4 * gate * units,
      shape: [gates * units],
    });
    const plus = (y: Value, row: Value | undefined, gate: number, gates: number): Value =>
      row ? this.add(y, entries(row, gate, gates)) : y;
    const normal = (y: Value, by: { gamma: Value; beta: Value }, gate: number, gates: number): Value =>
      this.normalize(y, { epsilon: 0.001, gamma: entries(by.gamma, gate, gates), beta: entries(by.beta, gate, gates) });
    const second = bias && resetAfter ? { at: bias.at + 12 * units, shape: [3 * units] } : undefined;
    const first = bias && { at: bias.at, shape: [3 * units] };
    const [forGates, forCandidate] = [columns(recurrentKernel, 0, 2), columns(recurrentKernel, 2, 1)];
    return (x, states) => {
      const h = states[0] as Value;
      const products = this.matmul(x, kernel, normalization ? undefined : first);
      const fromInput = (gate: number, gates: number): Value => {
        const y = columns(products, gate, gates);
        return normalization ? plus(normal(y, normalization.input, gate, gates), first, gate, gates) : y;
      };
      const fromState = (y: Value, matrix: Value, gate: number, gates: number): Value => {
        if (!normalization) return this.matmul(y, matrix, second && entries(second, gate, gates));
        return plus(normal(this.matmul(y, matrix), normalization.recurrent, gate, gates), second, gate, gates);
      };
      const both = recurrentActivation(this.add(fromInput(0, 2), fromState(h, forGates, 0, 2)));
      const [z, r] = [columns(both, 0, 1), columns(both, 1, 1)];
      const inner = resetAfter
        ? this.multiply(r, fromState(h, forCandidate, 2, 1))
        : fromState(this.multiply(r, h), forCandidate, 2, 1);
      const candidate = activation(this.add(fromInput(2, 1), inner));
      const hidden = this.add(this.multiply(z, h), this.multiply(this.subtract(1, z), candidate));
      return [hidden, hidden];
    };
  },

  simpleRnnCell({ kernel, recurrentKernel, bias, activation }) {
    return (x, [h]) => {
      const sums = this.add(this.matmul(x, kernel, bias), this.matmul(h as Value, recurrentKernel));
      const hidden = activation(sums);
      return [hidden, hidden];
    };
  },

  /** In use each state is rate · old + (1 − rate) · new. */
  zoneout(cell, rates) {
    return (x, before) => {
      const [output, ...after] = cell(x, before) as [Value, ...Value[]];
      const states = after.map((state, i) => {
        const rate = rates[i] as number;
        if (rate === 0) return state;
        return this.add(this.multiply(rate, before[i] as Value), this.multiply(1 - rate, state));
      });
      return [output === after[0] ? (states[0] as Value) : output, ...states];
    };
  },

  /** Cells one upon another; each has as many of the states as its number says. */
  stacked(cells) {
    return (x, states) => {
      let output = x;
      let from = 0;
      const after = cells.flatMap(([count, cell]) => {
        const [made, ...own] = cell(output, states.slice(from, from + count)) as [Value, ...Value[]];
        output = made;
        from += count;
        return own;
      });
      return [output, ...after];
    };
  },
};
