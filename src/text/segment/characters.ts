import { checkOptions } from '../../options.ts';
import type { Segmenter } from './segmenter.ts';

/**
 * Cuts text into characters: Unicode code points, so that 𠮷 is one.
 *
 * @throws OptionError for any option: there are none.
 * @example
 * ```ts
 * import { Characters } from 'memcell/text';
 * new Characters().segment('红楼梦。'); // => [ '红', '楼', '梦', '。' ]
 * ```
 */
export class Characters implements Segmenter {
  readonly className = 'Characters';

  constructor(options: Record<string, never> = {}) {
    checkOptions('Characters', options, []);
  }

  segment(text: string): string[] {
    return [...text];
  }

  join(tokens: readonly string[]): string {
    return tokens.join('');
  }

  config(): Record<string, never> {
    return {};
  }
}
