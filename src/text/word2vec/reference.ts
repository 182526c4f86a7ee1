import { float32 } from '../../backend/reference/math.ts';
import { CHUNK, CHUNK_WORDS, DESK, LONGEST_SENTENCE, PLAN } from './plan.ts';
import { below, GOLDEN, mix } from './random-words.ts';

/** The memory of a training. */
export interface WordViews {
  readonly floats: Float32Array;
  readonly ints: Int32Array;
}

/** What carries a plan out, at a desk of its own. */
export type Train = (plan: number, desk: number) => void;

const f = Math.fround;

/**
 * The specification of kernels/word2vec.ts, whose strict build gives these bits.
 *
 * A step has a hidden row h (the mean of the rows around a word, or one of them) and a list of rows w with labels y: the
 * word itself and the negatives drawn for it, or the nodes on its way through the tree.
 * First all products f = h·w, each by 16 accumulators (element j goes to accumulator j % 16) and the tree of
 * reference/reduce.ts; then g = (y − σ(f)) · rate for all; then row after row e += g · w and w += g · h. A row that is there
 * twice is learned twice, from the same h and from the product before both. At last e is added to the rows that h came from.
 *
 */
export function referenceTrain({ floats, ints }: WordViews): Train {
  const uint = (index: number): number => (ints[index] as number) >>> 0;
  const float = (index: number): number => floats[index] as number;

  return (planAddress, deskAddress) => {
    const of = (name: keyof typeof PLAN): number => uint(planAddress / 4 + PLAN[name]);
    const desk = (name: keyof typeof DESK): number => uint(deskAddress / 4 + DESK[name]) / 4;
    const [size, window, negative] = [of('size'), of('window'), of('negative')];
    const [input, output, inner, keep] = [of('input') / 4, of('output') / 4, of('inner') / 4, of('keep') / 4];
    const [paths, nodes] = [of('paths') / 4, of('nodes') / 4];
    const [draws, words] = [of('drawn') / 4, of('drawnWords')];
    const [sentence, hidden, error] = [desk('sentence'), desk('hidden'), desk('error')];
    const gradients = desk('gradients');

    /** Σ h · w. */
    function dot(h: number, w: number): number {
      const lanes = new Array<number>(16).fill(0);
      for (let j = 0; j < size; j++) lanes[j % 16] = f(f(float(h + j) * float(w + j)) + (lanes[j % 16] as number));
      for (let width = 8; width >= 1; width /= 2) {
        for (let l = 0; l < width; l++) lanes[l] = f((lanes[l] as number) + (lanes[l + width] as number));
      }
      return lanes[0] as number;
    }

    function learn(rows: readonly number[], labels: readonly number[], h: number, rate: number): void {
      rows.forEach((row, i) => {
        const label = labels[i] as number;
        floats[gradients + i] = f(f(label - float32.sigmoid(dot(h, row))) * rate);
      });
      rows.forEach((row, i) => {
        const g = float(gradients + i);
        for (let j = 0; j < size; j++) {
          const w = float(row + j);
          floats[error + j] = f(f(g * w) + float(error + j));
          floats[row + j] = f(f(g * float(h + j)) + w);
        }
      });
    }

    function learnPath(target: number, h: number, rate: number): void {
      const path = ints.subarray(nodes + uint(paths + target), nodes + uint(paths + target + 1));
      const rows = Array.from(path, (node) => inner + (node >>> 1) * size);
      const labels = Array.from(path, (node) => 1 - (node & 1));
      learn(rows, labels, h, rate);
    }

    function learnDrawn(target: number, h: number, rate: number, x: number, key: number): void {
      const rows = [output + target * size];
      for (let i = 1; i <= negative; i++) {
        const random = mix((x + Math.imul(i, GOLDEN)) | 0, key);
        const place = draws + 3 * below(random, words);
        const rest = Math.imul(random, words) >>> 0;
        const drawn = rest < uint(place) ? uint(place + 1) : uint(place + 2);
        if (drawn !== target) rows.push(output + drawn * size);
      }
      const labels = rows.map((_, i) => (i === 0 ? 1 : 0));
      learn(rows, labels, h, rate);
    }

    function learnWord(h: number, target: number, rate: number, x: number, key: number): void {
      floats.fill(0, error, error + size);
      if (inner !== 0) learnPath(target, h, rate);
      if (output !== 0) learnDrawn(target, h, rate, x, key);
    }

    const rowOf = (i: number): number => input + uint(sentence + i) * size;
    const add = (x: number, y: number): void => {
      for (let j = 0; j < size; j++) floats[y + j] = f(float(y + j) + float(x + j));
    };

    /** The mean of the words around one learns that word. */
    function learnFromMean(around: readonly number[], target: number, rate: number, x: number, key: number): void {
      const share = f(1 / around.length);
      floats.fill(0, hidden, hidden + size);
      for (const i of around) add(rowOf(i), hidden);
      for (let j = 0; j < size; j++) floats[hidden + j] = f(float(hidden + j) * share);
      learnWord(hidden, target, rate, x, key);
      for (const i of around) add(error, rowOf(i));
    }

    /** The words of a chunk, sentence by sentence. */
    function trainChunk(chunk: number): void {
      const [rate, key] = [float(chunk + CHUNK.rate), uint(chunk + CHUNK.key)];
      let x = uint(chunk + CHUNK.seed);
      let at = uint(chunk + CHUNK.ids) / 4;
      const end = at + uint(chunk + CHUNK.length);
      const next = (): number => {
        x = (x + GOLDEN) | 0;
        return mix(x, key);
      };
      while (at < end) {
        let n = 0;
        while (at < end && n < LONGEST_SENTENCE) {
          const id = uint(at++);
          if (id === 0) break;
          if (keep !== 0 && next() >= uint(keep + id)) continue;
          ints[sentence + n++] = id;
        }
        for (let middle = 0; middle < n; middle++) {
          const reach = window - below(next(), window);
          const [from, to] = [Math.max(0, middle - reach), Math.min(n, middle + reach + 1)];
          const around = Array.from({ length: to - from }, (_, i) => from + i).filter((i) => i !== middle);
          const target = uint(sentence + middle);
          // each round takes its random numbers, whether or not they are used
          const rounds = of('cbow') === 1 ? (around.length > 0 ? [around] : []) : around.map((i) => [i]);
          for (const words of rounds) {
            if (of('cbow') === 1) learnFromMean(words, target, rate, x, key);
            else {
              const row = rowOf(words[0] as number);
              learnWord(row, target, rate, x, key);
              add(error, row);
            }
            x = (x + Math.imul(negative, GOLDEN)) | 0;
          }
        }
      }
    }

    const count = of('count');
    const next = planAddress / 4 + PLAN.next;
    for (let i = Atomics.add(ints, next, 1); i < count; i = Atomics.add(ints, next, 1)) {
      trainChunk(of('chunks') / 4 + i * CHUNK_WORDS);
    }
  };
}
