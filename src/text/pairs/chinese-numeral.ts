import { checkChoice, checkNumber } from '../../options.ts';

/** How a numeral is written: 三千零五, 叁仟零伍 (on cheques), 三〇〇五 (digit by digit). */
export type NumeralStyle = 'plain' | 'financial' | 'digits';

const STYLES: readonly NumeralStyle[] = ['plain', 'financial', 'digits'];
const PLAIN = { digits: [...'零一二三四五六七八九'], ranks: ['', '十', '百', '千'], groups: ['', '万', '亿', '万亿'] };
const FINANCIAL = {
  digits: [...'零壹贰叁肆伍陆柒捌玖'],
  ranks: ['', '拾', '佰', '仟'],
  groups: ['', '万', '亿', '万亿'],
};

/**
 * A number as a Chinese numeral.
 *
 * Digits come in groups of four; zeros between digits that count are said as one 零, those at the end of a group not at
 * all. 10 to 19 begin with 十, but 一十 inside a larger number and on cheques.
 *
 * @param value whole number from 0 to 9999999999999999.
 * @throws OptionError for another number or style.
 * @example
 * ```ts
 * import { chineseNumeral } from 'memcell/text';
 * chineseNumeral(3005); // => '三千零五'
 * chineseNumeral(100_010); // => '十万零一十'
 * chineseNumeral(3005, 'financial'); // => '叁仟零伍'
 * ```
 */
export function chineseNumeral(value: number, style: NumeralStyle = 'plain'): string {
  const action = 'write numeral';
  checkNumber(action, 'value', value, { from: 0, below: 1e16, whole: true });
  if (checkChoice(action, 'style', style, STYLES) === 'digits') {
    return [...String(value)].map((digit) => '〇一二三四五六七八九'[Number(digit)]).join('');
  }
  const { digits, ranks, groups } = style === 'plain' ? PLAIN : FINANCIAL;
  if (value === 0) return digits[0] as string;
  const decimal = String(value);
  let text = '';
  let gap = false; // zeros since the last digit that counts
  let inGroup = false; // whether the group has a digit that counts
  for (const [i, character] of [...decimal].entries()) {
    const place = decimal.length - 1 - i;
    const digit = Number(character);
    if (digit === 0) gap = true;
    else {
      if (gap && text !== '') text += digits[0];
      const ten = digit === 1 && place % 4 === 1 && text === '' && style === 'plain';
      text += (ten ? '' : digits[digit]) + (ranks[place % 4] as string);
      gap = false;
      inGroup = true;
    }
    if (place % 4 === 0) {
      if (inGroup) text += groups[place / 4];
      inGroup = false;
    }
  }
  return text;
}
