export { type Beam, type BeamOptions, beamSearch } from './decode/beam-search.ts';
export { type NextOptions, type NextProbabilities, nextProbabilities } from './decode/next-probabilities.ts';
export type { Begun, NextTokens } from './decode/next-tokens.ts';
export { type SampleOptions, sampleTokens } from './decode/sample-tokens.ts';
export type { Discounts } from './ngram/discounts.ts';
export { NGramModel, type NGramOptions } from './ngram/n-gram-model.ts';
export { withoutBlanks } from './segment/blanks.ts';
export { Characters } from './segment/characters.ts';
export { Jieba, type JiebaLoadOptions, type JiebaOptions } from './segment/jieba.ts';
export { LatinWords } from './segment/latin-words.ts';
export type { Segmenter, SegmenterConfig } from './segment/segmenter.ts';
export { segmenterFromConfig } from './segment/segmenter-from-config.ts';
export { Words, type WordsOptions } from './segment/words.ts';
export {
  type ReadWordVectorsOptions,
  readWordVectors,
  saveWordVectors,
  type WriteWordVectorsOptions,
  writeWordVectors,
} from './vectors/files.ts';
export type {
  AnalogyOptions,
  MeanOptions,
  NearestOptions,
  NearWord,
  WordOrVector,
  WordSpace,
} from './vectors/word-space.ts';
export { WordVectors, type WordVectorsOptions } from './vectors/word-vectors.ts';
export { type SpecialTokens, Vocabulary, type VocabularyConfig, type VocabularyOptions } from './vocabulary.ts';
export * from './word2vec/index.ts';
