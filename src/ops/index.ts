export { abs } from './abs.ts';
export { add } from './add.ts';
export { argmax } from './argmax.ts';
export { type BatchMatmulOptions, batchMatmul } from './batch-matmul.ts';
export { broadcastTo } from './broadcast-to.ts';
export { type ClipOptions, clip } from './clip.ts';
export { equal, greater, greaterEqual } from './compare.ts';
export { concat } from './concat.ts';
export { type ConvOptions, conv } from './conv.ts';
export { divide } from './divide.ts';
export { type DropoutOptions, dropout } from './dropout.ts';
export { type EmbeddingOpOptions, embedding } from './embedding.ts';
export { exp } from './exp.ts';
export { flip } from './flip.ts';
export { gather } from './gather.ts';
export { type GruSequenceOptions, type GruTrace, gruSequence } from './gru-sequence.ts';
export { type LayerNormalizationOptions, layerNormalization } from './layer-normalization.ts';
export { log } from './log.ts';
export { logSoftmax } from './log-softmax.ts';
export {
  type FusedGateActivation,
  type LstmSequenceOptions,
  type LstmSequenceResult,
  lstmSequence,
} from './lstm-sequence.ts';
export { type MatmulOptions, matmul } from './matmul.ts';
export { max } from './max.ts';
export { maximum } from './maximum.ts';
export { mean } from './mean.ts';
export { minimum } from './minimum.ts';
export { type Moments, moments } from './moments.ts';
export { multiply } from './multiply.ts';
export { negative } from './negative.ts';
export type { Operand } from './operation.ts';
export { pad } from './pad.ts';
export { pick } from './pick.ts';
export { averagePool, maxPool, type PoolOptions } from './pool.ts';
export type { RecurrentSequenceOptions, RecurrentSequenceResult } from './recurrent-sequence.ts';
export { relu } from './relu.ts';
export { reshape } from './reshape.ts';
export { sigmoid } from './sigmoid.ts';
export { sign } from './sign.ts';
export { type SimpleRnnSequenceOptions, type SimpleRnnTrace, simpleRnnSequence } from './simple-rnn-sequence.ts';
export { slice } from './slice.ts';
export { softmax } from './softmax.ts';
export { softmaxCrossentropy } from './softmax-crossentropy.ts';
export { sparseSoftmaxCrossentropy } from './sparse-softmax-crossentropy.ts';
export { sqrt } from './sqrt.ts';
export { square } from './square.ts';
export { subtract } from './subtract.ts';
export { type ReduceOptions, sum } from './sum.ts';
export { tanh } from './tanh.ts';
export { transpose } from './transpose.ts';
export type { Padding } from './windows.ts';
