// memcell/text: text on its way into a model and out of it
export * from '../text/index.ts';
