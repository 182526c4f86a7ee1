import { FormatError, MemcellError, ResourceError } from '../errors.ts';
import { isRecord, shown } from '../formats/refuse.ts';
import { type LoadOptions, loadModel } from '../interop/load-model.ts';
import type { LayeredModel } from '../models/layered-model.ts';
import { checkOptions, checkText } from '../options.ts';
import { platform } from '../platform/index.ts';
import type { Tensors } from '../tensor/batch.ts';
import { textModels } from './index.ts';
import { INFO_FILE, MODEL_FILE, type TextModel } from './text-model.ts';

/** Options of `loadTextModel`. */
export type LoadTextModelOptions = Pick<LoadOptions, 'customObjects'>;

/**
 * Loads a text model: from a folder that `saveTextModel` wrote, from the folder of a run, or from the model's file in one
 * of these, `text.json` beside it.
 *
 * @throws ResourceError where there is none; FormatError where a file is damaged or the two do not fit together; as
 * `loadModel` does.
 * @example
 * ```ts
 * import { Characters, languageModel, loadTextModel, saveTextModel, Vocabulary } from 'memcell/text';
 * const segmenter = new Characters();
 * const model = languageModel({ segmenter, vocabulary: Vocabulary.from(segmenter.segment('to be or not to be')), units: 8 });
 * await saveTextModel(model, 'hamlet');
 * const again = await loadTextModel('hamlet');
 * [...again.respond('to be', { length: 5, seed: 1 })].length; // => 5
 * ```
 */
export async function loadTextModel(path: string, options: LoadTextModelOptions = {}): Promise<TextModel> {
  checkText('load text model', 'path', path);
  checkOptions('load text model', options, ['customObjects']);
  const action = `load text model '${path}'`;
  const { model: modelPath, info: infoPath } = placesOf(path, action);
  const { task, info } = readInfo(infoPath, action);
  const make = Object.hasOwn(textModels, task) ? textModels[task as keyof typeof textModels] : undefined;
  if (make === undefined) {
    const known = Object.keys(textModels).join(', ');
    throw new FormatError(`Cannot ${action}: task in ${INFO_FILE} must be one of ${known}, received ${shown(task)}`);
  }
  const model = await loadModel<LayeredModel<Tensors>>(modelPath, { ...options, compile: false });
  try {
    return await make(model, info);
  } catch (error) {
    if (!(error instanceof MemcellError) || error.code === 'unsupported' || error.code === 'resource') throw error;
    throw new FormatError(
      `Cannot ${action}: ${INFO_FILE} must fit the model, received one that does not (${error.message})`,
      { cause: error },
    );
  }
}

/** Where the two files stand. */
function placesOf(path: string, action: string): { model: string; info: string } {
  const kind = platform().kindOf(path);
  const refuse = (must: string, received: string, hint?: string): never => {
    throw new ResourceError(`Cannot ${action}: ${must}, received ${received}`, hint === undefined ? {} : { hint });
  };
  if (kind === 'nothing') refuse('it must be a folder or a model file', 'a path where nothing is');
  const folder = kind === 'folder' ? path.replace(/(?<=.)[/\\]+$/, '') : folderOf(path);
  const model = kind === 'folder' ? `${folder}/${MODEL_FILE}` : path;
  const info = `${folder}/${INFO_FILE}`;
  if (platform().kindOf(info) === 'nothing') {
    refuse(
      `${INFO_FILE} must stand ${kind === 'folder' ? 'in the folder' : 'beside it'}`,
      'a model without its vocabulary',
      'saveTextModel and the runs of text experiments write both; memcell predict takes models of numbers.',
    );
  }
  if (platform().kindOf(model) === 'nothing') refuse(`${MODEL_FILE} must stand in the folder`, 'a folder without it');
  return { model, info };
}

function folderOf(path: string): string {
  return /^(.*)[/\\][^/\\]*$/.exec(path)?.[1] ?? '.';
}

function readInfo(path: string, action: string): { task: string; info: Record<string, unknown> } {
  const refuse = (must: string, received: string, cause?: unknown): FormatError =>
    new FormatError(`Cannot ${action}: ${must}, received ${received}`, { cause });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(platform().readFile(path)));
  } catch (error) {
    if (error instanceof MemcellError) throw error;
    throw refuse(`${INFO_FILE} must be JSON`, 'a file that is not', error);
  }
  if (!isRecord(value)) throw refuse(`${INFO_FILE} must be a JSON object`, shown(value));
  const { format, task, info } = value;
  if (format !== 1) throw refuse(`format in ${INFO_FILE} must be 1`, shown(format));
  if (typeof task !== 'string') throw refuse(`${INFO_FILE} must name a task`, shown(task));
  if (!isRecord(info)) throw refuse(`info in ${INFO_FILE} must be an object`, shown(info));
  return { task, info };
}
