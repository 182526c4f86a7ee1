/** Signs that take no place of their own: accents, joiners, variation selectors. */
const NO_COLUMN = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** Signs that take two columns of a terminal: East Asian scripts, full-width forms, pictographs. */
const TWO_COLUMNS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Emoji_Presentation}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6f}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{1b000}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** Columns that one sign takes in a terminal. */
export function signColumns(sign: string): 0 | 1 | 2 {
  if (sign < '\u0300') return 1;
  if (TWO_COLUMNS.test(sign)) return 2;
  return NO_COLUMN.test(sign) ? 0 : 1;
}

/** Columns that a text takes in a terminal; East Asian signs take two. */
export function textColumns(text: string): number {
  let columns = 0;
  for (const sign of text) columns += signColumns(sign);
  return columns;
}

/** A text on one line, without signs that a terminal or an XML reader would stumble over. */
export function plainText(text: string): string {
  return spacedText(text.replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')).trim();
}

/** The same with all its spaces. */
export function spacedText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}\ufffe\uffff]/gu, '\ufffd');
}

/** Cut to `columns`, with … where something was left out; `measure` tells how much room a sign takes. */
export function cutText(text: string, columns: number, measure: (sign: string) => number = signColumns): string {
  const signs = [...text];
  const widths = signs.map(measure);
  if (widths.reduce((sum, width) => sum + width, 0) <= columns) return text;
  let used = measure('…');
  let kept = '';
  for (const [i, sign] of signs.entries()) {
    used += widths[i] as number;
    if (used > columns) break;
    kept += sign;
  }
  return columns < measure('…') ? '' : `${kept}…`;
}

/** Broken into lines of at most `columns`: between words, or between East Asian signs; a word that is longer is cut up. */
export function wrapText(text: string, columns: number, measure: (sign: string) => number = signColumns): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const piece of piecesOf(text)) {
    let width = 0;
    for (const sign of piece) width += measure(sign);
    if (used + width > columns && line !== '') {
      lines.push(line.trimEnd());
      [line, used] = ['', 0];
    }
    if (line === '' && piece === ' ') continue;
    for (const sign of piece) {
      const wide = measure(sign);
      if (used + wide > columns && line !== '') {
        lines.push(line);
        [line, used] = ['', 0];
      }
      line += sign;
      used += wide;
    }
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd());
  return lines;
}

/** Words, spaces, and East Asian signs one by one. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let word = '';
  for (const sign of text) {
    const alone = sign === ' ' || signColumns(sign) === 2;
    if (!alone) {
      word += sign;
      continue;
    }
    if (word !== '') pieces.push(word);
    pieces.push(sign);
    word = '';
  }
  if (word !== '') pieces.push(word);
  return pieces;
}
