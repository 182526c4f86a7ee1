export { type Bleu, type BleuOptions, bleu, exactShare, type TokenSequence } from './bleu.ts';
export { BytePairs, type BytePairsConfig, type BytePairsOptions } from './bpe/byte-pairs.ts';
export { countTokens, mergeCounts } from './count-tokens.ts';
export { type Beam, type BeamOptions, beamSearch } from './decode/beam-search.ts';
export { type NextOptions, type NextProbabilities, nextProbabilities } from './decode/next-probabilities.ts';
export type { Begun, NextTokens } from './decode/next-tokens.ts';
export { type SampleOptions, sampleTokens } from './decode/sample-tokens.ts';
export { characterErrorRate, editDistance } from './edit-distance.ts';
export { type DecodeTextOptions, decodeText } from './encoding/decode-text.ts';
export { detectEncoding } from './encoding/detect-encoding.ts';
export type { Encoding } from './encoding/encodings.ts';
export {
  type ReadTextOptions,
  type ReadTextPiecesOptions,
  readText,
  readTextPieces,
} from './encoding/read-text.ts';
export type { Discounts } from './ngram/discounts.ts';
export { NGramModel, type NGramOptions } from './ngram/n-gram-model.ts';
export { chineseNumeral, type NumeralStyle } from './pairs/chinese-numeral.ts';
export { type DatePairsOptions, datePairs } from './pairs/date-pairs.ts';
export type { DateLanguage } from './pairs/date-phrasings.ts';
export { type NumeralPairsOptions, numeralPairs } from './pairs/numeral-pairs.ts';
export { type ReadPairs, readPairs } from './pairs/read-pairs.ts';
export { type SplitPairsOptions, splitPairs } from './pairs/split-pairs.ts';
export type { TextPair } from './pairs/text-pair.ts';
export { withoutBlanks } from './segment/blanks.ts';
export { Characters } from './segment/characters.ts';
export { parseDictionary, readDictionary } from './segment/dictionary.ts';
export { Jieba, type JiebaLoadOptions, type JiebaOptions } from './segment/jieba.ts';
export { LatinWords } from './segment/latin-words.ts';
export { type SegmentedFile, type SegmentFileOptions, segmentFile } from './segment/segment-file.ts';
export type { Segmenter, SegmenterConfig } from './segment/segmenter.ts';
export { segmenterFromConfig } from './segment/segmenter-from-config.ts';
export { type SentencesOptions, sentences } from './segment/sentences.ts';
export { Words, type WordsOptions } from './segment/words.ts';
export { type ConvertedWordVectors, convertWordVectors } from './vectors/convert-word-vectors.ts';
export { type EmbeddingFromOptions, type EmbeddingWeights, embeddingFrom } from './vectors/embedding-from.ts';
export {
  type ReadWordVectorsOptions,
  readWordVectors,
  saveWordVectors,
  type WriteWordVectorsOptions,
  writeWordVectors,
} from './vectors/files.ts';
export { OpenWordVectors, openWordVectors } from './vectors/open-word-vectors.ts';
export { type VectorMapOptions, vectorMap } from './vectors/vector-map.ts';
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
export { loadVocabulary, saveVocabulary } from './vocabulary-file.ts';
export * from './word2vec/index.ts';
