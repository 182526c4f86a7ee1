// node --import this file: the package jieba-wasm is not found, as where it has not been installed.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    return next(specifier === 'jieba-wasm' ? 'jieba-wasm-that-is-not-installed' : specifier, context);
  },
});
