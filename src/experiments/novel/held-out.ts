/** A text in two parts: what is learnt from, and what is held out to see how well the rest is foretold. */
export interface HeldOut {
  /** Numbers of lines. */
  readonly train: readonly number[];
  readonly heldOut: readonly number[];
  /** Which were held out. */
  readonly note: string;
}

const HEADING = /^(第[〇零一二三四五六七八九十百千两\d]{1,8}[回章节卷]|chapter [\divxlc]+|[IVXLC]+\.)(?=[ .:]|$)/iu;
const EVERY = 10;

/** Whether a line is the heading of a chapter. */
export function isHeading(line: string): boolean {
  return HEADING.test(line);
}

/** Every tenth chapter, where there are that many; else the last tenth of the lines. */
export function holdOut(lines: readonly string[]): HeldOut {
  const starts = lines.flatMap((line, i) => (isHeading(line) ? [i] : []));
  const all = lines.map((_, i) => i);
  if (starts.length < EVERY) {
    const from = Math.min(lines.length - 1, Math.floor(lines.length * (1 - 1 / EVERY)));
    const note = `Held out: the last ${lines.length - from} of ${lines.length} paragraphs.`;
    return { train: all.slice(0, from), heldOut: all.slice(from), note };
  }
  // what is before the first heading belongs to the first chapter
  let chapter = 1;
  const of = lines.map((_, i) => {
    if (i === starts[chapter]) chapter++;
    return chapter;
  });
  const held = (i: number): boolean => (of[i] as number) % EVERY === 0;
  const note = `Held out: every tenth of ${starts.length} chapters.`;
  return { train: all.filter((i) => !held(i)), heldOut: all.filter(held), note };
}
