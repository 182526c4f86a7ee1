import { trainWord2vec, type Word2vecOptions, WordVectors } from '../../text/index.ts';
import type { RunContext } from '../experiment.ts';
import { SENTENCE_END } from './next-word.ts';

/** Vectors of a text's words, told as they come; those of the most frequent words first. */
export async function learnVectors(
  sentences: readonly (readonly string[])[],
  options: Word2vecOptions,
  { tell, signal }: RunContext,
): Promise<WordVectors> {
  let epoch = 0;
  const onProgress: Word2vecOptions['onProgress'] = (progress) => {
    if (progress.epoch <= epoch || progress.epoch % 5 !== 0) return;
    epoch = progress.epoch;
    const rate = Math.round(progress.wordsPerSecond).toLocaleString('en-US');
    tell?.(`word2vec, pass ${epoch} of ${options.iter}: ${rate} words/s`);
  };
  const given = { ...options, onProgress, ...(signal ? { signal } : {}) };
  const { vocabulary, vectors, size, seconds } = await trainWord2vec(sentences, given);
  tell?.(`word2vec: vectors of ${(vocabulary.size - 1).toLocaleString('en-US')} words in ${seconds.toFixed(1)} s.`);
  return new WordVectors({ words: vocabulary.tokens, vectors, size });
}

/** Words that people talk about: the most frequent ones of two letters or more. */
export function namesIn(vectors: WordVectors, count: number): string[] {
  return vectors.words.filter((word) => word !== SENTENCE_END && /^\p{L}{2,}$/u.test(word)).slice(0, count);
}

/** What is nearest to some words, a line for each. */
export function tellNearest(vectors: WordVectors, words: readonly string[]): string[] {
  return words
    .filter((word) => vectors.has(word))
    .map((word) => {
      const near = vectors.nearest(word, { count: 5, exclude: [SENTENCE_END] });
      return `nearest to ${word}: ${near.map((each) => `${each.word} ${each.similarity.toFixed(3)}`).join(', ')}`;
    });
}
