/** Code units of a stretch at most, its line end apart: Intl.Segmenter has crashed on texts of a few MB, and files of one line must be read. */
export const LONGEST_STRETCH = 16_384;

const BLANK = /\s/;
const MARK = /[，。！？；：、…—）」』】》”’]/;
const PAIR = /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/;

/** Where a text that begins at `from` and is too long to be cut as a whole is best broken: behind a blank, else behind a mark. */
function breakOf(text: string, from: number): number {
  const most = from + LONGEST_STRETCH;
  const least = from + LONGEST_STRETCH / 2;
  for (const kind of [BLANK, MARK]) {
    for (let at = most; at > least; at--) {
      if (kind.test(text.charAt(at - 1))) return at;
    }
  }
  return PAIR.test(text.slice(most - 1, most + 1)) ? most - 1 : most;
}

/**
 * The lines of a text that comes in pieces, each with its end; longer ones than `LONGEST_STRETCH` in parts. Where a line
 * is broken depends on the line alone, so that a file that is read piece by piece is cut as its whole text would be.
 */
export class Stretches {
  #rest = '';

  /** The stretches that are known to end in this piece. */
  *of(piece: string): Generator<string> {
    const text = this.#rest + piece;
    let from = 0;
    for (;;) {
      const found = text.indexOf('\n', from);
      // a line may go on in the next piece, and what is broken off must not depend on how
      if (found < 0 && text.length - from <= LONGEST_STRETCH + 1) break;
      const end = found < 0 ? text.length : text[found - 1] === '\r' ? found - 1 : found;
      const to = end - from <= LONGEST_STRETCH ? found + 1 : breakOf(text, from);
      yield text.slice(from, to);
      from = to;
    }
    this.#rest = text.slice(from);
  }

  /** What is left when no piece follows. */
  *rest(): Generator<string> {
    let text = this.#rest;
    this.#rest = '';
    if (text.length > LONGEST_STRETCH) {
      const at = breakOf(text, 0);
      yield text.slice(0, at);
      text = text.slice(at);
    }
    if (text !== '') yield text;
  }
}

/** The stretches of a whole text. */
export function* stretches(text: string): Generator<string> {
  const found = new Stretches();
  yield* found.of(text);
  yield* found.rest();
}
