import * as double from '../../math.ts';
import type { Views } from '../memory.ts';
import { float32 } from './math.ts';

/** The element types a reference backend computes in. */
export type ReferenceType = 'float32' | 'float64';

/** What the reference kernels compute with: one for float32, one for float64. */
export interface Arithmetic {
  /** The memory, asked for at the start of each kernel, since it can grow. */
  views: () => Views;
  /** Index of an element = address >>> shift. */
  shift: 2 | 3;
  /** Rounds the result of one operation: to float32, or not at all. */
  round: (x: number) => number;
  /** a · b + c, rounded after each operation. A fused build rounds once. */
  madd: (a: number, b: number, c: number) => number;
  /** c − a · b, rounded after each operation. A fused build rounds once. */
  nmadd: (a: number, b: number, c: number) => number;
  exp: (x: number) => number;
  log: (x: number) => number;
  sigmoid: (x: number) => number;
  tanh: (x: number) => number;
}

/** The arithmetic of a type over a memory. */
export function arithmetic(views: () => Views, dtype: ReferenceType): Arithmetic {
  const round = dtype === 'float32' ? Math.fround : (x: number) => x;
  const functions = dtype === 'float32' ? float32 : { ...double, sigmoid: (x: number) => 1 / (1 + double.exp(-x)) };
  return {
    views,
    shift: dtype === 'float32' ? 2 : 3,
    round,
    madd: (a, b, c) => round(round(a * b) + c),
    nmadd: (a, b, c) => round(c - round(a * b)),
    exp: functions.exp,
    log: functions.log,
    sigmoid: functions.sigmoid,
    tanh: functions.tanh,
  };
}

/** Elements of a float array; the memory holds every index a kernel asks for. */
export type Floats = Float32Array | Float64Array;
