import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chineseNumeral } from './chinese-numeral.ts';
import { datePairs } from './date-pairs.ts';
import { type DateLanguage, datePhrasings } from './date-phrasings.ts';
import { numeralPairs } from './numeral-pairs.ts';
import { readPairs } from './read-pairs.ts';
import { splitPairs } from './split-pairs.ts';

/** The value of a numeral, read from left to right as a person does: a rank counts what stands before it. */
function numberOf(numeral: string): number {
  const digits: Record<string, number> = {};
  for (const row of ['零一二三四五六七八九', '〇壹贰叁肆伍陆柒捌玖', '零一两三四五六七八九']) {
    [...row].forEach((sign, digit) => {
      digits[sign] = digit;
    });
  }
  const ranks: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 拾: 10, 佰: 100, 仟: 1000 };
  if (![...numeral].some((sign) => sign in ranks || '万亿'.includes(sign))) {
    return Number([...numeral].map((sign) => digits[sign]).join('')); // digit by digit
  }
  let [total, group, last] = [0, 0, 0];
  for (const sign of numeral) {
    if (sign === '万' || sign === '亿') {
      total += (group + last) * (sign === '万' ? 1e4 : 1e8);
      [group, last] = [0, 0];
    } else if (sign in ranks) {
      group += (last === 0 ? 1 : last) * (ranks[sign] as number);
      last = 0;
    } else last = digits[sign] as number;
  }
  return total + group + last;
}

const MONTHS = [
  ...[
    ['january', 'januar', 'janvier', 'enero'],
    ['february', 'februar', 'février', 'febrero'],
  ],
  ...[
    ['march', 'märz', 'mars', 'marzo'],
    ['april', 'avril', 'abril'],
    ['may', 'mai', 'mayo'],
  ],
  ...[
    ['june', 'juni', 'juin', 'junio'],
    ['july', 'juli', 'juillet', 'julio'],
    ['august', 'août', 'agosto'],
  ],
  ...[
    ['september', 'septembre', 'septiembre'],
    ['october', 'oktober', 'octobre', 'octubre'],
  ],
  ...[
    ['november', 'novembre', 'noviembre'],
    ['december', 'dezember', 'décembre', 'diciembre'],
  ],
];
const ORDINALS = [
  ...[
    'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth',
  ],
  ...['sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth'],
  ...['twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first'],
].flatMap((line) => line.split(' '));

/** The day that a text names, by rules of its own: what month is named, what number is a day, what a year. */
function isoOf(text: string): string {
  const iso = (year: number, month: number, day: number): string => {
    const whole = year < 50 ? 2000 + year : year < 100 ? 1900 + year : year;
    return `${whole}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  };
  const chinese = /^(.+)年(.+)月(.+?)[日号](?:星期.)?$/.exec(text);
  if (chinese) {
    const [year, month, day] = chinese.slice(1).map((part) => (/^\d+$/.test(part) ? Number(part) : numberOf(part)));
    return iso(year as number, month as number, day as number);
  }
  const dotted = /^(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (dotted) return iso(Number(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const words = text.toLowerCase().split(/[ ,.]+/);
  const named = words.flatMap((word) => {
    const found = MONTHS.findIndex((names) => names.some((name) => name === word || name.slice(0, 3) === word));
    return found < 0 ? [] : [found + 1];
  });
  const ordinal = words.flatMap((word) => (ORDINALS.includes(word) ? [ORDINALS.indexOf(word) + 1] : []));
  const numbers = words.flatMap((word) => /^\d+/.exec(word)?.slice(0, 1).map(Number) ?? []);
  const year = numbers.at(-1) as number;
  const days = [...ordinal, ...numbers.slice(0, -1)];
  assert.deepEqual([named.length, days.length], [1, 1], text);
  return iso(year, named[0] as number, days[0] as number);
}

describe('datePairs', () => {
  it('gives pairs that are true: read back by rules of the test', () => {
    const pairs = datePairs({ count: 4000, seed: 5 });
    for (const { source, target } of pairs) assert.equal(isoOf(source), target, source);
    assert.equal(new Set(pairs.map(({ source }) => source)).size, pairs.length);
  });
  it('has the right day of the week, in every language, and every way of writing', () => {
    const day = { year: 2021, month: 3, day: 3, weekday: 3 };
    const said = Object.values(datePhrasings).flatMap((each) => each.map((say) => say(day)));
    for (const one of ['the third of March 2021', 'March 3rd, 2021', '3 Mar 21', '二〇二一年三月三日', '3.3.2021']) {
      assert.ok(said.includes(one), one);
    }
    assert.equal(new Set(said).size, said.length);
    for (const word of ['Wednesday', 'Mittwoch', 'mercredi', 'miércoles', '星期三']) {
      const dates = datePairs({ count: 1500, seed: 7 }).filter(({ source }) => source.includes(word));
      assert.ok(dates.length > 5, word);
      for (const { target } of dates) assert.equal(new Date(`${target}T00:00:00Z`).getUTCDay(), 3);
    }
  });
  it('follows from its seed, keeps to its languages, and says where there are no more', () => {
    assert.deepEqual(datePairs({ count: 20, seed: 3 }), datePairs({ count: 40, seed: 3 }).slice(0, 20));
    assert.notDeepEqual(datePairs({ count: 5, seed: 3 }), datePairs({ count: 5, seed: 4 }));
    assert.ok(datePairs({ count: 50, languages: ['zh'] }).every(({ source }) => /^.+年.+月.+[日号]/.test(source)));
    assert.throws(() => datePairs({ count: 5, languages: ['it' as DateLanguage] }), {
      message: "Cannot make date pairs: languages must be one of en, zh, de, fr, es, received 'it'",
    });
    assert.throws(() => numeralPairs({ count: 100, maxDigits: 1 }), {
      name: 'OptionError',
      message:
        /^Cannot make numeral pairs: count must not be above the number of different pairs, received 100 where \d+ /,
    });
  });
});

describe('numeralPairs and chineseNumeral', () => {
  it('give pairs that are true: read back by rules of the test', () => {
    for (const { source, target } of numeralPairs({ count: 3000, maxDigits: 12, seed: 5 })) {
      assert.equal(numberOf(source), Number(target), source);
    }
    for (let n = 0; n <= 12_000; n++) assert.equal(numberOf(chineseNumeral(n)), n);
  });
  it('write as people do', () => {
    const written = [0, 10, 12, 105, 110, 2000, 3005, 10_010, 100_000_001].map((n) => chineseNumeral(n));
    const wanted = ['零', '十', '十二', '一百零五', '一百一十', '二千', '三千零五', '一万零一十', '一亿零一'];
    assert.deepEqual(written, wanted);
    assert.equal(chineseNumeral(2021, 'digits'), '二〇二一');
    assert.equal(chineseNumeral(10_010, 'financial'), '壹万零壹拾');
    const spoken = numeralPairs({ count: 2000, seed: 1 }).filter(({ source }) => source.includes('两'));
    assert.ok(spoken.length > 50 && spoken.every(({ source }) => /^[^两]*(?:两[百千万][^两]*)+$/.test(source)));
    assert.throws(() => chineseNumeral(-1), { name: 'OptionError' });
    assert.throws(() => chineseNumeral(1, 'roman' as 'plain'), { name: 'OptionError' });
  });
});

describe('splitPairs', () => {
  it('holds pairs out whose texts, both sides, occur in no other', () => {
    const pairs = datePairs({ count: 3000, languages: ['zh'], seed: 1 });
    const { training, heldOut } = splitPairs(pairs, { heldOut: 300, seed: 2 });
    assert.equal(training.length + heldOut.length, 3000);
    assert.equal(heldOut.length, 300);
    for (const side of ['source', 'target'] as const) {
      const seen = new Set(training.map((pair) => pair[side]));
      assert.ok(heldOut.every((pair) => !seen.has(pair[side])));
    }
    assert.deepEqual(splitPairs(pairs, { heldOut: 300, seed: 2 }).heldOut, heldOut);
    assert.notDeepEqual(splitPairs(pairs, { heldOut: 300, seed: 3 }).heldOut, heldOut);
  });
  it('keeps together what belongs together, through others too, and says where nothing is left', () => {
    const pairs = ['a 1', 'a 2', 'b 2', 'b 3', 'c 4'].map((each) => {
      const [source = '', target = ''] = each.split(' ');
      return { source, target };
    });
    for (let seed = 0; seed < 8; seed++) {
      const { heldOut } = splitPairs(pairs, { heldOut: 1, seed });
      assert.deepEqual(heldOut, [pairs[4]]);
    }
    assert.throws(() => splitPairs(pairs.slice(0, 4), { heldOut: 2 }), {
      name: 'OptionError',
      message:
        /^Cannot split pairs: there must be pairs without a common text to learn from and to hold out, received 4/,
    });
  });
});

describe('readPairs', () => {
  it('reads source, tab, target, and says how many columns it leaves', () => {
    const { pairs, ignoredColumns } = readPairs('\uFEFFHi.\t 你好。\tCC-BY\tx\r\n\n Run. \t跑\n');
    assert.deepEqual(pairs, [
      { source: 'Hi.', target: '你好。' },
      { source: 'Run.', target: '跑' },
    ]);
    assert.equal(ignoredColumns, 2);
  });
  it('names the line of what is no pair', () => {
    const refuses = (text: string, message: string): void =>
      assert.throws(() => readPairs(text, 'p.tsv'), {
        name: 'FormatError',
        message: `Cannot read 'p.tsv': ${message}`,
      });
    refuses('a\tb\n\nno tab\n', 'every line must have a tab, received "no tab" in line 3');
    refuses('a\t \n', 'no side of a pair may be empty, received "a\\t " in line 1');
    refuses('\tb', 'no side of a pair may be empty, received "\\tb" in line 1');
    refuses(' \n\n', 'there must be at least one pair, received a text without any');
  });
});
