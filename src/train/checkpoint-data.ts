import { FormatError } from '../errors.ts';
import { describe } from '../options.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Where a training stands: the next step to take. */
export interface Position {
  /** Counted from 0. */
  readonly epoch: number;
  /** Within the epoch, counted from 0. */
  readonly step: number;
}

/** All that a training needs to go on with the same bits: arrays by name, and the rest as JSON. */
export interface Checkpoint {
  /** Weights, slots of the optimizer, states of layers, weights that callbacks keep. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly state: CheckpointState;
}

/** What of a checkpoint is no array. */
export interface CheckpointState extends Position {
  /** Class of the optimizer, and its step size where it is a number. */
  readonly optimizer: string;
  readonly learningRate: number | null;
  /** Every callback's className and state, null for those that have none. */
  readonly callbacks: readonly ({ readonly className: string; readonly state: Json } | null)[];
  /** What `fit` keeps: history, running metrics and the like. */
  readonly fit: Json;
}

/** The state of a checkpoint from JSON. @throws FormatError where it is none. */
export function checkpointState(json: unknown, name: string): CheckpointState {
  const fields = (typeof json === 'object' && json !== null ? json : {}) as Partial<CheckpointState>;
  const count = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
  if (
    count(fields.epoch) &&
    count(fields.step) &&
    typeof fields.optimizer === 'string' &&
    Array.isArray(fields.callbacks) &&
    fields.fit !== undefined
  ) {
    return fields as CheckpointState;
  }
  throw new FormatError(
    `Cannot read checkpoint '${name}': it must hold where training stood, received ${describe(json)}`,
  );
}

/** A number for JSON, which knows no NaN and no infinity. */
export function numberToJson(value: number): Json {
  return Number.isFinite(value) ? value : String(value);
}

/** The number that `numberToJson` wrote. */
export function numberFromJson(value: Json): number {
  return Number(value);
}
