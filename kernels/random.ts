// Threefry-2x32, 20 rounds, four counters a turn.
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
  const u = f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(bits, 8)), f32x4.splat(5.9604644775390625e-8));
  return v128.and(f32x4.lt(u, keep), scale);
}

export function dropoutMask(n: i32, key0: i32, key1: i32, counter: i32, keep: f32, scale: f32, y: usize): void {
  const k0 = i32x4.splat(key0), k1 = i32x4.splat(key1), k2 = i32x4.splat(0x1bd11bda ^ key0 ^ key1);
  const limit = f32x4.splat(keep), kept = f32x4.splat(scale);
  let count = i32x4.add(i32x4.splat(counter), i32x4(0, 1, 2, 3));
  for (; n > 0; n -= 8) {
    let a = i32x4.add(count, k0), b = k1;
    a = i32x4.add(a, b); b = mix(a, b, 13);
    a = i32x4.add(a, b); b = mix(a, b, 15);
    a = i32x4.add(a, b); b = mix(a, b, 26);
    a = i32x4.add(a, b); b = mix(a, b, 6);
    a = i32x4.add(a, k1); b = i32x4.add(b, i32x4.add(k2, i32x4.splat(1)));
    a = i32x4.add(a, b); b = mix(a, b, 17);
    a = i32x4.add(a, b); b = mix(a, b, 29);
    a = i32x4.add(a, b); b = mix(a, b, 16);
    a = i32x4.add(a, b); b = mix(a, b, 24);
    a = i32x4.add(a, k2); b = i32x4.add(b, i32x4.add(k0, i32x4.splat(2)));
    a = i32x4.add(a, b); b = mix(a, b, 13);
    a = i32x4.add(a, b); b = mix(a, b, 15);
    a = i32x4.add(a, b); b = mix(a, b, 26);
    a = i32x4.add(a, b); b = mix(a, b, 6);
    a = i32x4.add(a, k0); b = i32x4.add(b, i32x4.add(k1, i32x4.splat(3)));
    a = i32x4.add(a, b); b = mix(a, b, 17);
    a = i32x4.add(a, b); b = mix(a, b, 29);
    a = i32x4.add(a, b); b = mix(a, b, 16);
    a = i32x4.add(a, b); b = mix(a, b, 24);
    a = i32x4.add(a, k1); b = i32x4.add(b, i32x4.add(k2, i32x4.splat(4)));
    a = i32x4.add(a, b); b = mix(a, b, 13);
    a = i32x4.add(a, b); b = mix(a, b, 15);
    a = i32x4.add(a, b); b = mix(a, b, 26);
    a = i32x4.add(a, b); b = mix(a, b, 6);
    a = i32x4.add(a, k2); b = i32x4.add(b, i32x4.add(k0, i32x4.splat(5)));
    const low = i32x4.shuffle(a, b, 0, 4, 1, 5), high = i32x4.shuffle(a, b, 2, 6, 3, 7);
    storeFirst(y, choose(low, limit, kept), n);
    if (n > 4) storeFirst(y + 16, choose(high, limit, kept), n - 4);
    count = i32x4.add(count, i32x4.splat(4));
    y += 32;
  }
}
