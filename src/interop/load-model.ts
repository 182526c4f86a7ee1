import { FormatError } from '../errors.ts';
import { readSafetensors, type Safetensors } from '../formats/safetensors.ts';
import { Sequential } from '../models/sequential.ts';
import { platform } from '../platform/index.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { tensor } from '../tensor/tensor.ts';
import { modelFormat } from './model-format.ts';

/**
 * Loads a model that `saveModel` wrote, from a path (in Node) or from bytes (everywhere).
 *
 * @throws FormatError for bytes that are no such file, are cut off, or hold other weights than the config asks for;
 * UnsupportedError for an unknown ending or layer; ResourceError where the file cannot be read.
 * @example
 * ```ts
 * import { Dense, Input, Sequential, tensor } from 'memcell';
 * import { loadModel, modelBytes } from 'memcell/io';
 * const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })], { seed: 7 });
 * const again = await loadModel(modelBytes(model));
 * const x = tensor([[1, 2]]);
 * console.log(again.predict(x).item() === model.predict(x).item()); // => true
 * ```
 */
export async function loadModel(source: string | Uint8Array): Promise<Sequential> {
  const path = typeof source === 'string' ? source : undefined;
  if (path !== undefined) modelFormat(path, 'load');
  const bytes = typeof source === 'string' ? platform().readFile(source) : source;
  return modelFrom(readSafetensors(bytes, path), path);
}

/** The model in a safetensors file. */
function modelFrom({ tensors, metadata }: Safetensors, path: string | undefined): Sequential {
  const refuse = (must: string, received: string): FormatError =>
    new FormatError(`Cannot load model${path === undefined ? '' : ` '${path}'`}: ${must}, received ${received}`);
  const text = metadata.memcell;
  if (text === undefined) {
    throw refuse("metadata must hold 'memcell' (the config that saveModel writes)", 'a file without it');
  }
  const { format, className, config } = parse(text, refuse);
  if (format !== 1) throw refuse('format must be 1', String(format));
  if (className !== 'Sequential') throw refuse("className must be 'Sequential'", `'${String(className)}'`);
  const model = Sequential.fromConfig(config);
  if (!model.built) throw refuse('config must say buildInputShape', 'a config without it');
  for (const { name, shape } of model.weights) {
    const found = tensors.get(name);
    if (found === undefined) throw refuse(`there must be a tensor '${name}'`, 'none of that name');
    if (!sameShape(found.shape, shape)) {
      throw refuse(`tensor '${name}' must have shape ${formatShape(shape)}`, formatShape(found.shape));
    }
    if (!(found.data instanceof Float32Array)) throw refuse(`tensor '${name}' must be F32`, found.dtype);
  }
  if (tensors.size !== model.weights.length) {
    const names = new Set(model.weights.map(({ name }) => name));
    const extra = [...tensors.keys()].find((name) => !names.has(name));
    throw refuse(`there must be ${model.weights.length} tensors`, `${tensors.size}, '${extra}' among them`);
  }
  model.setWeights(model.weights.map(({ name, shape }) => tensor(tensors.get(name)?.data as Float32Array, shape)));
  return model;
}

function parse(text: string, refuse: (must: string, received: string) => FormatError): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    throw refuse("metadata 'memcell' must be JSON", 'text that is not');
  }
  throw refuse("metadata 'memcell' must be an object", text.slice(0, 40));
}
