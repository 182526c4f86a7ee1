import { OptionError } from '../errors.ts';
import { modelBytes } from '../interop/save-model.ts';
import type { LayeredModel } from '../models/layered-model.ts';
import { describe } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Tensors } from '../tensor/batch.ts';

/** What a text model can do. */
export type TextTask = 'language-model' | 'translate' | 'classify';

/** How a text model answers; each takes those that mean something to it, and refuses the others. */
export interface RespondOptions {
  /** Tokens at most, from 1. */
  length?: number;
  /** Divides the logits before one is drawn, above 0: below 1 bolder guesses are rarer. */
  temperature?: number;
  /** Draws among so many most likely tokens, from 1. */
  topK?: number;
  /** Draws among the most likely tokens that have this share together, above 0 to 1. */
  topP?: number;
  /** Takes the most likely token each time. */
  greedy?: boolean;
  /** Follows so many likely texts at once and gives the likeliest, from 1. */
  beamWidth?: number;
  /** What is drawn follows from it: a whole number from 0. */
  seed?: number;
  /** Takes a sentence on what was done with the prompt. */
  tell?: (sentence: string) => void;
}

/** What is known of an answer beside its text, as plain JSON. */
export type ResponseFacts = Readonly<Record<string, unknown>>;

/** A trained model with all that it needs to read and to write text. */
export interface TextModel {
  readonly task: TextTask;
  readonly model: LayeredModel<Tensors>;
  /** Plain JSON that makes the text model again, together with the model. */
  info(): Record<string, unknown>;
  /**
   * Answers a prompt piece by piece: goes on with it, translates it, says its class.
   *
   * @returns once the pieces have come, what else is known of the answer.
   * @throws OptionError at the first piece, for an option that means nothing to it, or a prompt that it cannot read.
   */
  respond(prompt: string, options?: RespondOptions): Generator<string, ResponseFacts, unknown>;
}

/** Where a folder has the model, and what makes it a text model. */
export const MODEL_FILE = 'model.safetensors';
export const INFO_FILE = 'text.json';

/**
 * The files that a text model has beside its model's, by name: `text.json`.
 *
 * @throws OptionError unless it is one.
 */
export function textModelFiles(textModel: TextModel): Record<string, Uint8Array> {
  if (typeof textModel?.info !== 'function' || typeof textModel.task !== 'string') {
    throw new OptionError(`Cannot save text model: it must be a text model, received ${describe(textModel)}`);
  }
  const text = JSON.stringify({ format: 1, task: textModel.task, info: textModel.info() });
  return { [INFO_FILE]: new TextEncoder().encode(`${text}\n`) };
}

/**
 * Saves a text model in a folder, which is made where it is missing: model.safetensors and text.json. `loadTextModel` of
 * the folder makes it again.
 *
 * @throws OptionError unless it is a text model that is built; ResourceError where the folder cannot be written.
 * @example
 * ```ts
 * import { Characters, languageModel, loadTextModel, saveTextModel, Vocabulary } from 'memcell/text';
 * const segmenter = new Characters();
 * const model = languageModel({ segmenter, vocabulary: Vocabulary.from(segmenter.segment('to be or not to be')), units: 8 });
 * await saveTextModel(model, 'hamlet');
 * (await loadTextModel('hamlet')).task; // => 'language-model'
 * ```
 */
export async function saveTextModel(textModel: TextModel, folder: string): Promise<void> {
  const files = { [MODEL_FILE]: modelBytes(textModel.model), ...textModelFiles(textModel) };
  platform().makeFolder(folder);
  for (const [name, bytes] of Object.entries(files)) platform().writeFileAtomic(`${folder}/${name}`, bytes);
}
