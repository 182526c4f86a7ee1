// The one place that says where the package lies: these are its own files, as npm installed them.
export * from './node_modules/memcell/dist/index.js';
export { loadModel } from './node_modules/memcell/dist/interop/load-model.js';
export { modelBytes } from './node_modules/memcell/dist/interop/save-model.js';
