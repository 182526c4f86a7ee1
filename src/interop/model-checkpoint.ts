import { OptionError } from '../errors.ts';
import type { Sequential } from '../models/sequential.ts';
import { checkOptions } from '../options.ts';
import { ModelCheckpoint as Checkpoint, type CheckpointOptions, type SaveInfo } from '../train/callbacks/index.ts';
import { makeFolderOf } from './make-folder-of.ts';
import { modelFormat } from './model-format.ts';
import { saveModel } from './save-model.ts';

const NAME = 'ModelCheckpoint';
const OPTIONS: readonly string[] = ['monitor', 'saveBestOnly', 'mode', 'saveFreq', 'initialValueThreshold'];
/** `{epoch}`, `{epoch:02d}`, `{valLoss:.3f}`. */
const PLACE = /\{(\w+)(?::([^{}]*))?\}/g;

/**
 * Saves the model to files while it is trained: after each epoch, after so many batches, or where it is the best so far.
 * `{epoch}`, `{batch}` (counted from 1) and names of the logs in the path become their values, written as `{epoch:02d}`
 * or `{valLoss:.3f}` say. Each file is whole or not there; a folder that is missing is made.
 *
 * @throws UnsupportedError for an ending that `saveModel` does not have; OptionError for options out of their range and,
 * in training, for a name in the path that the logs lack; ResourceError where a file cannot be written.
 * @see https://keras.io/api/callbacks/model_checkpoint/
 * @example
 * ```ts
 * import { Dense, Sequential } from 'memcell';
 * import { loadModel, ModelCheckpoint } from 'memcell/io';
 * const model = new Sequential([new Dense({ units: 1 })], { seed: 1 });
 * model.compile({ optimizer: 'sgd', loss: 'mse' });
 * const callbacks = [new ModelCheckpoint('epochs/{epoch:02d}.safetensors')];
 * await model.fit([[0], [1]], [[1], [3]], { epochs: 2, callbacks });
 * console.log((await loadModel('epochs/02.safetensors')).countParams()); // => 2
 * ```
 */
export class ModelCheckpoint extends Checkpoint {
  constructor(path: string, options: CheckpointOptions = {}) {
    modelFormat(path, 'save');
    checkOptions(NAME, options, OPTIONS, ['verbose', 'saveWeightsOnly']);
    for (const [place, , spec] of path.matchAll(PLACE)) checkSpec(place, spec);
    super({
      ...options,
      save: async (model, info) => {
        const file = pathOf(path, info);
        makeFolderOf(file);
        await saveModel(model as Sequential, file);
      },
    });
  }
}

/** The path of a file: names in braces become numbers. */
function pathOf(path: string, { epoch, batch, logs }: SaveInfo): string {
  const values: Record<string, number> = {
    ...logs,
    epoch: epoch + 1,
    ...(batch === undefined ? {} : { batch: batch + 1 }),
  };
  return path.replace(PLACE, (_, name: string, spec?: string) => {
    const value = values[name];
    if (value !== undefined) return format(value, spec);
    throw new OptionError(
      `Cannot save model '${path}': names in braces must be among ${Object.keys(values).join(', ')}, received '${name}'`,
    );
  });
}

function checkSpec(place: string, spec: string | undefined): void {
  if (spec === undefined || /^(0?\d+)?d$/.test(spec) || /^\.\d{1,2}f$/.test(spec)) return;
  throw new OptionError(
    `Cannot create ${NAME}: what follows a name in the path must be as in {epoch:03d} or {valLoss:.2f}, received '${place}'`,
  );
}

function format(value: number, spec = ''): string {
  if (spec.endsWith('f')) return value.toFixed(Number(spec.slice(1, -1)));
  if (!spec.endsWith('d')) return String(value);
  return String(Math.round(value)).padStart(Number.parseInt(spec, 10) || 0, spec.startsWith('0') ? '0' : ' ');
}
