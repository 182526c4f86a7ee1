export type { Word2vecCorpus } from './corpus.ts';
export { type TrainedWords, trainWord2vec } from './train-word2vec.ts';
export type { Word2vecOptions, Word2vecProgress } from './word2vec-options.ts';
