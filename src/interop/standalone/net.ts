import type { Address, KernelTable } from '../../backend/table.ts';

/** A place for numbers in the memory of an exported model, as its program passes it from layer to layer. */
export interface Value {
  readonly at: Address;
  readonly shape: readonly number[];
  /** [B, T], 1 where a step counts and 0 where it is padding; undefined: all count. */
  readonly mask?: Value | undefined;
}

/** A value, or a number that stands for a scalar. */
export type Operand = Value | number;

/** Where a right-hand matrix stands, as the kernels read it. */
export interface Panels {
  readonly at: Address;
  readonly panel: number;
  readonly row: number;
}

/** How windows slide along an axis. */
export interface WindowOptions {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: 'valid' | 'same' | 'causal';
}

/** What every recurrent layer says of itself. */
export interface SequenceOptions {
  /** Name of the layer, which its states are kept under. */
  readonly name: string;
  readonly returnSequences?: boolean;
  readonly goBackwards?: boolean;
  readonly stateful?: boolean;
  readonly zeroOutputForMask?: boolean;
  readonly initialState?: readonly Value[];
}

/** Weights of a fused recurrent layer. */
export interface FusedOptions extends SequenceOptions {
  /** What is done with outputs of masked steps; left out: nothing. */
  readonly zeroMasked?: (rows: Value, mask: Address) => Value;
  readonly kernel: Value;
  readonly recurrentKernel: Value;
  readonly bias?: Value;
}

/** A sequence laid out time-major, with x·W + b of all steps. */
export interface LaidOut {
  readonly batch: number;
  readonly steps: number;
  readonly units: number;
  readonly sums: Address;
  readonly hidden: Address;
  readonly mask: Address;
  readonly initial: readonly Value[] | undefined;
}

/** What a recurrent layer gives: its output, then its last states. */
export type SequenceResult = readonly [output: Value, ...states: Value[]];

/** One step of a cell: the output, then the new states. */
export type Cell = (x: Value, states: readonly Value[]) => readonly Value[];

/** What a loop over a cell needs of it. */
export interface LoopOptions {
  /** Width of each state. */
  readonly sizes: readonly number[];
  readonly width: number;
  /** Which state a masked step shows before any step counted; -1: zeros. */
  readonly before: number;
}

/** γ and β of a layer normalisation. */
export interface GainAndShift {
  readonly gamma: Value;
  readonly beta: Value;
}

/** Weights and activations of a cell. */
export interface CellOptions {
  readonly kernel: Value;
  readonly recurrentKernel: Value;
  readonly bias?: Value;
  readonly activation: (x: Value) => Value;
  readonly recurrentActivation: (x: Value) => Value;
  /** Of x·W, of h·R and of an LSTM's memory. */
  readonly normalization?: Readonly<Record<'input' | 'recurrent' | 'cell', GainAndShift>>;
}

/** Weights and activations of an LSTM cell. */
export interface LstmCellOptions extends CellOptions {
  readonly units: number;
  readonly peepholes?: Readonly<Record<'input' | 'forget' | 'output', Value>>;
  readonly projection?: Value;
}

/** A block that outlives a call, such as the state of a stream. */
export interface Kept {
  readonly at: Address;
  readonly room: number;
}

/** How the memory is laid out before anything is computed. */
export interface Layout {
  /** Where weights begin, and how many bytes they have. */
  readonly weights: Address;
  readonly bytes: number;
  /** Where scratch numbers of the products begin. */
  readonly scratch: Address;
}

/** The work for inputs of certain shapes. */
export interface Plan {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly steps: readonly (() => void)[];
}

/** An input or an output of an exported model, as its metadata says it. */
export interface StandalonePort {
  readonly name: string;
  /** null where a size may change; the batch axis first. */
  readonly shape: readonly (number | null)[];
  /** int32: whole numbers. */
  readonly dtype: 'float32' | 'int32';
}

/** Numbers as a program gives them. */
export type Numbers = number | ArrayLike<number> | readonly Numbers[];

/** An array as an exported model gives it, and takes it. */
export interface Shaped {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

/**
 * What an exported module computes with. Its methods are written in the files of pieces/; their text goes into the module, so
 * they refer to each other by `this` alone, and the export finds by `this.…` what a model needs.
 *
 * Methods that take Values are called while a plan is made: they say shapes, take room in the memory, and leave in `steps` what
 * is to be done at each call.
 */
export interface Net {
  // memory
  floats: Float32Array;
  ints: Int32Array;
  kernels: KernelTable;
  /** First free byte while a plan is made. */
  top: Address;
  /** Where that begins: behind the weights and all that is kept. */
  base: Address;
  steps: (() => void)[];
  /** Whether the plan being made is that of `predictStep`. */
  stream: boolean;
  /** How often each layer was called in the plan being made. */
  turns: Record<string, number>;
  kept: Record<string, Kept>;
  readonly layout: Layout;
  bytes(): number;
  grow(bytes: number): void;
  room(count: number): Address;
  make(shape: readonly number[]): Value;
  keep(name: string, count: number, fill?: (floats: Float32Array, at: number) => void): Address;
  then(step: () => void): void;
  sizeOf(shape: readonly number[]): number;
  constant(value: number): Value;
  plan(
    network: (...inputs: Value[]) => readonly Value[],
    shapes: readonly (readonly number[])[],
    stream: boolean,
  ): Plan;

  // moving
  strides(shape: readonly number[]): number[];
  move(
    dims: readonly number[],
    from: Address,
    fromStrides: readonly number[],
    to: Address,
    toStrides: readonly number[],
  ): void;
  reshape(x: Value, shape: readonly number[]): Value;
  transpose(x: Value, axes: readonly number[]): Value;
  swapped(at: Address, dims: readonly [number, number, number], backwards?: boolean): Address;
  slice(x: Value, begin: readonly number[], size: readonly number[]): Value;
  concat(list: readonly Value[], axis: number): Value;
  flip(x: Value, axis: number): Value;
  pad(x: Value, ends: readonly (readonly number[])[]): Value;
  broadcast(x: Value, shape: readonly number[]): Value;

  // element by element
  unary(x: Value, kernel: KernelTable['exp']): Value;
  binary(x: Operand, y: Operand, kernel: KernelTable['add']): Value;
  view(shape: readonly number[], x: Value, split: number, cols: number): readonly [number, number] | undefined;
  exp(x: Value): Value;
  sqrt(x: Value): Value;
  negative(x: Value): Value;
  square(x: Value): Value;
  relu(x: Value): Value;
  sigmoid(x: Value): Value;
  tanh(x: Value): Value;
  add(x: Operand, y: Operand): Value;
  subtract(x: Operand, y: Operand): Value;
  multiply(x: Operand, y: Operand): Value;
  divide(x: Operand, y: Operand): Value;
  maximum(x: Operand, y: Operand): Value;
  minimum(x: Operand, y: Operand): Value;
  equal(x: Operand, y: Operand): Value;
  greater(x: Operand, y: Operand): Value;
  hardSigmoid(x: Value): Value;
  hardSigmoidKeras2(x: Value): Value;
  softmax(x: Value): Value;
  softmaxAlong(x: Value, axis: number): Value;
  logSoftmax(x: Value): Value;

  // over an axis
  sum(x: Value, axis: number): Value;
  max(x: Value, axis: number): Value;
  mean(x: Value, axis: number): Value;
  normalize(x: Value, options: { epsilon: number; gamma?: Value | undefined; beta?: Value | undefined }): Value;

  // products
  matmul(x: Value, kernel: Value, bias?: Value): Value;
  batchMatmul(a: Value, b: Value, transposed: boolean): Value;
  panels(at: Address, k: number, n: number, row: number, rows: number): Panels;
  embedding(ids: Value, table: Value, name: string, maskZero: boolean): Value;
  windows(
    length: number,
    size: number,
    stride: number,
    dilation: number,
    padding: string,
  ): readonly [count: number, before: number, after: number];
  conv(x: Value, kernel: Value, bias: Value | undefined, options: WindowOptions): Value;
  pool(x: Value, kind: number, options: WindowOptions): Value;

  // masks and lists
  masked(x: Value, mask: Value | undefined): Value;
  keepingMask(x: Value, y: Value): Value;
  masking(x: Value, value: number): Value;
  anyOf(masks: readonly (Value | undefined)[]): Value | undefined;
  chosen(mask: Value | undefined, x: Value, other: Operand): Value;
  sameRank(list: readonly Value[]): readonly Value[];
  merge(list: readonly Value[], pair: (x: Value, y: Value) => Value): Value;
  mergeSeen(list: readonly Value[], pair: (x: Value, y: Value) => Value): Value;
  multiplied(list: readonly Value[]): Value;
  concatenated(list: readonly Value[], axis: number): Value;
  globalMean(x: Value, masked: boolean): Value;
  eachStep(x: Value, layer: (x: Value) => Value): Value;
  maskedSoftmax(x: Value, axis: number): Value;
  // attention
  dot(a: Value, b: Value, i: number, j: number, normalize: boolean): Value;
  axisLast(x: Value, axis: number, normalize: boolean): Value;
  attention(
    list: readonly Value[],
    score: (query: Value, key: Value) => Value,
    causal: boolean,
  ): readonly [Value, Value];
  pairSums(query: Value, key: Value): Value;
  triangle(rows: number, cols: number): Value;

  // recurrent
  layOut(x: Value, options: FusedOptions, gates: number, bias: Value | undefined): LaidOut;
  statesBefore(options: SequenceOptions, batch: number, sizes: readonly number[]): readonly Value[] | undefined;
  keepStates(options: SequenceOptions, batch: number, states: readonly Value[]): void;
  place(value: Value | undefined, at: Address, count: number): void;
  shown(laid: LaidOut, options: FusedOptions, mask: Value | undefined): readonly [Value, Value];
  zeroMasked(rows: Value, mask: Address): Value;
  lstm(x: Value, options: FusedOptions & { slope?: number }): SequenceResult;
  gru(x: Value, options: FusedOptions & { resetAfter: boolean }): SequenceResult;
  simpleRnn(x: Value, options: FusedOptions & { rectified: boolean }): SequenceResult;
  bothWays(forward: SequenceResult, backward: SequenceResult, sequences: boolean, merge: string): readonly Value[];

  // cells
  loop(x: Value, options: SequenceOptions & LoopOptions, cell: Cell): SequenceResult;
  cellOnce(x: Value, states: readonly Value[], sizes: readonly number[], cell: Cell): readonly Value[];
  zeros(shape: readonly number[]): Value;
  lstmCell(options: LstmCellOptions): Cell;
  gruCell(options: CellOptions & { resetAfter: boolean }): Cell;
  simpleRnnCell(options: CellOptions): Cell;
  zoneout(cell: Cell, rates: readonly number[]): Cell;
  stacked(cells: readonly (readonly [states: number, cell: Cell])[]): Cell;
}

/** Methods of a net that stand in one file. */
export type Pieces<K extends keyof Net> = Pick<Net, K> & ThisType<Net>;
