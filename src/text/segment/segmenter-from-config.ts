import { OptionError } from '../../errors.ts';
import { describe, findByName } from '../../options.ts';
import { BytePairs } from '../bpe/byte-pairs.ts';
import { Characters } from './characters.ts';
import { Jieba } from './jieba.ts';
import { LatinWords } from './latin-words.ts';
import type { Segmenter, SegmenterConfig } from './segmenter.ts';
import { Words } from './words.ts';

/** What makes each segmenter from its options. */
const makers: Readonly<Record<string, (config: never) => Segmenter | Promise<Segmenter>>> = {
  BytePairs: (config) => new BytePairs(config),
  Characters: (config) => new Characters(config),
  Jieba: (config) => Jieba.load(config),
  LatinWords: (config) => new LatinWords(config),
  Words: (config) => new Words(config),
};

/**
 * A segmenter from its class and options, as `toConfig` writes them.
 *
 * @throws OptionError for an unknown class or a wrong option; ResourceError where its package is not installed.
 * @example
 * ```ts
 * import { toConfig } from 'memcell';
 * import { segmenterFromConfig, Words } from 'memcell/text';
 * const again = await segmenterFromConfig(toConfig(new Words({ locale: 'zh' })));
 * again.config(); // => { locale: 'zh', dictionary: [] }
 * ```
 */
export async function segmenterFromConfig(entry: SegmenterConfig): Promise<Segmenter> {
  const { className, config = {} } = Object(entry) as Partial<SegmenterConfig>;
  if (className === undefined) {
    throw new OptionError(`Cannot make segmenter: entry must be { className, config }, received ${describe(entry)}`);
  }
  return findByName('segmenter', makers, className)(config as never);
}
