import { FormatError } from '../../errors.ts';
import type { LanguageModel } from '../../tasks/language-model.ts';
import { tensor } from '../../tensor/tensor.ts';
import { type Segmenter, Vocabulary, type WordVectors } from '../../text/index.ts';

/** A text as the ids that a language model reads: what it learns from, and what is held out. */
export interface Lesson {
  readonly segmenter: Segmenter;
  readonly vocabulary: Vocabulary;
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
  /** Share of the tokens held out that the vocabulary does not have. */
  readonly unknown: number;
}

/** Lines, each as its tokens. */
export type Lines = readonly (readonly string[])[];

const UNKNOWN = '<unk>';

/** Makes a lesson; the vocabulary is that of the lines to learn from, each with a line end behind it. */
export function lessonOf(segmenter: Segmenter, [train, heldOut]: readonly [Lines, Lines], minCount: number): Lesson {
  const [read, kept] = [train, heldOut].map((lines) => lines.flatMap((line) => [...line, '\n'])) as [
    string[],
    string[],
  ];
  const vocabulary = Vocabulary.from(read, { minCount, unknownToken: UNKNOWN });
  const held = vocabulary.encode(kept);
  const unknown = held.reduce((count, id) => count + (id === vocabulary.unknownId ? 1 : 0), 0) / held.length;
  return { segmenter, vocabulary, train: vocabulary.encode(read), heldOut: held, unknown };
}

/** How many streams of a text are read side by side: as many as are wanted, where it is long enough. */
export function streamsOf(
  { train, heldOut }: Lesson,
  { batchSize, window }: { batchSize: number; window: number },
): number {
  const fit = Math.floor((train.length - 1) / window);
  if (fit >= 1 && heldOut.length >= 2) return Math.min(batchSize, fit);
  throw new FormatError(
    `Cannot run novel: text must have ${window + 1} tokens to learn from and 2 held out, received ${train.length} and ${heldOut.length}`,
    { hint: 'Give a longer text.' },
  );
}

/** Gives the tokens that have a vector that one to begin with. */
export function beginWith({ model, vocabulary }: LanguageModel, vectors: WordVectors): void {
  const [embeddings, ...others] = model.getWeights();
  if (embeddings === undefined) return;
  const rows = Float32Array.from(embeddings.data);
  for (const [id, token] of vocabulary.tokens.entries()) {
    if (vectors.has(token)) rows.set(vectors.get(token), id * vectors.size);
  }
  model.setWeights([tensor(rows, embeddings.shape), ...others]);
}
