// memcell/text: text on its way into a model and out of it
export * from '../text/index.ts';
export { type LanguageModelOptions, languageModel } from './build-language-model.ts';
export type { EvaluateTextOptions, LanguageModelScore } from './evaluate-tokens.ts';
export { LanguageModel, type LanguageModelFitOptions, type LanguageModelParts } from './language-model.ts';
export { type LoadTextModelOptions, loadTextModel } from './load-text-model.ts';
export type { ModelSteps, TokenStates } from './model-steps.ts';
export {
  type RespondOptions,
  type ResponseFacts,
  saveTextModel,
  type TextModel,
  type TextTask,
  textModelFiles,
} from './text-model.ts';
export { type TokenBatch, type TokenBatchOptions, tokenBatches } from './token-streams.ts';
