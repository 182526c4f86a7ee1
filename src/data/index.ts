export { type BatchedOptions, type BatchOptions, batched } from './batched.ts';
export type { TensorLike } from './batches.ts';
export { type ClassWeight, sampleWeightOf } from './class-weight.ts';
export { Dataset } from './dataset.ts';
export { type ToCategoricalOptions, toCategorical } from './to-categorical.ts';
