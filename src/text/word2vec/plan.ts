// Where kernels/word2vec.ts and its twin, reference.ts, find what they work on: words of 32 bits, by index.

/** A plan: what is to be done, for all threads. Addresses are in bytes; 0 stands for nothing. */
export const PLAN = {
  /** The next chunk that nobody has taken; threads count it up. */
  next: 0,
  /** How many chunks there are, and their address. */
  count: 1,
  chunks: 2,
  /** Elements of a row, a multiple of 16, so that no two rows share a line of the caches; zeros fill it up. */
  size: 3,
  /** Rows of the words as input, and as output of negative sampling; rows of the inner nodes of the tree. */
  input: 4,
  output: 5,
  inner: 6,
  /** 1 for CBOW, 0 for skip-gram. */
  cbow: 7,
  window: 8,
  negative: 9,
  /** For each word: it stays where a random word is below this. */
  keep: 10,
  /** For each word, and one more: where its way through the tree begins; the nodes on it, twice their number plus the code. */
  paths: 11,
  nodes: 12,
  /** The table that negatives are drawn from, and how many words it has. */
  drawn: 13,
  drawnWords: 14,
} as const;
export const PLAN_WORDS = 16;

/** A chunk of text: its ids, 0 where a sentence ends; the learning rate; where its random numbers begin. */
export const CHUNK = { ids: 0, length: 1, rate: 2, seed: 3, key: 4 } as const;
export const CHUNK_WORDS = 8;

/** A thread's desk: addresses of what it writes meanwhile. */
export const DESK = {
  sentence: 0,
  hidden: 1,
  error: 2,
  filler: 3,
  list: 4,
  labels: 5,
  gradients: 6,
  sums: 7,
  around: 8,
} as const;
export const DESK_WORDS = 16;

/** Words of a sentence at most, as the C tool has it; one that is longer is cut. */
export const LONGEST_SENTENCE = 1000;

/** What is trained. */
export interface Net {
  /** Words of the vocabulary, the end of a sentence among them. */
  readonly words: number;
  /** Elements of a vector. */
  readonly size: number;
  readonly cbow: boolean;
  readonly window: number;
  readonly negative: number;
  /** Undefined where no word is passed over. */
  readonly keep: Uint32Array | undefined;
  /** What negatives are drawn from (see draw-table.ts); undefined without negative sampling. */
  readonly draws: Uint32Array | undefined;
  /** Undefined without hierarchical softmax. */
  readonly paths: Paths | undefined;
}

/** The ways from the root of a tree to its words. */
export interface Paths {
  /** Where the way of each word begins among `nodes`, and where the last one ends. */
  readonly starts: Uint32Array;
  /** Twice the number of an inner node, plus 1 where the way goes on to the second child. */
  readonly nodes: Uint32Array;
}

/** Where everything is, in bytes. */
export interface Layout {
  /** Elements of a row. */
  readonly rowSize: number;
  readonly input: number;
  readonly output: number;
  readonly inner: number;
  readonly keep: number;
  readonly draws: number;
  readonly paths: number;
  readonly nodes: number;
  /** Two plans: one is made while the other is carried out. */
  readonly plans: readonly [number, number];
  readonly chunks: readonly [number, number];
  readonly ids: readonly [number, number];
  readonly desks: readonly number[];
  readonly bytes: number;
}

/** How much text is handed out at once. */
export interface Portions {
  readonly threads: number;
  /** Chunks of a plan at most. */
  readonly chunks: number;
  /** Ids of a chunk at most. */
  readonly ids: number;
}

/** A multiple of a cache line, with which every block begins. */
const LINE = 64;
/** Address 0 stands for nothing. */
const FIRST = 1024;

/** Lays out the memory of a training. */
export function layOut(net: Net, { threads, chunks, ids }: Portions): Layout {
  let end = FIRST;
  const take = (bytes: number): number => {
    const at = end;
    end += Math.ceil(bytes / LINE) * LINE;
    return at;
  };
  const rowSize = Math.ceil(net.size / 16) * 16;
  const matrix = 4 * net.words * rowSize;
  const twice = <T>(make: () => T): [T, T] => [make(), make()];
  const input = take(matrix);
  const output = net.draws === undefined ? 0 : take(matrix);
  const inner = net.paths === undefined ? 0 : take(matrix);
  const keep = net.keep === undefined ? 0 : take(net.keep.byteLength);
  const draws = net.draws === undefined ? 0 : take(net.draws.byteLength);
  const paths = net.paths === undefined ? 0 : take(net.paths.starts.byteLength);
  const nodes = net.paths === undefined ? 0 : take(net.paths.nodes.byteLength);
  const plans = twice(() => take(4 * PLAN_WORDS));
  const table = twice(() => take(4 * CHUNK_WORDS * chunks));
  const places = twice(() => take(4 * ids * chunks));
  const desks = Array.from({ length: threads }, () => take(deskBytes(net, rowSize)));
  return {
    rowSize,
    ...{ input, output, inner, keep, draws, paths, nodes },
    ...{ plans, chunks: table, ids: places, desks },
    bytes: end + LINE, // a kernel may load a vector more than it needs
  };
}

/** Rows that a step lists at most, in whole fours. */
function longestList({ negative, paths }: Net): number {
  let longest = negative + 1;
  if (paths !== undefined) {
    const { starts } = paths;
    for (let i = 1; i < starts.length; i++) {
      longest = Math.max(longest, (starts[i] as number) - (starts[i - 1] as number));
    }
  }
  return Math.ceil(longest / 4) * 4;
}

function deskSizes(net: Net, rowSize: number): Record<keyof typeof DESK, number> {
  const list = longestList(net);
  const [row, lists] = [4 * rowSize, 4 * list];
  return {
    sentence: 4 * LONGEST_SENTENCE,
    ...{ hidden: row, error: row, filler: row, list: lists, labels: lists, gradients: lists, sums: 256 },
    around: 4 * (2 * net.window + 1),
  };
}

function deskBytes(net: Net, rowSize: number): number {
  const sizes = Object.values(deskSizes(net, rowSize));
  return sizes.reduce((sum, bytes) => sum + Math.ceil(bytes / LINE) * LINE, LINE * Math.ceil((4 * DESK_WORDS) / LINE));
}

/** Numbers of a word in the table that negatives are drawn from: a threshold, a word, another word. */
const DRAW_WORDS = 3;

/** Writes plans, tables and desks into memory that is zero; the input rows are written by who draws them. */
export function writeLayout(ints: Int32Array, net: Net, layout: Layout): void {
  const { rowSize, plans, chunks, desks, ...at } = layout;
  plans.forEach((plan, i) => {
    const words: Record<keyof typeof PLAN, number> = {
      ...{ next: 0, count: 0, chunks: chunks[i] as number, size: rowSize },
      ...{ input: at.input, output: at.output, inner: at.inner, keep: at.keep },
      ...{ paths: at.paths, nodes: at.nodes, cbow: Number(net.cbow) },
      ...{ window: net.window, negative: net.negative },
      ...{ drawn: at.draws, drawnWords: (net.draws?.length ?? 0) / DRAW_WORDS },
    };
    for (const [name, place] of Object.entries(PLAN)) ints[plan / 4 + place] = words[name as keyof typeof PLAN];
  });
  for (const desk of desks) {
    let end = desk + LINE * Math.ceil((4 * DESK_WORDS) / LINE);
    for (const [name, bytes] of Object.entries(deskSizes(net, rowSize))) {
      ints[desk / 4 + DESK[name as keyof typeof DESK]] = end;
      end += Math.ceil(bytes / LINE) * LINE;
    }
  }
  const tables = [
    [at.keep, net.keep],
    [at.draws, net.draws],
    [at.paths, net.paths?.starts],
    [at.nodes, net.paths?.nodes],
  ] as const;
  for (const [address, table] of tables) if (table !== undefined) ints.set(table, address / 4);
}
