// Kernels that move elements, bit by bit, of either dtype.
import { bytes, copyRow, transpose4 } from './lanes';

/** A block of d2 rows of d3 elements of any strides (in bytes). */
function rows(d2: i32, d3: i32, x: usize, s2: usize, s3: usize, y: usize, t2: usize, t3: usize): void {
  for (; d2 > 0; d2--) {
    if (s3 == 4 && t3 == 4) copyRow(d3, x, y);
    else if (s3 == 0 && t3 == 4) spread(d3, load<i32>(x), y);
    else {
      let from = x, to = y;
      for (let left = d3; left > 0; left--) {
        store<i32>(to, load<i32>(from));
        from += s3;
        to += t3;
      }
    }
    x += s2;
    y += t2;
  }
}

/** y[i] = value, whatever the value's dtype. */
function spread(n: i32, value: i32, y: usize): void {
  const v = i32x4.splat(value);
  for (; n >= 4; n -= 4) {
    v128.store(y, v);
    y += 16;
  }
  for (; n > 0; n--) {
    store<i32>(y, value);
    y += 4;
  }
}

/** y [d2, d3] of rows t apart = the transpose of x [d3, d2] of rows s apart. */
function transpose(d2: i32, d3: i32, x: usize, s: usize, y: usize, t: usize): void {
  let i = 0;
  for (; i + 4 <= d2; i += 4) {
    let from = x, to = y, j = d3;
    for (; j >= 4; j -= 4) {
      transpose4(from, s, to, t);
      from += s << 2;
      to += 16;
    }
    for (; j > 0; j--) {
      const v = v128.load(from);
      v128.store32_lane(to, v, 0);
      v128.store32_lane(to + t, v, 1);
      v128.store32_lane(to + t * 2, v, 2);
      v128.store32_lane(to + t * 3, v, 3);
      from += s;
      to += 4;
    }
    x += 16;
    y += t << 2;
  }
  rows(d2 - i, d3, x, 4, s, y, t, 4);
}

export function copy(
  d0: i32, d1: i32, d2: i32, d3: i32,
  x: usize, s0: i32, s1: i32, s2: i32, s3: i32,
  y: usize, t0: i32, t1: i32, t2: i32, t3: i32,
): void {
  if (s3 == 1 && t3 == 1) { // rows that follow each other are one row
    if (s2 == d3 && t2 == d3) {
      d3 *= d2;
      d2 = 1;
      if (s1 == d3 && t1 == d3) {
        d3 *= d1;
        d1 = 1;
        if (s0 == d3 && t0 == d3) {
          d3 *= d0;
          d0 = 1;
        }
      }
    }
  }
  for (let i = 0; i < d0; i++) {
    let from = x + bytes(i * s0), to = y + bytes(i * t0);
    for (let j = 0; j < d1; j++) {
      if (s2 == 1 && t3 == 1 && s3 != 1) transpose(d2, d3, from, bytes(s3), to, bytes(t2));
      else if (s3 == 1 && t2 == 1 && t3 != 1) transpose(d3, d2, from, bytes(s2), to, bytes(t3));
      else rows(d2, d3, from, bytes(s2), bytes(s3), to, bytes(t2), bytes(t3));
      from += bytes(s1);
      to += bytes(t1);
    }
  }
}

export function gather(count: i32, width: i32, rows: i32, ids: usize, x: usize, y: usize): i32 {
  for (let i = 0; i < count; i++) {
    const id = load<i32>(ids + bytes(i));
    if (<u32>id >= <u32>rows) return i;
    copyRow(width, x + bytes(id * width), y);
    y += bytes(width);
  }
  return -1;
}

export function scatterAdd(count: i32, width: i32, ids: usize, dy: usize, dx: usize): void {
  for (let i = 0; i < count; i++) {
    let to = dx + bytes(load<i32>(ids + bytes(i)) * width), n = width;
    for (; n >= 4; n -= 4) {
      v128.store(to, f32x4.add(v128.load(to), v128.load(dy)));
      to += 16;
      dy += 16;
    }
    for (; n > 0; n--) {
      store<f32>(to, load<f32>(to) + load<f32>(dy));
      to += 4;
      dy += 4;
    }
  }
}
