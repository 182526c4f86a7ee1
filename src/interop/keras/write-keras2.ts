import type { Config, ConfigEntry } from '../../config.ts';
import { UnsupportedError } from '../../errors.ts';
import { isRecord, shown } from '../../formats/refuse.ts';
import type { LayeredModel } from '../../models/layered-model.ts';
import { Sequential } from '../../models/sequential.ts';
import type { Tensors } from '../../tensor/batch.ts';
import type { KerasObject } from './keras-object.ts';
import { kerasLayer } from './layer-entry.ts';

const ACTIVATIONS = ['activation', 'recurrentActivation'] as const;
/** Layers that Keras 2 has with the same options. */
const LAYERS = ['LSTM', 'GRU', 'SimpleRNN', 'Dense', 'Dropout', 'Activation', 'Flatten', 'InputLayer'];

/** Whether a model has to be written for Keras 2: Keras 3 has not its hard sigmoid. */
export function needsKeras2(model: LayeredModel<Tensors>): boolean {
  return model.layers.some((layer) => ACTIVATIONS.some((name) => layer.config()[name] === 'hardSigmoidKeras2'));
}

/**
 * A chain of layers as Keras 2 writes it in model_config.
 *
 * @throws UnsupportedError for a graph, and for what Keras 2 has not.
 */
export function keras2Model(model: LayeredModel<Tensors>, action: string): Config {
  const refuse = (must: string, received: string): never => {
    throw new UnsupportedError(`Cannot ${action}: ${must}, received ${received}`, {
      hint: "With hardSigmoidKeras2 it is written for Keras 2. Save it as .safetensors, or take Keras 3's hardSigmoid.",
    });
  };
  if (!(model instanceof Sequential)) return refuse('it must be a Sequential', model.className);
  const layers = model.layers.map((layer, i) => {
    const { className } = layer;
    const config = layer.config();
    if (!LAYERS.includes(className)) refuse(`its layers must be among ${LAYERS.join(', ')}`, className);
    if (config.zeroOutputForMask === true) refuse(`zeroOutputForMask of '${layer.name}' must be false`, 'true');
    for (const name of ACTIVATIONS) {
      if (config[name] === 'hardSigmoid')
        refuse(`${name} of '${layer.name}' must be one that Keras 2 has`, shown(config[name]));
    }
    const entry = keras2Layer({ className, config }, action);
    return i === 0 ? { ...entry, config: { ...entry.config, batch_input_shape: model.inputShape } } : entry;
  });
  return { class_name: 'Sequential', config: { name: model.name, layers } };
}

/** As Keras 3 has it, where the name of the hard sigmoid is Keras 2's, without what only Keras 3 says. */
function keras2Layer({ className, config }: ConfigEntry, action: string): KerasObject {
  const named = ACTIVATIONS.filter((name) => config[name] === 'hardSigmoidKeras2');
  const renamed = Object.fromEntries(named.map((name) => [name, 'hardSigmoid']));
  const { zero_output_for_mask: _, ...rest } = kerasLayer(
    { className, config: { ...config, ...renamed } },
    action,
  ).config;
  return plain({ class_name: className, config: rest }) as KerasObject;
}

/** Classes without the modules that Keras 3 finds them by. */
function plain(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const { module: _, registered_name: __, ...rest } = value;
  return Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, plain(part)]));
}
