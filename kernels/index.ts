/** Writes `value` to the `n` floats at address `y`. */
export function fill(n: i32, value: f32, y: usize): void {
  const lanes = f32x4.splat(value);
  let i: i32 = 0;
  for (; i + 4 <= n; i += 4) v128.store(y + (<usize>i << 2), lanes);
  for (; i < n; i++) store<f32>(y + (<usize>i << 2), value);
}
