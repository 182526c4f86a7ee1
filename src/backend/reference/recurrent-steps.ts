import type { Address } from '../table.ts';
import type { Arithmetic } from './arithmetic.ts';

/** What the steps of the fused GRU and simple RNN share. */
export interface RecurrentSteps {
  /** Whether there is a mask and its element n is 0. */
  masked(mask: Address, n: number): boolean;
  /** y = x ⊙ m for n elements, m from its element `first` on. */
  mix(n: number, x: Address, m: Address, first: number, y: Address): void;
  /** y += x for n elements. */
  addTo(n: number, x: Address, y: Address): void;
  /** below += above in those of `rows` rows whose mask, from its element `first` on, is 0. */
  passThrough(rows: number, units: number, mask: Address, first: number, above: Address, below: Address): void;
}

/** The steps over an arithmetic. */
export function recurrentSteps({ views, shift, round }: Arithmetic): RecurrentSteps {
  const masked: RecurrentSteps['masked'] = (mask, n) => mask !== 0 && views().floats[(mask >>> shift) + n] === 0;

  const mix: RecurrentSteps['mix'] = (n, x, m, first, y) => {
    const { floats } = views();
    for (let i = 0; i < n; i++) {
      const factor = floats[(m >>> shift) + first + i] as number;
      floats[(y >>> shift) + i] = round((floats[(x >>> shift) + i] as number) * factor);
    }
  };

  const addTo: RecurrentSteps['addTo'] = (n, x, y) => {
    const { floats } = views();
    for (let i = 0; i < n; i++) {
      floats[(y >>> shift) + i] = round((floats[(y >>> shift) + i] as number) + (floats[(x >>> shift) + i] as number));
    }
  };

  const passThrough: RecurrentSteps['passThrough'] = (rows, units, mask, first, above, below) => {
    for (let row = 0; row < rows; row++) {
      const at = (row * units) << shift;
      if (masked(mask, first + row)) addTo(units, above + at, below + at);
    }
  };

  return { masked, mix, addTo, passThrough };
}
