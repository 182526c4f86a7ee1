import { OptionError, ResourceError } from '../../errors.ts';
import { checkBoolean, checkOptions, describe } from '../../options.ts';
import { platform } from '../../platform/index.ts';
import { KeptWords } from './kept-words.ts';
import type { Segmenter } from './segmenter.ts';
import { stretches } from './stretches.ts';

/** Options of `Jieba`. */
export interface JiebaOptions {
  /** Whether words that are not in jieba's dictionary are guessed by its hidden Markov model. Default true. */
  hmm?: boolean;
  /** Words that stay together, the longest first, without blanks in them. Default: none. */
  dictionary?: readonly string[];
}

/** Options of `Jieba.load`. */
export interface JiebaLoadOptions extends JiebaOptions {
  /**
   * In a browser: where `jieba_rs_wasm_bg.wasm` of the package is served, or its bytes. Default: where the bundler has put
   * it, beside the package's own module.
   */
  wasm?: string | URL | Uint8Array;
}

type Cut = (text: string, hmm: boolean) => string[];

/** The package as Node has it, or as a page has it: there it is to be started first. */
interface JiebaModule {
  readonly cut: Cut;
  readonly default?: unknown;
}

let loading: Promise<Cut> | undefined;

/**
 * Cuts Chinese text into words by jieba's dictionary, as the optional package `jieba-wasm` does. It is loaded when it is
 * first used, in Node and in a browser, and takes about 4 MB.
 *
 * Words of a `dictionary` are found first, and jieba cuts what is between them: a word of a count of its own, as jieba's
 * own dictionaries have it, can still be broken, one of this dictionary cannot.
 *
 * @example
 * ```ts
 * import { Jieba } from 'memcell/text';
 * const jieba = await Jieba.load();
 * jieba.segment('黛玉走进了大观园。'); // => [ '黛玉', '走进', '了', '大观园', '。' ]
 * ```
 */
export class Jieba implements Segmenter {
  readonly className = 'Jieba';
  readonly #cut: Cut;
  readonly #hmm: boolean;
  readonly #kept: KeptWords;

  private constructor(cut: Cut, hmm: boolean, kept: KeptWords) {
    this.#cut = cut;
    this.#hmm = hmm;
    this.#kept = kept;
  }

  /**
   * Loads the package, and makes a segmenter.
   *
   * @throws ResourceError where the package is not installed.
   */
  static async load(options: JiebaLoadOptions = {}): Promise<Jieba> {
    checkOptions('Jieba', options, ['hmm', 'dictionary', 'wasm']);
    const { hmm = true, dictionary = [], wasm } = options;
    const guesses = checkBoolean('Jieba', 'hmm', hmm);
    const kept = new KeptWords('Jieba', dictionary);
    checkWasm(wasm);
    loading ??= load(wasm).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return new Jieba(await loading, guesses, kept);
  }

  segment(text: string): string[] {
    const tokens: string[] = [];
    for (const stretch of stretches(text)) {
      this.#kept.cut(stretch, tokens, (part) => {
        // halves of characters are lost on the way into WebAssembly: the lengths count, the text stays here
        let at = 0;
        for (const { length } of this.#cut(part.toWellFormed(), this.#hmm)) {
          tokens.push(part.slice(at, at + length));
          at += length;
        }
      });
    }
    return tokens;
  }

  join(tokens: readonly string[]): string {
    return tokens.join('');
  }

  config(): Required<JiebaOptions> {
    return { hmm: this.#hmm, dictionary: [...this.#kept.words] };
  }
}

function checkWasm(wasm: unknown): void {
  if (wasm === undefined) return;
  if (platform().runtime.name !== 'browser') {
    throw new OptionError('Cannot create Jieba: wasm must be left out in Node, received one', {
      hint: 'There the package reads its own file.',
    });
  }
  if (typeof wasm === 'string' || wasm instanceof URL || wasm instanceof Uint8Array) return;
  throw new OptionError(`Cannot create Jieba: wasm must be an address or bytes, received ${describe(wasm)}`);
}

async function load(wasm: JiebaLoadOptions['wasm']): Promise<Cut> {
  try {
    const module: JiebaModule = await import('jieba-wasm');
    if (typeof module.default === 'function')
      await module.default(wasm === undefined ? undefined : { module_or_path: wasm });
    return module.cut;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ResourceError(`Cannot load Jieba: package jieba-wasm must be there, received ${reason}`, {
      cause: error,
      hint: 'Install it: npm install jieba-wasm',
    });
  }
}
