// Writes the register tiles of the products as AssemblyScript: kernels/generated/tiles.ts.
//
// A tile is one function per shape, because its accumulators must be separate local variables to stay in registers:
//
//   tile6x16(count, k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, c, cRow)
//
// computes `count` blocks of 6 rows and 16 columns, one below the other: C = from + A·B. All distances are in bytes.
// `from` is what the block starts from (C itself, the bias with fromRow 0, or a row of zeros with fromRow 0). Each
// element has one accumulator and k ascends, so all tiles give the same bits. The two halves of a row are stored side
// by side, which is what lets V8 pair 128-bit operations into 256-bit ones.

/** Shape of a tile: rows × (vectors of 4 columns in each of `panels` panels). */
interface Tile {
  readonly rows: number;
  readonly vectors: number;
  readonly panels: number;
  /** A's elements of one column stand side by side (aRow is one element): one pointer serves all rows. */
  readonly transposed: boolean;
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const nameOf = ({ rows, vectors, panels, transposed }: Tile): string =>
  `tile${rows}x${vectors * 4 * panels}${transposed ? 't' : ''}`;

function tile(shape: Tile): string {
  const { rows, vectors, panels, transposed } = shape;
  const lanes = range(panels).flatMap((q) =>
    range(vectors).map((v) => ({ q, offset: 16 * v, at: 16 * (vectors * q + v) })),
  );
  const each = (line: (row: number) => string): string => range(rows).map(line).join(' ');
  const pointers = transposed ? [0] : range(rows);
  // A single row loads each vector where it uses it; loaded before, they would need a register each.
  const loads = lanes.map(({ q, offset }) => `v128.load(p${q}, ${offset})`);
  const vectorsOfB = rows === 1 ? loads : lanes.map((_, i) => `b_${i}`);
  const before = rows === 1 ? '' : loads.map((load, i) => `const b_${i} = ${load};`).join(' ');
  const step = (row: number): string =>
    `{ const x = v128.load32_splat(${transposed ? `a0, ${4 * row}` : `a${row}`}); ${lanes
      .map((_, i) => `c${row}_${i} = madd(x, ${vectorsOfB[i]}, c${row}_${i});`)
      .join(' ')} }`;
  // The upper vector of a pair first: V8 stores the lower one twice where it comes first.
  const stores = (row: number): string =>
    lanes.map((_, i) => `v128.store(c, c${row}_${i ^ 1}, ${lanes[i ^ 1]?.at});`).join(' ');
  return `
export function ${nameOf(shape)}(
  count: i32, k: i32, a: usize, aRow: usize, aCol: usize, b: usize, bPanel: usize, bRow: usize,
  from: usize, fromRow: usize, c: usize, cRow: usize,
): void {
  for (; count > 0; count--) {
    ${pointers.map((row) => `let a${row} = ${row ? `a${row - 1} + aRow` : 'a'};`).join(' ')}
    ${range(panels)
      .map((q) => `let p${q} = ${q ? `p${q - 1} + bPanel` : 'b'};`)
      .join(' ')}
    ${each((row) => `${lanes.map(({ at }, i) => `let c${row}_${i} = v128.load(from, ${at});`).join(' ')} from += fromRow;`)}
    for (let left = k; left > 0; left--) {
      ${before}
      ${range(rows).map(step).join('\n      ')}
      ${pointers.map((row) => `a${row} += aCol;`).join(' ')}
      ${range(panels)
        .map((q) => `p${q} += bRow;`)
        .join(' ')}
    }
    ${each((row) => `${stores(row)} c += cRow;`)}
    a += ${rows} * aRow;
  }
}
`;
}

/** All m rows of one panel, by tiles of `height` rows; the last 1.5 tiles are shared evenly, since low tiles are slow. */
function rows(height: number): string {
  const names = (r: number): [string, string] => [`tile${r}x16`, `tile${r}x16t`];
  const call = (r: number, count: number | string): string => {
    const [plain, transposed] = names(r);
    const rest = 'k, a, aRow, aCol, b, bPanel, bRow, from, fromRow, c, cRow';
    return `{ if (aRow == 4) ${transposed}(${count}, ${rest}); else ${plain}(${count}, ${rest}); }`;
  };
  const one = range(height)
    .map((i) => `if (now == ${i + 1}) ${call(i + 1, 1)}`)
    .join('\n    else ');
  return `
export function rows${height}(
  m: i32, k: i32, a: usize, aRow: usize, aCol: usize, b: usize, bPanel: usize, bRow: usize,
  from: usize, fromRow: usize, c: usize, cRow: usize,
): void {
  let count = m / ${height}, rest = m % ${height};
  if (rest > 0 && rest < ${(height + 2) >> 1} && count > 0) {
    count--;
    rest += ${height};
  }
  if (count > 0) {
    ${call(height, 'count')}
    const done = <usize>count * ${height};
    a += done * aRow;
    from += done * fromRow;
    c += done * cRow;
  }
  while (rest > 0) {
    const now = rest > ${height} ? (rest + 1) >> 1 : rest;
    ${one}
    a += <usize>now * aRow;
    from += <usize>now * fromRow;
    c += <usize>now * cRow;
    rest -= now;
  }
}
`;
}

const tall = (transposed: boolean): Tile[] => range(6).map((r) => ({ rows: r + 1, vectors: 4, panels: 1, transposed }));

const shapes: readonly Tile[] = [
  ...tall(false),
  ...tall(true),
  { rows: 1, vectors: 4, panels: 2, transposed: false },
  { rows: 1, vectors: 4, panels: 4, transposed: false },
  { rows: 2, vectors: 4, panels: 2, transposed: false },
];

/** The text of kernels/generated/tiles.ts. */
export function generateTiles(): string {
  return `// Written by kernels/generate.ts; do not edit.
import { madd } from '../lanes';
${shapes.map(tile).join('')}${[2, 5, 6].map(rows).join('')}`;
}
