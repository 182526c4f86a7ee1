// Threefry-2x32, 20 rounds, eight counters a turn.
import { storeFirst } from './lanes';

// @ts-ignore: decorator
@inline
function rotate(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/** The second word after a round, where a is the first word after it. */
// @ts-ignore: decorator
@inline
function mix(a: v128, b: v128, by: i32): v128 {
  return v128.xor(rotate(b, by), a);
}

/** scale where the upper 24 bits, as a fraction, are below keep; else 0. */
// @ts-ignore: decorator
@inline
function choose(bits: v128, keep: v128, scale: v128): v128 {
  const u = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(bits, 8)), f32x4.splat(5.9604644775390625e-8));
  return v128.and(f32x4.lt(u, keep), scale);
}

export function dropoutMask(n: i32, key0: i32, key1: i32, counter: i32, keep: f32, scale: f32, y: usize): void {
  const limit = f32x4.splat(keep), kept = f32x4.splat(scale);
  const key2 = 0x1bd11bda ^ key0 ^ key1;
  const k0 = i32x4.splat(key0), k1 = i32x4.splat(key1), k2 = i32x4.splat(key2);
  const s1 = i32x4.splat(key2 + 1), s2 = i32x4.splat(key0 + 2), s3 = i32x4.splat(key1 + 3);
  const s4 = i32x4.splat(key2 + 4), s5 = i32x4.splat(key0 + 5);
  // counters 0, 1, 4, 5 and 2, 3, 6, 7, so that the results of both stand side by side
  let first = i32x4.add(i32x4.splat(counter + key0), i32x4(0, 1, 4, 5));
  let second = i32x4.add(i32x4.splat(counter + key0), i32x4(2, 3, 6, 7));
  for (; n > 0; n -= 16) {
    let a = first, b = k1, c = second, d = k1;
    a = i32x4.add(a, b); b = mix(a, b, 13); c = i32x4.add(c, d); d = mix(c, d, 13);
    a = i32x4.add(a, b); b = mix(a, b, 15); c = i32x4.add(c, d); d = mix(c, d, 15);
    a = i32x4.add(a, b); b = mix(a, b, 26); c = i32x4.add(c, d); d = mix(c, d, 26);
    a = i32x4.add(a, b); b = mix(a, b, 6); c = i32x4.add(c, d); d = mix(c, d, 6);
    a = i32x4.add(a, k1); b = i32x4.add(b, s1); c = i32x4.add(c, k1); d = i32x4.add(d, s1);
    a = i32x4.add(a, b); b = mix(a, b, 17); c = i32x4.add(c, d); d = mix(c, d, 17);
    a = i32x4.add(a, b); b = mix(a, b, 29); c = i32x4.add(c, d); d = mix(c, d, 29);
    a = i32x4.add(a, b); b = mix(a, b, 16); c = i32x4.add(c, d); d = mix(c, d, 16);
    a = i32x4.add(a, b); b = mix(a, b, 24); c = i32x4.add(c, d); d = mix(c, d, 24);
    a = i32x4.add(a, k2); b = i32x4.add(b, s2); c = i32x4.add(c, k2); d = i32x4.add(d, s2);
    a = i32x4.add(a, b); b = mix(a, b, 13); c = i32x4.add(c, d); d = mix(c, d, 13);
    a = i32x4.add(a, b); b = mix(a, b, 15); c = i32x4.add(c, d); d = mix(c, d, 15);
    a = i32x4.add(a, b); b = mix(a, b, 26); c = i32x4.add(c, d); d = mix(c, d, 26);
    a = i32x4.add(a, b); b = mix(a, b, 6); c = i32x4.add(c, d); d = mix(c, d, 6);
    a = i32x4.add(a, k0); b = i32x4.add(b, s3); c = i32x4.add(c, k0); d = i32x4.add(d, s3);
    a = i32x4.add(a, b); b = mix(a, b, 17); c = i32x4.add(c, d); d = mix(c, d, 17);
    a = i32x4.add(a, b); b = mix(a, b, 29); c = i32x4.add(c, d); d = mix(c, d, 29);
    a = i32x4.add(a, b); b = mix(a, b, 16); c = i32x4.add(c, d); d = mix(c, d, 16);
    a = i32x4.add(a, b); b = mix(a, b, 24); c = i32x4.add(c, d); d = mix(c, d, 24);
    a = i32x4.add(a, k1); b = i32x4.add(b, s4); c = i32x4.add(c, k1); d = i32x4.add(d, s4);
    a = i32x4.add(a, b); b = mix(a, b, 13); c = i32x4.add(c, d); d = mix(c, d, 13);
    a = i32x4.add(a, b); b = mix(a, b, 15); c = i32x4.add(c, d); d = mix(c, d, 15);
    a = i32x4.add(a, b); b = mix(a, b, 26); c = i32x4.add(c, d); d = mix(c, d, 26);
    a = i32x4.add(a, b); b = mix(a, b, 6); c = i32x4.add(c, d); d = mix(c, d, 6);
    a = i32x4.add(a, k2); b = i32x4.add(b, s5); c = i32x4.add(c, k2); d = i32x4.add(d, s5);
    const p = choose(i32x4.shuffle(a, b, 0, 4, 1, 5), limit, kept);
    const q = choose(i32x4.shuffle(c, d, 0, 4, 1, 5), limit, kept);
    const r = choose(i32x4.shuffle(a, b, 2, 6, 3, 7), limit, kept);
    const s = choose(i32x4.shuffle(c, d, 2, 6, 3, 7), limit, kept);
    if (n >= 16) {
      v128.store(y, q, 16);
      v128.store(y, p);
      v128.store(y, s, 48);
      v128.store(y, r, 32);
    } else {
      storeFirst(y, p, n);
      if (n > 4) storeFirst(y + 16, q, n - 4);
      if (n > 8) storeFirst(y + 32, r, n - 8);
      if (n > 12) storeFirst(y + 48, s, n - 12);
    }
    first = i32x4.add(first, i32x4.splat(8));
    second = i32x4.add(second, i32x4.splat(8));
    y += 64;
  }
}
