/** Rows that are multiplied in one go: their products are told together. */
export const BLOCK = 256;

/** Told of the products of some rows, the first of them by its number. */
export type TellProducts = (first: number, products: Float64Array) => void;

/**
 * Products of rows of a block with a vector: out[j] = Σ rows[(first + j) · U + i] · vector[i], four rows at a time, so that
 * each number of the vector is read once for them and no sum waits for another.
 */
export function productsOf(rows: Float32Array, first: number, vector: Float64Array, out: Float64Array): void {
  const [size, count] = [vector.length, out.length];
  let row = 0;
  for (; row + 4 <= count; row += 4) {
    const at0 = (first + row) * size;
    const [at1, at2, at3] = [at0 + size, at0 + 2 * size, at0 + 3 * size];
    // one statement each: a list of zeros would make them whole numbers at first, and the loop slow
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < size; i++) {
      const value = vector[i] as number;
      a += (rows[at0 + i] as number) * value;
      b += (rows[at1 + i] as number) * value;
      c += (rows[at2 + i] as number) * value;
      d += (rows[at3 + i] as number) * value;
    }
    out[row] = a;
    out[row + 1] = b;
    out[row + 2] = c;
    out[row + 3] = d;
  }
  for (; row < count; row++) {
    const at = (first + row) * size;
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (rows[at + i] as number) * (vector[i] as number);
    out[row] = sum;
  }
}
