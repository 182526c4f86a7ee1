import { Random } from '../../random.ts';

/** Directions in which rows differ most. */
export interface PrincipalComponents {
  /** Places of the rows along each direction, from their mean: `scores[k][row]`. */
  readonly scores: readonly Float64Array[];
  /** Share of all variance in each direction. */
  readonly shares: readonly number[];
}

/** Directions carried along besides those asked for, which makes the iteration quick; how near it gets, and its turns at most. */
const [MORE, CLOSE, MOST_TURNS] = [6, 1e-11, 1000];

/**
 * Principal components of rows [N, U]: eigenvectors of their covariance, by subspace iteration. The sign of each is such
 * that its largest part is positive, as scikit-learn chooses it.
 *
 * **Cost** about 100 · N · U · count.
 */
export function principalComponents(rows: readonly Float64Array[], count: number): PrincipalComponents {
  const size = rows[0]?.length ?? 0;
  const mean = new Float64Array(size);
  for (const row of rows) for (let k = 0; k < size; k++) mean[k]! += (row[k] as number) / rows.length;
  const centered = rows.map((row) => row.map((value, k) => value - (mean[k] as number)));
  const total = centered.reduce((sum, row) => sum + dot(row, row), 0);
  const carried = Math.min(count + MORE, size);
  const random = new Random(1);
  let basis = orthonormal(Array.from({ length: carried }, () => Float64Array.from(random.normal(size))));
  let variances: readonly number[] = [];
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const images = basis.map((direction) => covariance(centered, direction));
    const { values, vectors } = jacobi(images.map((image) => basis.map((direction) => dot(image, direction))));
    variances = values;
    const turned = (parts: readonly Float64Array[]): Float64Array[] => vectors.map((vector) => combined(parts, vector));
    const [next, present] = [turned(images), turned(basis)];
    // the image of an eigenvector is itself, as many times longer as its eigenvalue says
    const settled = present.slice(0, count).every((direction, k) => {
      const rest = (next[k] as Float64Array).map(
        (value, i) => value - (values[k] as number) * (direction[i] as number),
      );
      return Math.sqrt(dot(rest, rest)) <= CLOSE * (values[0] as number);
    });
    basis = settled ? present : orthonormal(next);
    if (settled) break;
  }
  const directions = Array.from({ length: count }, (_, k) => signed(basis[k] ?? new Float64Array(size)));
  return {
    scores: directions.map((direction) => Float64Array.from(centered, (row) => dot(row, direction))),
    shares: directions.map((_, k) => (total === 0 ? 0 : Math.max(variances[k] ?? 0, 0) / total)),
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
  return sum;
}

/** Xᵀ (X d). */
function covariance(rows: readonly Float64Array[], direction: Float64Array): Float64Array {
  const image = new Float64Array(direction.length);
  for (const row of rows) {
    const along = dot(row, direction);
    for (let k = 0; k < image.length; k++) image[k]! += along * (row[k] as number);
  }
  return image;
}

/** Σ parts[i] · weights[i]. */
function combined(parts: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(parts[0]?.length ?? 0);
  for (const [i, part] of parts.entries()) {
    for (let k = 0; k < sum.length; k++) sum[k]! += (weights[i] as number) * (part[k] as number);
  }
  return sum;
}

/** By Gram and Schmidt, twice over for the last bits; what depends on those before it becomes zeros. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    const length = Math.sqrt(dot(rest, rest));
    for (const other of [...done, ...done]) {
      const along = dot(rest, other);
      for (let k = 0; k < rest.length; k++) rest[k]! -= along * (other[k] as number);
    }
    const left = Math.sqrt(dot(rest, rest));
    done.push(left <= length * 1e-12 ? rest.fill(0) : rest.map((value) => value / left));
  }
  return done;
}

/** Eigenvalues of a small symmetric matrix, the largest first, and their vectors, by Jacobi's rotations. */
function jacobi(matrix: readonly (readonly number[])[]): { values: number[]; vectors: number[][] } {
  const a = matrix.map((row) => [...row]);
  const size = a.length;
  const vectors = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
  const at = (i: number, j: number): number => a[i]?.[j] as number;
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(at(p, q)) <= 1e-300) continue;
        const theta = (at(q, q) - at(p, p)) / (2 * at(p, q));
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        for (const row of a) rotate(row, p, q, c, c * t);
        const [rowP, rowQ] = [a[p] as number[], a[q] as number[]];
        for (let k = 0; k < size; k++) {
          const [x, y] = [rowP[k] as number, rowQ[k] as number];
          [rowP[k], rowQ[k]] = [c * x - c * t * y, c * t * x + c * y];
        }
        for (const row of vectors) rotate(row, p, q, c, c * t);
      }
    }
  }
  const order = a.map((_, i) => i).sort((i, j) => at(j, j) - at(i, i));
  return {
    values: order.map((i) => at(i, i)),
    vectors: order.map((i) => vectors.map((row) => row[i] as number)),
  };
}

function rotate(row: number[], p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p] as number, row[q] as number];
  [row[p], row[q]] = [c * x - s * y, s * x + c * y];
}

/** Turned so that its largest part is positive. */
function signed(direction: Float64Array): Float64Array {
  let largest = 0;
  for (const value of direction) if (Math.abs(value) > Math.abs(largest)) largest = value;
  return largest < 0 ? direction.map((value) => -value) : direction;
}
