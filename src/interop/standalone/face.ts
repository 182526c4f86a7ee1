import type { Net, Numbers, Plan, Shaped, StandalonePort, Value } from './net.ts';

/** What an exported module shows of itself, and how its numbers go in and out; as `Net`, its text goes into the module. */
export interface Face {
  readonly net: Net;
  readonly network: (...inputs: Value[]) => readonly Value[];
  readonly inputs: readonly StandalonePort[];
  /** Whether outputs are given as a list. */
  readonly listed: boolean;
  /** Why there is no stream; '' where there is one. */
  readonly noStream: string;
  readonly stateful: boolean;
  plans: Map<string, { readonly plan: Plan; readonly base: number }>;
  /** The plan of the last step of a stream, and how many sequences it has (0: none yet). */
  current:
    | { readonly plan: Plan; readonly base: number; readonly shape: readonly number[]; readonly size: number }
    | undefined;
  streams: number;
  /** Sequences that the states of stateful layers are for. */
  rows: number;
  /** Starts the kernels where they are not. */
  begin(): void;
  fail(must: string, received: unknown): never;
  shapeOf(x: Numbers | Shaped, name: string): readonly number[];
  fits(shape: readonly number[], port: StandalonePort): void;
  number(x: unknown, port: StandalonePort): number;
  write(x: Numbers, shape: readonly number[], axis: number, to: number, port: StandalonePort): void;
  rowsOf(
    x: Numbers | Shaped,
    shape: readonly number[],
    range: readonly [number, number],
    at: number,
    port: StandalonePort,
  ): void;
  planFor(shapes: readonly (readonly number[])[], stream: boolean): { readonly plan: Plan; readonly base: number };
  run(plan: Plan): void;
  listOf(x: unknown): readonly (Numbers | Shaped)[];
  predict(x: unknown, options?: { batchSize?: number }): unknown;
  predictStep(x: Numbers | Shaped): unknown;
  resetStates(): void;
}

/** Its methods. */
export const face: Pick<
  Face,
  | 'fail'
  | 'shapeOf'
  | 'fits'
  | 'number'
  | 'write'
  | 'rowsOf'
  | 'planFor'
  | 'run'
  | 'listOf'
  | 'predict'
  | 'predictStep'
  | 'resetStates'
> &
  ThisType<Face> = {
  fail(must, received) {
    throw new TypeError(`Cannot predict: ${must}, received ${received}`);
  },

  shapeOf(x, name) {
    if (typeof x === 'object' && x !== null && 'data' in x && 'shape' in x) {
      let size = 1;
      for (let i = 0; i < x.shape.length; i++) size *= x.shape[i] as number;
      if (x.data.length !== size)
        this.fail(`data of '${name}' must have ${size} numbers as its shape says`, x.data.length);
      return x.shape;
    }
    const shape: number[] = [];
    for (let part: Numbers | undefined = x; typeof part === 'object' && part !== null; part = part[0]) {
      shape.push(part.length);
      if (part.length === 0) break;
    }
    return shape;
  },

  fits(shape, { name, shape: wanted }) {
    const open = `[${wanted.map((n) => n ?? 'any').join(', ')}]`;
    const fits = shape.length === wanted.length && wanted.every((n, i) => n === null || n === shape[i]);
    if (!fits || shape.some((n) => n < 1)) this.fail(`'${name}' must have shape ${open}`, `[${shape.join(', ')}]`);
  },

  /** A number as the memory holds it. */
  number(x, port) {
    if (typeof x !== 'number') return this.fail('input must hold numbers', typeof x);
    const value = Math.fround(x);
    if (value - value !== 0) this.fail('input must be finite', x);
    if (port.dtype === 'int32' && value % 1 !== 0) this.fail(`'${port.name}' must hold whole numbers`, x);
    return value;
  },

  /** Writes nested arrays, checking them on the way. */
  write(x, shape, axis, to, port) {
    if (axis === shape.length) {
      this.net.floats[to] = this.number(x, port);
      return;
    }
    const list = x as readonly Numbers[];
    const length = typeof x === 'object' && x !== null ? list.length : 'a number';
    const n = shape[axis] as number;
    if (length !== n) this.fail(`lists on axis ${axis} of the input must all have ${n} entries`, length);
    if (axis === shape.length - 1) {
      const { floats } = this.net;
      for (let i = 0; i < n; i++) floats[to + i] = this.number(list[i], port);
      return;
    }
    let size = 1;
    for (let i = axis + 1; i < shape.length; i++) size *= shape[i] as number;
    for (let i = 0; i < n; i++) this.write(list[i] as Numbers, shape, axis + 1, to + i * size, port);
  },

  /** Writes the samples of a range. */
  rowsOf(x, shape, [from, to], at, port) {
    let size = 1;
    for (let i = 1; i < shape.length; i++) size *= shape[i] as number;
    if ('data' in (x as Shaped)) {
      const { data } = x as Shaped;
      const { floats } = this.net;
      const begin = from * size;
      for (let i = begin; i < to * size; i++) floats[at + i - begin] = this.number(data[i], port);
      return;
    }
    const rows = x as readonly Numbers[];
    for (let row = from; row < to; row++) this.write(rows[row] as Numbers, shape, 1, at + (row - from) * size, port);
  },

  planFor(shapes, stream) {
    const key = `${stream} ${shapes.join(' | ')}`;
    const known = this.plans.get(key);
    if (known !== undefined && known.base === this.net.base) return known;
    if (this.plans.size >= 8) this.plans.clear();
    const plan = this.net.plan(this.network, shapes, stream);
    const made = { plan, base: this.net.base };
    this.plans.set(key, made);
    return made;
  },

  run({ steps }) {
    for (let i = 0; i < steps.length; i++) (steps[i] as () => void)();
  },

  /** The inputs in the order of the model. */
  listOf(x) {
    const names = this.inputs.map(({ name }) => name);
    if (names.length === 1 && Array.isArray(x)) return [x];
    if (Array.isArray(x)) {
      if (x.length !== names.length)
        this.fail(`there must be a list of ${names.length} inputs (${names.join(', ')})`, x.length);
      return x;
    }
    const given = x as Record<string, Numbers>;
    if (typeof x !== 'object' || x === null) return this.fail('there must be an array of numbers', x);
    if (names.every((name) => name in given) && Object.keys(given).length === names.length)
      return names.map((name) => given[name] as Numbers);
    return names.length === 1 && ('length' in x || ('data' in x && 'shape' in x))
      ? [x as Shaped]
      : this.fail(`there must be inputs named ${names.join(', ')}`, Object.keys(x).join(', '));
  },

  predict(x, options = {}) {
    if (typeof options !== 'object' || options === null) this.fail('options must be an object', options);
    const unknown = Object.keys(options).find((name) => name !== 'batchSize');
    if (unknown !== undefined) this.fail('options must be among batchSize', `'${unknown}'`);
    const { batchSize = 32 } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) this.fail('batchSize must be a whole number from 1', batchSize);
    this.begin();
    const list = this.listOf(x);
    const shapes = list.map((each, i) => {
      const port = this.inputs[i] as StandalonePort;
      const shape = this.shapeOf(each, port.name);
      this.fits(shape, port);
      return shape;
    });
    const [count] = shapes[0] as [number];
    const other = shapes.find((shape) => shape[0] !== count);
    if (other) this.fail(`inputs must have as many samples as the first one, ${count}`, other[0]);
    const results: { data: Float32Array; shape: number[] }[] = [];
    for (let from = 0; from < count; from += batchSize) {
      const to = Math.min(from + batchSize, count);
      if (this.stateful && this.rows > 0 && to - from > this.rows) {
        this.fail(`a batch must have at most ${this.rows} samples until resetStates(), as the states have`, to - from);
      }
      const { plan } = this.planFor(
        shapes.map(([, ...sample]) => [to - from, ...sample]),
        false,
      );
      list.forEach((each, i) => {
        const { at } = plan.inputs[i] as Value;
        this.rowsOf(each, shapes[i] as number[], [from, to], at >>> 2, this.inputs[i] as StandalonePort);
      });
      this.run(plan);
      if (this.stateful && this.rows === 0) this.rows = to - from;
      plan.outputs.forEach(({ at, shape: [, ...sample] }, i) => {
        const size = sample.reduce((product, n) => product * n, 1);
        results[i] ??= { data: new Float32Array(count * size), shape: [count, ...sample] };
        const begin = at >>> 2;
        results[i]?.data.set(this.net.floats.subarray(begin, begin + (to - from) * size), from * size);
      });
    }
    return this.listed ? results : results[0];
  },

  predictStep(x) {
    if (this.noStream !== '') throw new TypeError(`Cannot predict: ${this.noStream}`);
    this.begin();
    const port = this.inputs[0] as StandalonePort;
    const shape = this.shapeOf(x, port.name);
    const [batch] = shape as [number];
    if (batch === undefined) this.fail('there must be an array of numbers', x);
    if (this.streams !== 0 && batch !== this.streams) {
      this.fail(`a stream must keep its batch size ${this.streams}; call resetStates() to begin another`, batch);
    }
    if (this.current === undefined || this.current.base !== this.net.base || this.streams === 0) {
      const [first, , ...sample] = port.shape;
      this.fits(shape, { ...port, shape: [first as null, ...sample] });
      const planned = this.planFor([[batch, 1, ...shape.slice(1)]], true);
      const { shape: whole } = planned.plan.outputs[0] as Value;
      const made = whole.length > 2 && whole[1] === 1 ? [batch, ...whole.slice(2)] : [...whole];
      this.current = { ...planned, shape: made, size: made.reduce((product, n) => product * n, 1) };
    }
    const { plan } = this.current;
    const { at, shape: stepShape } = plan.inputs[0] as Value;
    if (shape.length + 1 !== stepShape.length)
      this.fail('one step must have the shape of the one before', `[${shape.join(', ')}]`);
    for (let i = 1; i < shape.length; i++) {
      if (shape[i] !== stepShape[i + 1])
        this.fail('one step must have the shape of the one before', `[${shape.join(', ')}]`);
    }
    this.rowsOf(x, shape, [0, batch], at >>> 2, port);
    this.run(plan);
    this.streams = batch;
    const begin = (plan.outputs[0] as Value).at >>> 2;
    return { data: this.net.floats.slice(begin, begin + this.current.size), shape: this.current.shape.slice() };
  },

  resetStates() {
    this.streams = 0;
    this.rows = 0;
    for (const [name, { at, room }] of Object.entries(this.net.kept)) {
      if (/^(stream|state) /.test(name)) this.net.floats.fill(0, at >>> 2, (at >>> 2) + room);
    }
  },
};
