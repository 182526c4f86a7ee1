// Rows brought to mean 0 and variance 1.
import { bytes, nmadd, storeFirst } from './lanes';
import { rowDot, rowSum } from './reduce';

export function normalize(rows: i32, cols: i32, epsilon: f32, x: usize, y: usize, scale: usize): void {
  const count = <f32>cols;
  for (; rows > 0; rows--) {
    const mean = f32x4.splat(rowSum(cols, x) / count);
    let offset: usize = 0;
    for (let n = cols; n > 0; n -= 4) {
      storeFirst(y + offset, f32x4.sub(v128.load(x + offset), mean), n);
      offset += 16;
    }
    const factor: f32 = 1 / sqrt<f32>(rowDot(cols, y, y) / count + epsilon);
    store<f32>(scale, factor);
    offset = 0;
    for (let n = cols; n > 0; n -= 4) {
      storeFirst(y + offset, f32x4.mul(v128.load(y + offset), f32x4.splat(factor)), n);
      offset += 16;
    }
    x += bytes(cols);
    y += bytes(cols);
    scale += 4;
  }
}

export function normalizeGradient(rows: i32, cols: i32, y: usize, scale: usize, dy: usize, dx: usize): void {
  const count = <f32>cols;
  for (; rows > 0; rows--) {
    const mean = f32x4.splat(rowSum(cols, dy) / count), slope = f32x4.splat(rowDot(cols, dy, y) / count);
    const factor = v128.load32_splat(scale);
    let offset: usize = 0;
    for (let n = cols; n > 0; n -= 4) {
      const rest = nmadd(v128.load(y + offset), slope, f32x4.sub(v128.load(dy + offset), mean));
      storeFirst(dx + offset, f32x4.mul(rest, factor), n);
      offset += 16;
    }
    y += bytes(cols);
    dy += bytes(cols);
    dx += bytes(cols);
    scale += 4;
  }
}
