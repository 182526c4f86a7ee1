export { Characters } from './segment/characters.ts';
export type { Segmenter, SegmenterConfig } from './segment/segmenter.ts';
export { type SpecialTokens, Vocabulary, type VocabularyConfig, type VocabularyOptions } from './vocabulary.ts';
