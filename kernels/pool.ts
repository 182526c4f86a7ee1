// Pooling of [B, H, W, C] over windows that are cut where they leave the image; four channels a turn.
import { bytes, storeFirst } from './lanes';

/** What a window gives: its largest element, or else its mean. */
const POOL_MAX: i32 = 0;

export function pool(
  kind: i32, batch: i32, height: i32, width: i32, depth: i32, rows: i32, cols: i32,
  high: i32, wide: i32, down: i32, right: i32, top: i32, left: i32, x: usize, y: usize,
): void {
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows; i++) {
      const r = i * down - top, r0 = max(r, 0), r1 = min(r + high, height);
      for (let j = 0; j < cols; j++) {
        const q = j * right - left, q0 = max(q, 0), q1 = min(q + wide, width);
        const count = f32x4.splat(<f32>((r1 - r0) * (q1 - q0)));
        for (let c = 0; c < depth; c += 4) {
          let v = f32x4.splat(kind == POOL_MAX ? -Infinity : 0);
          for (let p = r0; p < r1; p++) {
            let from = x + bytes((p * width + q0) * depth + c);
            for (let k = q0; k < q1; k++) {
              const a = v128.load(from);
              v = kind == POOL_MAX ? f32x4.max(v, a) : f32x4.add(v, a);
              from += bytes(depth);
            }
          }
          if (kind != POOL_MAX) v = f32x4.div(v, count);
          storeFirst(y + bytes(c), v, depth - c);
        }
        y += bytes(depth);
      }
    }
    x += bytes(height * width * depth);
  }
}

export function poolGradient(
  kind: i32, batch: i32, height: i32, width: i32, depth: i32, rows: i32, cols: i32,
  high: i32, wide: i32, down: i32, right: i32, top: i32, left: i32, x: usize, y: usize, dy: usize, dx: usize,
): void {
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < rows; i++) {
      const r = i * down - top, r0 = max(r, 0), r1 = min(r + high, height);
      for (let j = 0; j < cols; j++) {
        const q = j * right - left, q0 = max(q, 0), q1 = min(q + wide, width);
        const count = f32x4.splat(<f32>((r1 - r0) * (q1 - q0)));
        for (let c = 0; c < depth; c += 4) {
          let g = v128.load(dy + bytes(c));
          if (kind != POOL_MAX) g = f32x4.div(g, count);
          const most = v128.load(y + bytes(c));
          for (let p = r0; p < r1; p++) {
            let at = bytes((p * width + q0) * depth + c);
            for (let k = q0; k < q1; k++) {
              let add = g;
              if (kind == POOL_MAX) { // the first one that is the largest takes it all
                const hit = f32x4.eq(v128.load(x + at), most);
                add = v128.and(g, hit);
                g = v128.andnot(g, hit);
              }
              storeFirst(dx + at, f32x4.add(v128.load(dx + at), add), depth - c);
              at += bytes(depth);
            }
          }
        }
        y += bytes(depth);
        dy += bytes(depth);
      }
    }
    x += bytes(height * width * depth);
    dx += bytes(height * width * depth);
  }
}
