import { OptionError } from '../../errors.ts';
import { checkBoolean, checkOptions, describe } from '../../options.ts';
import type { PointsFigure } from '../../plots/figure.ts';
import { scatterPlot } from '../../plots/scatter-plot.ts';
import { principalComponents } from './principal-components.ts';
import type { WordSpace } from './word-space.ts';

/** Options of `vectorMap`. */
export interface VectorMapOptions {
  /** Words on the map, two at least; those named first get room for their names first. Default: the first 100. */
  words?: readonly string[];
  /** Whether each vector is first brought to length 1, so that distances go by direction as `similarity` does. Default true. */
  normalize?: boolean;
  /** Default: 'Word vectors'. */
  title?: string;
  /** A sentence under it. Default: how much of the variance one sees. */
  caption?: string;
}

/** Words on the map where none are named. */
const FIRST = 100;

/**
 * Word vectors on a map of two dimensions: their first two principal components (PCA). The same vectors give the same map.
 *
 * @param options words: those on the map, default the first 100. normalize: whether vectors are first brought to length 1,
 * default true. title: default 'Word vectors'. caption: default how much of the variance one sees.
 * @returns a figure: `toSvg` and `toTerminal` of memcell/plots draw it.
 * @throws OptionError for a word that is not there, or fewer than two words.
 * @example
 * ```ts
 * import { toSvg } from 'memcell/plots';
 * import { vectorMap, WordVectors } from 'memcell/text';
 * const vectors = new WordVectors({ words: ['a', 'b', 'c'], vectors: new Float32Array([4, 0, 1, 1, -5, -1]), size: 2 });
 * const map = vectorMap(vectors, { normalize: false });
 * map.points.map(({ x }) => x.toFixed(2)); // => [ '3.96', '1.13', '-5.09' ]
 * toSvg(map).startsWith('<svg'); // => true
 * ```
 */
export function vectorMap(vectors: WordSpace, options: VectorMapOptions = {}): PointsFigure {
  const action = 'draw map of words';
  checkOptions(action, options, ['words', 'normalize', 'title', 'caption']);
  const { title = 'Word vectors', caption } = options;
  const normalize = checkBoolean(action, 'normalize', options.normalize ?? true);
  const words = options.words ?? Array.from({ length: Math.min(FIRST, vectors.count) }, (_, row) => vectors.word(row));
  if (!Array.isArray(words) || words.length < 2) {
    throw new OptionError(`Cannot ${action}: words must be a list of at least two, received ${describe(words)}`);
  }
  const rows = words.map((word) => Float64Array.from(normalize ? vectors.mean([word]) : vectors.get(word)));
  const { scores, shares } = principalComponents(rows, 2);
  const [first = 0, second = 0] = shares.map((share) => Math.round(share * 1000) / 10);
  return scatterPlot({
    x: scores[0] as Float64Array,
    y: scores[1] as Float64Array,
    labels: words,
    xLabel: `first component, ${first} % of the variance`,
    yLabel: `second component, ${second} %`,
    title,
    caption: caption ?? `${words.length} words; the map shows ${Math.round(first + second)} % of how they differ.`,
  });
}
