// What convolutions, pooling and normalisation must do: any strides, windows that leave the image, every depth.
import {
  type ConvGeometry,
  POOL_MAX,
  POOL_MEAN,
  type PoolGeometry,
  packedSize,
  START_BIAS,
  START_ZERO,
} from '../../../src/backend/table.ts';
import type { KernelArena } from '../kernel-arena.ts';
import { type Case, varied } from './elementwise.ts';

const BOUND = 1e-5;

interface Conv {
  readonly batch: number;
  readonly image: readonly [height: number, width: number, depth: number];
  readonly kernel: readonly [rows: number, cols: number];
  readonly strides?: readonly [number, number];
  readonly dilation?: readonly [number, number];
  readonly n: number;
}

const CONVS: readonly Conv[] = [
  { batch: 0, image: [3, 3, 2], kernel: [2, 2], n: 3 },
  { batch: 2, image: [1, 1, 1], kernel: [1, 1], n: 1 },
  { batch: 2, image: [5, 6, 3], kernel: [3, 3], n: 6 },
  { batch: 1, image: [4, 9, 16], kernel: [2, 3], n: 16 },
  { batch: 3, image: [6, 5, 2], kernel: [2, 1], n: 35, strides: [2, 2] },
  { batch: 2, image: [1, 12, 5], kernel: [1, 3], n: 20, dilation: [1, 2] },
  { batch: 2, image: [7, 8, 4], kernel: [3, 2], n: 7, dilation: [2, 3] },
  { batch: 2, image: [4, 4, 3], kernel: [1, 1], n: 17 }, // rows that follow each other
  { batch: 1, image: [3, 3, 2], kernel: [3, 3], n: 64 },
  { batch: 1, image: [1, 300, 3], kernel: [1, 2], n: 4 }, // more than one block of steps
  { batch: 2, image: [1, 9, 3], kernel: [1, 2], n: 5, strides: [1, 3] }, // elements that no patch holds
];

/** Runs a check with the geometry of each case; `x` makes the image's place. */
function eachConv(
  arena: KernelArena,
  run: (geometry: ConvGeometry, patches: number, size: number, label: string) => void,
): void {
  for (const { batch, image, kernel, strides = [1, 1], dilation = [1, 1], n } of CONVS) {
    const [height, width, depth] = image;
    const [rows, cols] = [0, 1].map(
      (i) =>
        Math.floor(
          ((image[i] as number) - ((kernel[i] as number) - 1) * (dilation[i] as number) - 1) / (strides[i] as number),
        ) + 1,
    ) as [number, number];
    arena.clear();
    const x = arena.uniform(batch * height * width * depth);
    const steps = [height * width * depth, strides[0] * width * depth, strides[1] * depth] as const;
    const gaps = [dilation[0] * width * depth, dilation[1] * depth] as const;
    const geometry = [batch, rows, cols, ...kernel, depth, x, ...steps, ...gaps, n] as const;
    const label = `[${batch}, ${image}] by [${kernel}, ${n}], strides ${strides}, dilation ${dilation}`;
    run(geometry, batch * rows * cols, kernel[0] * kernel[1] * depth, label);
  }
}

export const convForward: Case = (arena) => {
  for (const packed of [true, false]) {
    for (const start of [START_ZERO, START_BIAS]) {
      eachConv(arena, (geometry, patches, size, label) => {
        const n = geometry[12];
        const w = arena.uniform(packed ? packedSize(size, n) : size * n);
        const [panel, row] = packed ? [16 * size, 16] : [16, n];
        const bias = arena.uniform(n);
        const y = arena.room(patches * n);
        arena.check(`convForward ${label}, packed ${packed}, start ${start}`, BOUND, (k) =>
          k.convForward(...geometry, w, panel, row, y, start, bias, arena.scratch),
        );
      });
    }
  }
};

export const convKernelGradient: Case = (arena) => {
  eachConv(arena, (geometry, patches, size, label) => {
    const n = geometry[12];
    const dy = arena.uniform(patches * (n + 2));
    const dw = arena.uniform(size * (n + 1));
    arena.check(`convKernelGradient ${label}`, BOUND, (k) =>
      k.convKernelGradient(...geometry, dy, n + 2, dw, n + 1, arena.scratch),
    );
  });
};

export const convInputGradient: Case = (arena) => {
  for (const block of [1, 7, 64]) {
    eachConv(arena, (geometry, patches, size, label) => {
      const n = geometry[12];
      const dy = arena.uniform(patches * n);
      const w = arena.uniform(packedSize(n, size));
      arena.check(`convInputGradient ${label}, block ${block}`, BOUND, (k) =>
        k.convInputGradient(...geometry, dy, w, block, arena.scratch),
      );
    });
  }
};

/** [batch, height, width, depth, rows, cols, high, wide, down, right, top, left]. */
const POOLS = [
  [0, 2, 2, 3, 1, 1, 2, 2, 2, 2, 0, 0],
  [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0],
  [2, 4, 6, 6, 2, 3, 2, 2, 2, 2, 0, 0],
  [2, 5, 5, 16, 3, 3, 3, 3, 2, 2, 1, 1],
  [1, 1, 9, 5, 1, 5, 1, 3, 1, 2, 0, 1],
  [2, 5, 7, 3, 5, 7, 2, 4, 1, 1, 0, 2], // windows that overlap
  [1, 5, 5, 4, 2, 2, 2, 2, 3, 3, 0, 0], // and that leave gaps
] as const;

function eachPool(arena: KernelArena, run: (geometry: PoolGeometry, label: string) => void): void {
  for (const kind of [POOL_MAX, POOL_MEAN]) {
    for (const sizes of POOLS) {
      arena.clear();
      run([kind, ...sizes], `${kind === POOL_MAX ? 'max' : 'mean'} [${sizes}]`);
    }
  }
}

export const pool: Case = (arena) => {
  eachPool(arena, (geometry, label) => {
    const [, batch, height, width, depth, rows, cols] = geometry;
    for (const make of [(n: number) => arena.uniform(n), (n: number) => varied(arena, n)]) {
      const x = make(batch * height * width * depth);
      const y = arena.room(batch * rows * cols * depth);
      arena.check(`pool ${label}`, 0, (k) => k.pool(...geometry, x, y));
    }
  });
};

export const poolGradient: Case = (arena) => {
  eachPool(arena, (geometry, label) => {
    const [, batch, height, width, depth, rows, cols] = geometry;
    const [size, count] = [batch * height * width * depth, batch * rows * cols * depth];
    const ties = arena.put(Float32Array.from({ length: size }, (_, i) => (i * 7) % 3));
    for (const x of [arena.uniform(size), ties]) {
      const y = arena.room(count);
      arena.reference.pool(...geometry, x, y);
      const [dy, dx] = [arena.uniform(count), arena.uniform(size)];
      arena.check(`poolGradient ${label}`, 0, (k) => k.poolGradient(...geometry, x, y, dy, dx));
    }
  });
};

const ROWS = [
  [0, 3],
  [1, 1],
  [3, 2],
  [2, 4],
  [3, 7],
  [2, 16],
  [2, 17],
  [3, 40],
] as const;
const EPSILON = Math.fround(1e-3);

export const normalize: Case = (arena) => {
  for (const [rows, cols] of ROWS) {
    arena.clear();
    const x = arena.uniform(rows * cols);
    const [y, scale] = [arena.room(rows * cols), arena.room(rows)];
    arena.check(`normalize [${rows}, ${cols}]`, 1e-5, (k) => k.normalize(rows, cols, EPSILON, x, y, scale));
  }
};

export const normalizeGradient: Case = (arena) => {
  for (const [rows, cols] of ROWS) {
    arena.clear();
    const [y, dy] = [arena.uniform(rows * cols), arena.uniform(rows * cols)];
    const [scale, dx] = [arena.uniform(rows), arena.room(rows * cols)];
    arena.check(`normalizeGradient [${rows}, ${cols}]`, 1e-5, (k) => k.normalizeGradient(rows, cols, y, scale, dy, dx));
  }
};
