import { OptionError, UnsupportedError } from '../errors.ts';
import { writeSafetensors } from '../formats/safetensors.ts';
import type { Layer } from '../layers/layer.ts';
import { LayeredModel } from '../models/layered-model.ts';
import { ModelLayer } from '../models/model-layer.ts';
import { checkBoolean, checkChoice, checkOptions, describe } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Tensors } from '../tensor/batch.ts';
import { type ModelFormat, modelFormat } from './model-format.ts';

/**
 * A model as the bytes of a safetensors file: its weights by name (those of a model in it after that model's name), and
 * its class and config as JSON in the metadata.
 *
 * @throws OptionError if the model is not built yet; UnsupportedError if a layer is a part of several models in it.
 * @example
 * ```ts
 * import { Dense, Input, Sequential } from 'memcell';
 * import { loadModel, modelBytes } from 'memcell/io';
 * const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })]);
 * const again = await loadModel(modelBytes(model));
 * console.log(again.countParams()); // => 3
 * ```
 */
export function modelBytes(model: LayeredModel<Tensors>): Uint8Array<ArrayBuffer> {
  checkModel(model);
  const tensors = Array.from(model.namedWeights(), ([name, { shape, data }]) => {
    return [name, { shape, data: data as Float32Array }] as const;
  });
  const description = { format: 1, className: model.className, config: model.config() };
  return writeSafetensors(new Map(tensors), { memcell: JSON.stringify(description) });
}

/** Throws unless it is a model that has its weights. */
function checkModel(model: LayeredModel<Tensors>): void {
  if (!(model instanceof LayeredModel)) {
    throw new OptionError(`Cannot save model: model must be a Sequential or a Model, received ${describe(model)}`);
  }
  if (!model.built) {
    throw new OptionError(
      `Cannot save ${model.className} '${model.name}': it must be built, received a model without weights`,
      {
        hint: 'Put Input({ shape }) first, call build(shape), or fit or predict once.',
      },
    );
  }
  checkShared(model);
}

/** Options of `kerasBytes`. */
export interface KerasBytesOptions extends SaveOptions {
  /** 'keras' as Keras 3 writes it, 'h5' as Keras 2 and 3 do. Default 'keras'. */
  format?: 'keras' | 'h5';
}

/** Options of `saveModel`. */
export interface SaveOptions {
  /**
   * Whether a Keras file holds what the model was compiled with, and its optimizer's state. Default true, but for an .h5 file of a
   * model with `hardSigmoidKeras2`, which is written as Keras 2 does and never holds it.
   */
  includeOptimizer?: boolean;
}

/**
 * A model as the bytes of a file that Keras reads; `modelBytes` gives those of a safetensors file.
 *
 * @throws OptionError if the model is not built yet; UnsupportedError for what Keras has not, and where models in it share a
 * layer.
 * @see docs/keras.md
 * @example
 * ```ts
 * import { Dense, Input, Sequential } from 'memcell';
 * import { kerasBytes, loadModel } from 'memcell/io';
 * const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })]);
 * const again = await loadModel(await kerasBytes(model));
 * console.log(again.countParams()); // => 3
 * ```
 */
export async function kerasBytes(
  model: LayeredModel<Tensors>,
  options: KerasBytesOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  checkOptions('save model', options, ['format', 'includeOptimizer']);
  const { includeOptimizer } = options;
  checkBoolean('save model', 'includeOptimizer', includeOptimizer ?? true);
  const format = checkChoice('save model', 'format', options.format ?? 'keras', ['keras', 'h5']);
  checkModel(model);
  const { archiveBytes, legacyBytes } = await import('./keras/save-keras.ts');
  return format === 'keras' ? archiveBytes(model, includeOptimizer ?? true) : legacyBytes(model, includeOptimizer);
}

/**
 * Saves a model. The ending of the path picks the format: `.safetensors`, `.keras` (Keras 3), `.h5` (Keras 2 and 3) or
 * `.t7` (Torch 7). The file is whole or not there. A Keras file also holds what the model was compiled with, and its
 * optimizer's state; a Torch file has the layers that Torch has, and their weights.
 *
 * @throws as `modelBytes` and `kerasBytes` do; UnsupportedError for another ending, and for what Torch has not;
 * ResourceError where the file cannot be written (in a browser: always, use `modelBytes` or `kerasBytes`).
 * @example
 * ```ts
 * import { Dense, Input, Sequential } from 'memcell';
 * import { loadModel, saveModel } from 'memcell/io';
 * const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })]);
 * await saveModel(model, 'dense.safetensors');
 * await saveModel(model, 'dense.keras');
 * console.log((await loadModel('dense.keras')).countParams()); // => 3
 * ```
 */
export async function saveModel(model: LayeredModel<Tensors>, path: string, options: SaveOptions = {}): Promise<void> {
  checkOptions('save model', options, ['includeOptimizer']);
  const format = modelFormat(path, 'save');
  if ((format === '.safetensors' || format === '.t7') && options.includeOptimizer === true) {
    throw new UnsupportedError(
      `Cannot save model '${path}': includeOptimizer must be left out for ${format}, received true`,
      { hint: 'BackupAndRestore keeps the optimizer, too.' },
    );
  }
  const bytes = await bytesAs(format, model, options);
  platform().writeFileAtomic(path, bytes);
}

async function bytesAs(
  format: ModelFormat,
  model: LayeredModel<Tensors>,
  options: SaveOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  if (format === '.safetensors') return modelBytes(model);
  if (format !== '.t7') return await kerasBytes(model, { ...options, format: format === '.keras' ? 'keras' : 'h5' });
  checkModel(model);
  const { torch7Bytes } = await import('./torch7/save-torch7.ts');
  return torch7Bytes(model);
}

/** Throws where two models in a model share a layer: their configs, each by itself, would make two of it. */
function checkShared(model: LayeredModel<Tensors>): void {
  const places = new Map<Layer, string>();
  const visit = (layers: readonly Layer[], path: string): void => {
    for (const layer of layers) {
      const place = `${path}${layer.name}`;
      if (layer instanceof ModelLayer) visit(layer.layers, `${place}/`);
      else if (layer.weights.length > 0) {
        const before = places.get(layer);
        if (before !== undefined) {
          throw new UnsupportedError(
            `Cannot save ${model.className} '${model.name}': a layer with weights must have one place, received '${before}', which is also '${place}'`,
            { hint: 'Save the models that share it each by itself.' },
          );
        }
        places.set(layer, place);
      }
    }
  };
  visit(model.layers, '');
}
