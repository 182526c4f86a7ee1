// What every kernel uses: multiply-and-add, and the last lanes of a row.

/** a · b + c: one operation in the relaxed build, two in the strict one. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_madd(a, b, c);
  else return f32x4.add(f32x4.mul(a, b), c);
}

/** c − a · b. */
// @ts-ignore: decorator
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_nmadd(a, b, c);
  else return f32x4.sub(c, f32x4.mul(a, b));
}

/** Stores the first `n` lanes, n from 1 to 4. */
// @ts-ignore: decorator
@inline
export function storeFirst(y: usize, v: v128, n: i32): void {
  if (n >= 4) v128.store(y, v);
  else {
    v128.store32_lane(y, v, 0);
    if (n > 1) v128.store32_lane(y, v, 1, 4);
    if (n > 2) v128.store32_lane(y, v, 2, 8);
  }
}

/** All bits of the first `left` lanes (4 and more: of all). */
// @ts-ignore: decorator
@inline
export function firstLanes(left: i32): v128 {
  return i32x4.gt_s(i32x4.splat(left), i32x4(0, 1, 2, 3));
}

/** Copies n elements; x and y do not overlap. */
// @ts-ignore: decorator
@inline
export function copyRow(n: i32, x: usize, y: usize): void {
  const rest = n & 3;
  for (; n >= 16; n -= 16) {
    const a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
    v128.store(y, b, 16);
    v128.store(y, a);
    v128.store(y, d, 48);
    v128.store(y, c, 32);
    x += 64;
    y += 64;
  }
  for (; n >= 4; n -= 4) {
    v128.store(y, v128.load(x));
    x += 16;
    y += 16;
  }
  if (rest > 0) storeFirst(y, v128.load(x), rest);
}

/** Four rows of y, t bytes apart, take the columns of four rows of x, s bytes apart. */
// @ts-ignore: decorator
@inline
export function transpose4(x: usize, s: usize, y: usize, t: usize): void {
  const x0 = v128.load(x), x1 = v128.load(x + s), x2 = v128.load(x + s * 2), x3 = v128.load(x + s * 3);
  const a = i32x4.shuffle(x0, x1, 0, 4, 1, 5), b = i32x4.shuffle(x2, x3, 0, 4, 1, 5);
  const c = i32x4.shuffle(x0, x1, 2, 6, 3, 7), d = i32x4.shuffle(x2, x3, 2, 6, 3, 7);
  v128.store(y, i64x2.shuffle(a, b, 0, 2));
  v128.store(y + t, i64x2.shuffle(a, b, 1, 3));
  v128.store(y + t * 2, i64x2.shuffle(c, d, 0, 2));
  v128.store(y + t * 3, i64x2.shuffle(c, d, 1, 3));
}

/** Bytes of n elements (a count or a stride, which may be negative). */
// @ts-ignore: decorator
@inline
export function bytes(n: i32): usize {
  return <usize>n << 2;
}
