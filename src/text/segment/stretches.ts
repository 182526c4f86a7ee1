/** Code units of a stretch at most: Intl.Segmenter has crashed on texts of a few MB, and files of one line must be read. */
export const LONGEST_STRETCH = 16_384;

const BLANK = /\s/;
const MARK = /[，。！？；：、…—）」』】》”’]/;

/** Where a text that begins at `from` and is too long to be cut as a whole is best broken: behind a blank, else behind a mark. */
function breakOf(text: string, from: number): number {
  const most = from + LONGEST_STRETCH;
  const least = from + LONGEST_STRETCH / 2;
  for (const kind of [BLANK, MARK]) {
    for (let at = most; at > least; at--) {
      if (kind.test(text.charAt(at - 1)) && !text.startsWith('\r\n', at - 1)) return at;
    }
  }
  return /^(?:\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(text.slice(most - 1, most + 1)) ? most - 1 : most;
}

/**
 * The lines of a text, each with its end; longer ones than `LONGEST_STRETCH` in parts. Where a line is broken depends on
 * the line alone, so that a file that is read piece by piece is cut as its whole text would be.
 */
export function* stretches(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found + 1;
    const to = end - from <= LONGEST_STRETCH ? end : breakOf(text, from);
    yield text.slice(from, to);
    from = to;
  }
}
