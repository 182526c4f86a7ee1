/** The product of a row of a block with a vector: Σ rows[at + i] · vector[i], by four accumulators. */
export function productAt(rows: Float32Array, at: number, vector: Float64Array): number {
  const size = vector.length;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    a += (rows[at + i] as number) * (vector[i] as number);
    b += (rows[at + i + 1] as number) * (vector[i + 1] as number);
    c += (rows[at + i + 2] as number) * (vector[i + 2] as number);
    d += (rows[at + i + 3] as number) * (vector[i + 3] as number);
  }
  for (; i < size; i++) a += (rows[at + i] as number) * (vector[i] as number);
  return a + b + (c + d);
}
