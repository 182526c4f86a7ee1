import type { Line, Span } from './spans.ts';

/** Cells of a terminal, each a sign with its colours. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  /** Puts a sign; beyond the edges nothing happens. */
  put(x: number, y: number, sign: string, ink?: number, paper?: number): void;
  /** Its lines, signs of one look together. */
  lines(): Line[];
}

/** Empty cells. */
export function makeGrid(width: number, height: number): Grid {
  const cells = Array.from({ length: height }, () =>
    Array.from({ length: width }, (): Span => ({ text: ' ', ink: undefined, paper: undefined })),
  );
  return {
    width,
    height,
    put(x, y, sign, ink, paper) {
      const row = cells[y];
      if (row?.[x] !== undefined) row[x] = { text: sign, ink, paper };
    },
    lines: () => cells.map(together),
  };
}

function together(cells: readonly Span[]): Line {
  const spans: Span[] = [];
  for (const cell of cells) {
    const last = spans.at(-1);
    if (last !== undefined && last.ink === cell.ink && last.paper === cell.paper) {
      spans[spans.length - 1] = { ...last, text: last.text + cell.text };
    } else spans.push(cell);
  }
  return spans;
}
