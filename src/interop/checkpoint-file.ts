import { FormatError } from '../errors.ts';
import { readSafetensors, writeSafetensors } from '../formats/safetensors.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { Checkpoint } from '../train/callback.ts';
import { checkpointState } from '../train/checkpoint-data.ts';

/** Name of the metadata that says where training stood. */
const KEY = 'memcell.checkpoint';

/** A checkpoint as the bytes of a safetensors file: its arrays by name, the rest as JSON in the metadata. */
export function checkpointBytes({ tensors, state }: Checkpoint): Uint8Array<ArrayBuffer> {
  const blocks = [...tensors].map(([name, { shape, data }]) => [name, { shape, data }] as const);
  return writeSafetensors(new Map(blocks), { [KEY]: JSON.stringify({ format: 1, ...state }) });
}

/**
 * The checkpoint in such a file.
 *
 * @param name of the file, for errors.
 * @throws FormatError if it is none, or cut off.
 */
export function readCheckpoint(bytes: Uint8Array, name: string): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes, name);
  const refuse = (must: string, received: string, cause?: unknown): FormatError =>
    new FormatError(`Cannot read checkpoint '${name}': ${must}, received ${received}`, { cause });
  const text = metadata[KEY];
  if (text === undefined) throw refuse(`metadata must hold '${KEY}'`, 'a file without it');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refuse(`metadata '${KEY}' must be JSON`, 'other text', error);
  }
  const { format, ...state } = (json ?? {}) as Record<string, unknown>;
  if (format !== 1) throw refuse('format must be 1', String(format));
  const read = new Map<string, Tensor>();
  for (const [key, { data, shape, dtype }] of tensors) {
    if (!(data instanceof Float32Array || data instanceof Int32Array)) {
      throw refuse(`tensor '${key}' must be F32 or I32`, dtype);
    }
    read.set(key, tensor(data, shape));
  }
  return { tensors: read, state: checkpointState(state, name) };
}
