import { columnsOf } from './terminal.ts';

/** One column of a table: its head, and whether its texts are set to the right, as numbers are. */
export interface Column {
  readonly head: string;
  readonly right?: boolean;
  /** Columns that it may be shortened to where the table is too wide; left out: it is not. */
  readonly least?: number;
}

const GAP = '  ';

/**
 * Rows of texts under their heads, two spaces between columns. Where it is wider than `width`, the columns that may be are
 * shortened.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width = Infinity }: { width?: number } = {},
): string[] {
  const all = [columns.map(({ head }) => head), ...rows];
  const widths = columns.map((_, k) => Math.max(...all.map((row) => columnsOf(row[k] ?? ''))));
  const total = (): number => widths.reduce((sum, each) => sum + each, (widths.length - 1) * GAP.length);
  for (const [k, { least }] of columns.entries()) {
    const [wide = 0, over] = [widths[k], Math.max(total() - width, 0)];
    if (least !== undefined) widths[k] = Math.max(Math.min(wide, least), wide - over);
  }
  return all.map((row) =>
    columns
      .map(({ right }, k) => {
        const text = shorten(row[k] ?? '', widths[k] ?? 0);
        const space = ' '.repeat((widths[k] ?? 0) - columnsOf(text));
        return right ? space + text : text + space;
      })
      .join(GAP)
      .trimEnd(),
  );
}

function shorten(text: string, width: number): string {
  const signs = [...text];
  return signs.length <= width ? text : `${signs.slice(0, Math.max(width - 1, 0)).join('')}…`;
}
