// memcell/text: text on its way into a model and out of it
export * from '../text/index.ts';
export { type LanguageModelOptions, languageModel } from './build-language-model.ts';
export { type BuildTextClassifierOptions, textClassifier } from './build-text-classifier.ts';
export { type ClassifierBatchOptions, classifierBatches } from './classifier-batches.ts';
export type { EvaluateTextOptions, LanguageModelScore } from './evaluate-tokens.ts';
export { LanguageModel, type LanguageModelFitOptions, type LanguageModelParts } from './language-model.ts';
export { type LoadTextModelOptions, loadTextModel } from './load-text-model.ts';
export type { ModelSteps, TokenStates } from './model-steps.ts';
export {
  type Classification,
  TextClassifier,
  type TextClassifierOptions,
  type WordContribution,
} from './text-classifier.ts';
export {
  type RespondOptions,
  type ResponseFacts,
  saveTextModel,
  type TextModel,
  type TextTask,
  textModelFiles,
} from './text-model.ts';
export { type ReadTextSamplesOptions, readTextSamples, type TextSample } from './text-samples.ts';
export { type TokenBatch, type TokenBatchOptions, tokenBatches } from './token-streams.ts';
export { type TrainTextClassifierOptions, trainTextClassifier } from './train-classifier.ts';
export type { TranslateAllOptions, TranslateOptions } from './translate-text.ts';
export type { IdPair, TranslationBatch } from './translation-batches.ts';
export { type Alignment, Translator, type TranslatorBatchesOptions, type TranslatorParts } from './translator.ts';
export type { TokenVectors, TranslatorOptions } from './translator-options.ts';
export type { TranslatorSide } from './translator-sides.ts';
