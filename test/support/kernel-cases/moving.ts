// What the kernels that move and draw must do.
import type { KernelArena } from '../kernel-arena.ts';
import { type Case, SIZES, varied } from './elementwise.ts';

export const fill: Case = (arena) => {
  for (const n of SIZES) {
    arena.clear();
    const y = arena.room(n);
    arena.check(`fill ${n}`, 0, (k) => k.fill(n, 0.1, y));
  }
};

type Four = readonly [number, number, number, number];

/** Strides of a block that holds the axes of a shape in this order. */
function strides(shape: Four, order: Four = [0, 1, 2, 3]): Four {
  const result: [number, number, number, number] = [0, 0, 0, 0];
  let size = 1;
  for (const axis of [...order].reverse()) {
    result[axis] = size;
    size *= shape[axis] as number;
  }
  return result;
}

export const copy: Case = (arena) => {
  const shapes: Four[] = [
    [1, 1, 1, 0],
    [1, 1, 1, 1],
    [1, 1, 1, 37],
    [2, 3, 4, 5],
    [1, 2, 9, 16],
    [3, 1, 5, 33],
    [2, 2, 17, 6],
    [1, 1, 12, 8],
  ];
  const orders: Four[] = [
    [0, 1, 2, 3],
    [0, 1, 3, 2],
    [0, 2, 1, 3],
    [3, 2, 1, 0],
    [1, 3, 0, 2],
  ];
  for (const shape of shapes) {
    for (const order of orders) {
      copied(arena, shape, strides(shape), strides(shape, order), 0);
      copied(arena, shape, strides(shape, order), strides(shape), 0);
    }
    const [t0, t1, t2, t3] = strides(shape);
    const size = shape[0] * shape[1] * shape[2] * shape[3];
    copied(arena, shape, [0, t1, 0, t3], [t0, t1, t2, t3], 0);
    copied(arena, shape, [t0, t1, t2, 0], [t0, t1, t2, t3], 0);
    copied(arena, shape, [-t0, -t1, -t2, -t3], [t0, t1, t2, t3], Math.max(size - 1, 0));
    copied(arena, shape, [t0, t1, t2, 1], [t0 * 3, t1 * 3, t2 * 3, t3 * 2], 0); // into rows that stand apart
  }
};

function copied(arena: KernelArena, d: Four, s: Four, t: Four, offset: number): void {
  arena.clear();
  const size = d[0] * d[1] * d[2] * d[3];
  const x = varied(arena, size + 8) + 4 * offset;
  const y = arena.room(size * 3 + 8);
  arena.check(`copy [${d}] from [${s}] to [${t}]`, 0, (k) => k.copy(...d, x, ...s, y, ...t));
}

const IDS = [3, 0, 3, 6, 1, 6, 6, 2];

export const gather: Case = (arena) => {
  for (const width of [0, 1, 3, 4, 16, 21]) {
    for (const bad of [undefined, -1, 7, -(2 ** 31)]) {
      arena.clear();
      const ids = arena.putInts(bad === undefined ? IDS : [...IDS.slice(0, 5), bad, 0]);
      const x = varied(arena, 7 * width);
      const y = arena.room(8 * width);
      arena.check(`gather rows of ${width}, ${bad}`, 0, (k) =>
        k.gather(bad === undefined ? 8 : 7, width, 7, ids, x, y),
      );
    }
  }
};

export const scatterAdd: Case = (arena) => {
  for (const width of [0, 1, 3, 4, 16, 21]) {
    arena.clear();
    const ids = arena.putInts(IDS);
    const dy = arena.uniform(8 * width);
    const dx = arena.uniform(7 * width);
    arena.check(`scatterAdd rows of ${width}`, 0, (k) => k.scatterAdd(8, width, ids, dy, dx));
  }
};

export const dropoutMask: Case = (arena) => {
  for (const n of SIZES) {
    for (const counter of [0, 5, 2 ** 32 - 3]) {
      arena.clear();
      const y = arena.room(n);
      const [keep, scale] = [Math.fround(0.7), Math.fround(1 / 0.7)];
      arena.check(`dropoutMask of ${n} from ${counter}`, 0, (k) =>
        k.dropoutMask(n, 0xdeadbeef, 0x12345678, counter, keep, scale, y),
      );
    }
  }
};
