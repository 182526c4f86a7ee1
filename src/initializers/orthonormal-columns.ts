/**
 * The factor Q of A = QR by Householder reflections in double precision, with signs such that R's diagonal is not
 * negative: one Q for each A.
 *
 * @param values A [m, n], row-major, m ≥ n.
 * @returns Q [m, n], column after column: element (i, j) at j · m + i.
 */
export function orthonormalColumns(values: Float32Array, m: number, n: number): Float64Array {
  const a = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) a[j * m + i] = values[i * n + j] as number;
  const negative = new Uint8Array(n);
  for (let k = 0; k < n; k++) {
    negative[k] = makeReflector(a, m, k) ? 1 : 0;
    reflect(a, m, k, a, k + 1, n);
  }
  // Q = H₀ H₁ … applied to the first n columns of the identity, last reflection first
  const q = new Float64Array(m * n);
  for (let k = n - 1; k >= 0; k--) {
    q[k * m + k] = 1;
    reflect(a, m, k, q, k, n);
  }
  for (let j = 0; j < n; j++) {
    if (negative[j] === 1) for (let i = j * m; i < (j + 1) * m; i++) q[i] = -(q[i] as number);
  }
  return q;
}

/**
 * Replaces column k from row k on by the v of H = I − v vᵀ (so |v|² = 2) that maps it to (r, 0, …, 0). Says whether r
 * is negative; v = 0 for a column of zeros.
 */
function makeReflector(a: Float64Array, m: number, k: number): boolean {
  const start = k * m + k;
  const end = (k + 1) * m;
  let squares = 0;
  for (let i = start; i < end; i++) squares += (a[i] as number) * (a[i] as number);
  const norm = Math.sqrt(squares);
  if (norm === 0) return false;
  const head = a[start] as number;
  const r = head > 0 ? -norm : norm; // the sign that loses no digits in head − r
  a[start] = head - r;
  const scale = 1 / Math.sqrt(norm * Math.abs(head - r));
  for (let i = start; i < end; i++) a[i] = (a[i] as number) * scale;
  return r < 0;
}

/** Applies reflection k to columns first..n−1 of x, four at a time. */
function reflect(a: Float64Array, m: number, k: number, x: Float64Array, first: number, n: number): void {
  const start = k * m;
  let j = first;
  for (; j + 4 <= n; j += 4) {
    const x0 = j * m;
    const x1 = x0 + m;
    const x2 = x1 + m;
    const x3 = x2 + m;
    let d0 = 0;
    let d1 = 0;
    let d2 = 0;
    let d3 = 0;
    for (let i = k; i < m; i++) {
      const v = a[start + i] as number;
      d0 += v * (x[x0 + i] as number);
      d1 += v * (x[x1 + i] as number);
      d2 += v * (x[x2 + i] as number);
      d3 += v * (x[x3 + i] as number);
    }
    for (let i = k; i < m; i++) {
      const v = a[start + i] as number;
      x[x0 + i] = (x[x0 + i] as number) - v * d0;
      x[x1 + i] = (x[x1 + i] as number) - v * d1;
      x[x2 + i] = (x[x2 + i] as number) - v * d2;
      x[x3 + i] = (x[x3 + i] as number) - v * d3;
    }
  }
  for (; j < n; j++) {
    const at = j * m;
    let dot = 0;
    for (let i = k; i < m; i++) dot += (a[start + i] as number) * (x[at + i] as number);
    for (let i = k; i < m; i++) x[at + i] = (x[at + i] as number) - (a[start + i] as number) * dot;
  }
}
