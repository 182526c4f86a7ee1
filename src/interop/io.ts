export { loadModel } from './load-model.ts';
export { modelBytes, saveModel } from './save-model.ts';
