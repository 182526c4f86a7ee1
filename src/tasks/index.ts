import type { LayeredModel } from '../models/layered-model.ts';
import type { Tensors } from '../tensor/batch.ts';
import { LanguageModel } from './language-model.ts';
import { TextClassifier } from './text-classifier.ts';
import type { TextModel, TextTask } from './text-model.ts';
import { Translator } from './translator.ts';

/** Makes a text model of a model and what its `info` gave. @throws OptionError or ShapeError where they do not fit. */
export type TextModelMaker = (model: LayeredModel<Tensors>, info: Record<string, unknown>) => Promise<TextModel>;

/** How each task's text model is made, by the name of the task. */
export const textModels: Readonly<Partial<Record<TextTask, TextModelMaker>>> = {
  'language-model': LanguageModel.fromInfo,
  classify: TextClassifier.fromInfo,
  translate: Translator.fromInfo,
};
