import { FormatError } from '../../errors.ts';
import { Dense } from '../../layers/dense.ts';
import { Input } from '../../layers/input.ts';
import { LSTM } from '../../layers/lstm.ts';
import { Sequential } from '../../models/sequential.ts';
import { SGD } from '../../optimizers/index.ts';
import type { BarsFigure } from '../../plots/figure.ts';
import { tensor } from '../../tensor/tensor.ts';
import type { WordVectors } from '../../text/index.ts';
import type { RunContext } from '../experiment.ts';
import { trainSteps } from '../train-steps.ts';

const [WINDOWS, STEPS] = [10, 20];
/** The C tool's mark of the end of a sentence: a row of the vectors, and no word. */
export const SENTENCE_END = '</s>';

/** How the net that guesses the vector of the next word is made and trained. */
export interface NextWordPlan {
  readonly units: number;
  readonly learningRate: number;
  /** Steps, each over all windows. */
  readonly steps: number;
  /** What the vectors are multiplied by. */
  readonly scale: number;
  readonly seed: number;
}

/** A window: what was to come, what is said, and the cosine between the answer and the vector of what was to come. */
export interface Guess {
  readonly expected: string;
  readonly said: string;
  readonly cosine: number;
}

/** What was learnt. */
export interface NextWord {
  readonly model: Sequential;
  readonly guesses: readonly Guess[];
  /** Mean squared error, in the vectors' own scale. */
  readonly loss: number;
  readonly steps: number;
  readonly seconds: number;
}

/** Learns to say the 21st word of ten windows of 20, which begin at the first ten words that have a vector. */
export async function learnNextWord(
  vectors: WordVectors,
  words: Iterable<string>,
  { units, learningRate, steps, scale, seed }: NextWordPlan,
  context: RunContext,
): Promise<NextWord> {
  const first = firstOf(words, vectors);
  const depth = vectors.size;
  const rows = first.map((word) => vectors.get(word));
  const input = new Float32Array(WINDOWS * STEPS * depth);
  const target = new Float32Array(WINDOWS * depth);
  for (let window = 0; window < WINDOWS; window++) {
    for (let t = 0; t < STEPS; t++) input.set(rows[window + t] as Float32Array, (window * STEPS + t) * depth);
    target.set(rows[window + STEPS] as Float32Array, window * depth);
  }
  const scaled = (values: Float32Array): Float32Array => values.map((value) => value * scale);
  const batch = {
    input: tensor(scaled(input), [WINDOWS, STEPS, depth]),
    target: tensor(scaled(target), [WINDOWS, depth]),
  };
  const parts = [Input({ shape: [STEPS, depth] }), new LSTM({ units }), new Dense({ units: depth })];
  const model = new Sequential(parts, { name: 'next_word', seed });
  model.compile({ optimizer: new SGD({ learningRate }), loss: 'mse' });
  const again = function* (): Generator<typeof batch> {
    for (;;) yield batch;
  };
  const onStep = (step: number, loss: number): undefined => {
    if (step % 100 === 0) context.tell?.(`next word, step ${step}: loss ${(loss / (scale * scale)).toPrecision(4)}`);
  };
  const trained = await trainSteps(model, again(), { steps, onStep }, context);
  const said = model.predict(batch.input).data.map((value) => value / scale);
  let loss = 0;
  for (const [i, value] of said.entries()) {
    const error = value - (target[i] as number);
    loss += (error * error) / target.length;
  }
  const guesses = Array.from({ length: WINDOWS }, (_, window): Guess => {
    const expected = first[window + STEPS] as string;
    const answer = said.subarray(window * depth, (window + 1) * depth);
    const [nearest] = vectors.nearest(answer, {
      count: 1,
      exclude: [SENTENCE_END].filter((word) => vectors.has(word)),
    });
    return { expected, said: nearest?.word ?? '', cosine: vectors.similarity(answer, expected) };
  });
  return { model, guesses, loss, steps: trained.steps, seconds: trained.seconds };
}

/** The words of all windows. */
function firstOf(words: Iterable<string>, vectors: WordVectors): string[] {
  const first: string[] = [];
  for (const word of words) {
    if (vectors.has(word)) first.push(word);
    if (first.length === WINDOWS + STEPS) return first;
  }
  throw new FormatError(
    `Cannot run novel: text must have ${WINDOWS + STEPS} words that word2vec knows, for ${WINDOWS} windows of ${STEPS} and what follows, received ${first.length}`,
    { hint: 'Give a longer text.' },
  );
}

/** The scores of the windows. */
export function scoreOf({ guesses, loss }: NextWord): { loss: number; cosine: number; right: number; of: number } {
  const cosine = guesses.reduce((sum, guess) => sum + guess.cosine, 0) / guesses.length;
  return { loss, cosine, right: guesses.filter(({ said, expected }) => said === expected).length, of: guesses.length };
}

/** A line for each window. */
export function tellGuesses({ guesses }: NextWord): string[] {
  return guesses.map(
    ({ expected, said, cosine }, i) =>
      `window ${String(i + 1).padStart(2)}: ${expected} was to come, ${said === expected ? 'said' : `${said} is said`}; cosine ${cosine.toFixed(3)}`,
  );
}

/** The windows one by one. */
export function guessFigure({ guesses }: NextWord): BarsFigure {
  return {
    kind: 'bars',
    title: 'The word that follows twenty others',
    caption: 'A bar for each window: what was to come, and → what is said where that is another word.',
    labels: guesses.map(({ expected, said }, i) => `${i + 1} ${expected}${said === expected ? '' : ` → ${said}`}`),
    values: guesses.map(({ cosine }) => cosine),
    value: { label: 'cosine to the right word', max: 1 },
  };
}
