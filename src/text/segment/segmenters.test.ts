import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toConfig } from '../../config.ts';
import { withoutBlanks } from './blanks.ts';
import { Characters } from './characters.ts';
import { Jieba } from './jieba.ts';
import { LatinWords } from './latin-words.ts';
import { segmenterFromConfig } from './segmenter-from-config.ts';
import { LONGEST_STRETCH, stretches } from './stretches.ts';
import { Words } from './words.ts';

const dictionary = ['大观园', '大观', 'New', 'art', '𠮷野家', 'é', 'C++'];
const segmenters = [
  new Characters(),
  new Words(),
  new Words({ locale: 'ja', dictionary }),
  new LatinWords(),
  await Jieba.load(),
  await Jieba.load({ hmm: false, dictionary }),
];
const refuses = (run: () => unknown, message: string): void => {
  assert.throws(run, { name: 'OptionError', message });
};

/** Any text: characters of all planes, halves of characters, words of the dictionary, blanks of all kinds. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom(
        ...dictionary,
        '\ud842',
        '\udfb7',
        '\r\n',
        '\n',
        '\r',
        ' ',
        '\t',
        '\0',
        '\u2028',
        '\ufeff',
        '。',
        '”',
      ),
      fc.constantFrom(
        'it’s',
        'well-known',
        '3.14',
        '1,000',
        'U.S.A.',
        '...',
        '贾宝玉',
        '黛玉',
        'ありがとう',
        'สวัสดี',
        '가나',
      ),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

for (const segmenter of segmenters) {
  describe(`${segmenter.className} ${JSON.stringify(segmenter.config())}`, () => {
    it('loses nothing of any text', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const tokens = segmenter.segment(text);
          assert.equal(segmenter.join(tokens), text);
          assert.ok(tokens.every((token) => token !== ''));
        }),
        { numRuns: 200 },
      );
    });
    it('comes back from its config', async () => {
      const again = await segmenterFromConfig(JSON.parse(JSON.stringify(toConfig(segmenter))));
      assert.deepEqual(again.config(), segmenter.config());
      const text = '红楼梦 Dream of the Red Chamber，大观园。';
      assert.deepEqual(again.segment(text), segmenter.segment(text));
    });
    it('takes a line that is longer than a stretch', () => {
      const times = LONGEST_STRETCH / 4;
      const each = segmenter.segment('却说宝玉。');
      const tokens = segmenter.segment('却说宝玉。'.repeat(times));
      assert.deepEqual(tokens, Array(times).fill(each).flat());
    });
  });
}

describe('Words', () => {
  it('cuts by Unicode and by the dictionary of the engine', () => {
    const text = 'Mr. O’Neill paid $3.50.\n';
    assert.deepEqual(withoutBlanks(new Words().segment(text)), ['Mr', '.', 'O’Neill', 'paid', '$', '3.50', '.']);
    assert.deepEqual(new Words().segment('你好。\r\n世界'), ['你好', '。', '\r\n', '世界']);
  });
  it('keeps words of the dictionary together, the longest first', () => {
    const words = new Words({ dictionary: ['大观园', '大观', '宝玉', 'C++', '3.5'] });
    assert.deepEqual(words.segment('宝玉出大观园'), ['宝玉', '出', '大观园']);
    assert.deepEqual(words.segment('C++ 3.5'), ['C++', ' ', '3.5']);
  });
  it('leaves words whole of which one of the dictionary is a part', () => {
    const words = new Words({ dictionary: ['art', '玉', '5'] });
    assert.deepEqual(words.segment('art party, smart 玉art 35'), [
      'art',
      ' ',
      'party',
      ',',
      ' ',
      'smart',
      ' ',
      '玉',
      'art',
      ' ',
      '35',
    ]);
  });
  it('refuses what is no locale and what is no word', () => {
    for (const locale of ['klingon', 'x y', 'xx']) {
      refuses(
        () => new Words({ locale }),
        `Cannot create Words: locale must be one that the engine knows, received '${locale}'`,
      );
    }
    for (const word of ['New York', '', '\ud842', 3]) {
      const received = typeof word === 'string' ? `'${word}'` : word;
      const message = `Cannot create Words: words of the dictionary must be texts without blanks, received ${received}`;
      refuses(() => new Words({ dictionary: ['ok', word as string] }), message);
    }
    const list = "Cannot create Words: dictionary must be a list of words, received 'a'";
    refuses(() => new Words({ dictionary: 'a' as unknown as string[] }), list);
  });
});

describe('LatinWords', () => {
  const cut = (text: string): string[] => withoutBlanks(new LatinWords().segment(text));
  it('keeps apostrophes, hyphens, numbers and abbreviations together', () => {
    assert.deepEqual(cut("Don’t give me state-of-the-art mp3s, it's 1,000.50 or 3rd."), [
      'Don’t',
      'give',
      'me',
      'state-of-the-art',
      'mp3s',
      ',',
      "it's",
      '1,000.50',
      'or',
      '3rd',
      '.',
    ]);
    assert.deepEqual(cut('“U.S.A.,” e.g. naïve, e\u0301te\u0301'), [
      '“',
      'U.S.A.',
      ',',
      '”',
      'e.g.',
      'naïve',
      ',',
      'e\u0301te\u0301',
    ]);
    assert.deepEqual(cut("the dogs' -- well... 'tis!?"), [
      'the',
      'dogs',
      "'",
      '--',
      'well',
      '...',
      "'",
      'tis',
      '!',
      '?',
    ]);
  });
  it('makes a token of each line end and of the blanks between words', () => {
    assert.deepEqual(new LatinWords().segment('a  b\t\r\n\n c'), ['a', '  ', 'b', '\t', '\r\n', '\n', ' ', 'c']);
  });
  it('makes a token of each Chinese or Japanese character', () => {
    assert.deepEqual(cut('LSTM是𠮷ガ。'), ['LSTM', '是', '𠮷', 'ガ', '。']);
  });
  it('refuses to make letters small', () => {
    assert.throws(() => new LatinWords({ lowerCase: true } as never), {
      name: 'UnsupportedError',
      message: 'Cannot create LatinWords: lowerCase is not supported and must be left out, received true',
    });
  });
});

describe('Jieba', () => {
  it('cuts by its dictionary, and guesses names', async () => {
    const text = '他来到了网易杭研大厦';
    assert.deepEqual((await Jieba.load()).segment(text), ['他', '来到', '了', '网易', '杭研', '大厦']);
    assert.deepEqual((await Jieba.load({ hmm: false })).segment(text), [
      '他',
      '来到',
      '了',
      '网易',
      '杭',
      '研',
      '大厦',
    ]);
  });
  it('has the dictionary of each apart', async () => {
    const text = '石头记又名红楼梦';
    const own = await Jieba.load({ dictionary: ['又名'] });
    assert.deepEqual(own.segment(text), ['石头记', '又名', '红楼梦']);
    assert.deepEqual((await Jieba.load({ dictionary: ['头记'] })).segment(text).slice(0, 2), ['石', '头记']);
    assert.deepEqual(own.segment(text), ['石头记', '又名', '红楼梦']);
  });
  it('refuses wrong options', async () => {
    await assert.rejects(Jieba.load({ hmm: 1 as never }), {
      message: 'Cannot create Jieba: hmm must be true or false, received 1',
    });
    await assert.rejects(Jieba.load({ wasm: '/jieba.wasm' }), {
      message: 'Cannot create Jieba: wasm must be left out in Node, received one',
    });
  });
});

describe('segmenterFromConfig', () => {
  it('refuses what is no entry and what it does not know', async () => {
    await assert.rejects(segmenterFromConfig({ className: 'Syllables', config: {} }), {
      message:
        /^Cannot find segmenter 'Syllables': name must be one of BytePairs, Characters, .*, received 'Syllables'$/,
    });
    await assert.rejects(segmenterFromConfig(null as never), {
      message: 'Cannot make segmenter: entry must be { className, config }, received null',
    });
  });
});

describe('stretches', () => {
  it('breaks at line ends, and long lines behind a blank, a mark, or anywhere but in a character', () => {
    assert.deepEqual([...stretches('a\nb\r\n\nc')], ['a\n', 'b\r\n', '\n', 'c']);
    const long = 'x'.repeat(LONGEST_STRETCH - 3);
    const ends = (text: string): string[] => [...stretches(text)].map((part) => part.slice(-3));
    assert.deepEqual(ends(`${long} 。yyy`), ['xx ', 'yyy']);
    assert.deepEqual(ends(`${long}。yyy`), ['xx。', 'yyy']);
    assert.deepEqual(ends(`${long}yyy𠮷`), ['yyy', '𠮷']);
    assert.deepEqual(ends(`${long}yy𠮷`), ['xyy', '𠮷']);
    assert.deepEqual(ends(`${long}yyy\r\n${long}yyyy\n`), ['y\r\n', 'yyy', 'y\n']);
  });
  it('is the same for a text that is given in parts', () => {
    const text = `${'天地玄黄'.repeat(LONGEST_STRETCH)}\nend`;
    const [first = ''] = stretches(text);
    assert.deepEqual([...stretches(text)].slice(1), [...stretches(text.slice(first.length))]);
  });
});
