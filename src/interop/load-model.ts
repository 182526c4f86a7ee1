import { FormatError, OptionError, ShapeError } from '../errors.ts';
import { isRecord, shown } from '../formats/refuse.ts';
import { readSafetensors, type Safetensors } from '../formats/safetensors.ts';
import { layers } from '../layers/index.ts';
import { type LayerClass, type Loading, provideLayers } from '../layers/registry.ts';
import type { LayeredModel } from '../models/layered-model.ts';
import { Model } from '../models/model.ts';
import { Sequential } from '../models/sequential.ts';
import { checkBoolean, checkOptions, describe } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Tensors } from '../tensor/batch.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { formatOfBytes, modelFormat } from './model-format.ts';

/** Options of `loadModel`. */
export interface LoadOptions {
  /** Classes of layers of your own by className, besides those given to `registerLayer`. */
  customObjects?: Readonly<Record<string, LayerClass>>;
  /** Whether a model that Keras compiled comes back compiled, its optimizer where it stood. Default true. */
  compile?: boolean;
}

/**
 * Loads a model that `saveModel`, Keras or Torch 7 wrote, from a path (in Node) or from bytes (everywhere): `.safetensors`,
 * `.keras` (Keras 3), `.h5` (Keras 2 and 3) or `.t7` (Torch 7). A path is read as its ending says, bytes as they begin.
 *
 * A Sequential comes back as one, and a functional model as a `Model`: `loadModel<Model>(path)`. Weights may be NaN: what
 * was saved comes back.
 *
 * @throws FormatError for bytes that are no such file, are cut off, or hold other weights than the config asks for;
 * UnsupportedError for an unknown ending, a layer or an option that memcell has not; ResourceError where the file cannot
 * be read.
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
export async function loadModel<M extends LayeredModel<Tensors> = Sequential>(
  source: string | Uint8Array | ArrayBuffer,
  options: LoadOptions = {},
): Promise<M> {
  checkOptions('load model', options, ['customObjects', 'compile']);
  const { customObjects = {}, compile = true } = options;
  checkBoolean('load model', 'compile', compile);
  provideLayers(layers); // said here, or a bundler would leave the index out
  const path = typeof source === 'string' ? source : undefined;
  const given = path === undefined ? undefined : modelFormat(path, 'load');
  const bytes = path === undefined ? bytesIn(source) : platform().readFile(path);
  const format = given ?? formatOfBytes(bytes);
  if (format === '.safetensors') return modelFrom(readSafetensors(bytes, path), path, options) as M;
  if (format === '.t7') {
    const { loadTorch7 } = await import('./torch7/load-torch7.ts');
    return loadTorch7(bytes, path) as unknown as M;
  }
  const { loadArchive, loadLegacy } = await import('./keras/load-keras.ts');
  return (await (format === '.keras' ? loadArchive : loadLegacy)(bytes, {
    path,
    customObjects,
    compile,
  })) as unknown as M;
}

function bytesIn(source: unknown): Uint8Array {
  const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : source;
  if (bytes instanceof Uint8Array) return bytes;
  throw new OptionError(`Cannot load model: source must be a path or bytes, received ${describe(source)}`);
}

/** The model in a safetensors file. */
function modelFrom(
  { tensors, metadata }: Safetensors,
  path: string | undefined,
  options: LoadOptions,
): LayeredModel<Tensors> {
  const subject = `load model${path === undefined ? '' : ` '${path}'`}`;
  const refuse = (must: string, received: string, cause?: unknown): FormatError =>
    new FormatError(`Cannot ${subject}: ${must}, received ${received}`, { cause });
  const text = metadata.memcell;
  if (text === undefined) {
    throw refuse("metadata must hold 'memcell' (the config that saveModel writes)", 'a file without it');
  }
  const { format, className, config } = parse(text, refuse);
  if (format !== 1) throw refuse('format must be 1', shown(format));
  if (className !== 'Sequential' && className !== 'Functional') {
    throw refuse("className must be 'Sequential' or 'Functional'", shown(className));
  }
  const model = unfilled(className === 'Sequential' ? Sequential : Model, config, options, refuse);
  if (!model.built) throw refuse('config must say buildInputShape', 'a config without it');
  const weights = model.namedWeights();
  for (const [name, { shape }] of weights) {
    const found = tensors.get(name);
    if (found === undefined) throw refuse(`there must be a tensor '${name}'`, 'none of that name');
    if (!sameShape(found.shape, shape)) {
      throw refuse(`tensor '${name}' must have shape ${formatShape(shape)}`, formatShape(found.shape));
    }
    if (found.dtype !== 'F32') throw refuse(`tensor '${name}' must be F32`, found.dtype);
  }
  if (tensors.size !== weights.size) {
    const extra = [...tensors.keys()].find((name) => !weights.has(name));
    throw refuse(`there must be ${weights.size} tensors`, `${tensors.size}, '${extra}' among them`);
  }
  for (const [name, weight] of weights) weight.assign(tensors.get(name)?.data as Float32Array);
  return model;
}

type Refusal = (must: string, received: string, cause?: unknown) => FormatError;

/** The model of a config, its weights still 0. */
function unfilled(
  kind: { fromConfig(config: unknown, options: Loading): LayeredModel<Tensors> },
  config: unknown,
  { customObjects }: LoadOptions,
  refuse: Refusal,
): LayeredModel<Tensors> {
  try {
    return kind.fromConfig(config, { initialize: false, customObjects });
  } catch (error) {
    if (!(error instanceof OptionError || error instanceof ShapeError || error instanceof FormatError)) throw error;
    throw refuse('config must describe a model', `one that does not (${error.message})`, error);
  }
}

function parse(text: string, refuse: Refusal): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refuse("metadata 'memcell' must be JSON", 'text that is not', error);
  }
  if (isRecord(value)) return value;
  throw refuse("metadata 'memcell' must be a JSON object", shown(value));
}
