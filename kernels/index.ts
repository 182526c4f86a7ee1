// Every kernel of src/backend/table.ts, by its name there and with its arguments in that order; the ones that multiply
// take the tile first.
export { exp, log, sqrt, abs, sign, negative, square, relu, sigmoid, tanh } from './elementwise';
export { sigmoidGradient, tanhGradient, reluGradient } from './elementwise';
export { add, subtract, multiply, divide, maximum, minimum, equal, greater, greaterEqual } from './binary';
export { fill } from './loops';
export { copy, gather, scatterAdd } from './moving';
export { sum, max_ as max, argmax, countNonFinite, softmax, softmaxGradient } from './reduce';
export { pack, gemm, matmul } from './gemm';
export { convForward, convInputGradient, convKernelGradient } from './conv';
export { pool, poolGradient } from './pool';
export { normalize, normalizeGradient } from './normalize';
export { lstmForward, lstmBackward } from './lstm';
export { gruForward, gruBackward } from './gru';
export { simpleRnnForward, simpleRnnBackward } from './simple-rnn';
export {
  sgd, momentum, adam, adamax, adagrad, adadelta, rmsprop, ftrl, lion, rprop, adagradDA,
} from './optimizers';
export { dropoutMask } from './random';
