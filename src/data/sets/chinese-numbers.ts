const DIGITS = '零一二三四五六七八九';

/** A whole number from 1 to 999 as it is written out: 12 is 十二, 105 is 一百零五. */
export function chineseNumber(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  const head = hundreds > 0 ? `${DIGITS[hundreds]}百` : '';
  const ten =
    tens === 0 ? (hundreds > 0 && ones > 0 ? '零' : '') : `${tens === 1 && hundreds === 0 ? '' : DIGITS[tens]}十`;
  return head + ten + (ones > 0 ? DIGITS[ones] : '');
}

/** The same before a word that counts things: 2 is 两. */
export function chineseCount(n: number): string {
  return n === 2 ? '两' : chineseNumber(n);
}
