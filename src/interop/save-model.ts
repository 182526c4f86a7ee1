import { OptionError, UnsupportedError } from '../errors.ts';
import { writeSafetensors } from '../formats/safetensors.ts';
import type { Layer } from '../layers/layer.ts';
import { LayeredModel } from '../models/layered-model.ts';
import { ModelLayer } from '../models/model-layer.ts';
import { describe } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Tensors } from '../tensor/batch.ts';
import { modelFormat } from './model-format.ts';

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
  const tensors = Array.from(model.namedWeights(), ([name, { shape, data }]) => {
    return [name, { shape, data: data as Float32Array }] as const;
  });
  const description = { format: 1, className: model.className, config: model.config() };
  return writeSafetensors(new Map(tensors), { memcell: JSON.stringify(description) });
}

/**
 * Saves a model. The ending of the path picks the format: `.safetensors`. The file is whole or not there.
 *
 * @throws as `modelBytes` does; UnsupportedError for another ending; ResourceError where the file cannot be written (in a
 * browser: always, use `modelBytes`).
 * @example
 * ```ts
 * import { Dense, Input, Sequential } from 'memcell';
 * import { loadModel, saveModel } from 'memcell/io';
 * const model = new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })]);
 * await saveModel(model, 'dense.safetensors');
 * console.log((await loadModel('dense.safetensors')).countParams()); // => 3
 * ```
 */
export async function saveModel(model: LayeredModel<Tensors>, path: string): Promise<void> {
  modelFormat(path, 'save');
  platform().writeFileAtomic(path, modelBytes(model));
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
