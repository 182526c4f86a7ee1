/** What is taken off counts of 1, of 2, and of 3 or more. */
export type Discounts = readonly [one: number, two: number, more: number];

/** Where counts of counts do not tell. */
const UNKNOWN: Discounts = [0.5, 1, 1.5];

/**
 * Discounts of one order by how many n-grams came 1, 2, 3 and 4 times: Y = n₁ / (n₁ + 2n₂), Dᵢ = i − (i + 1) · Y · nᵢ₊₁ / nᵢ.
 *
 * @returns ½, 1, 1½ where one of these is 0, or a discount would not lie from 0 to i, as in texts that are very short.
 * @see Chen, Goodman: An Empirical Study of Smoothing Techniques for Language Modeling (1998), section 3
 */
export function modifiedDiscounts([n1, n2, n3, n4]: readonly [number, number, number, number]): Discounts {
  if (n1 === 0 || n2 === 0 || n3 === 0 || n4 === 0) return UNKNOWN;
  const y = n1 / (n1 + 2 * n2);
  const found: Discounts = [1 - (2 * y * n2) / n1, 2 - (3 * y * n3) / n2, 3 - (4 * y * n4) / n3];
  return found.every((discount, i) => discount >= 0 && discount <= i + 1) ? found : UNKNOWN;
}

/** One discount for all counts, Y; ½ where no n-gram came once, or none twice. */
export function singleDiscount([n1, n2]: readonly [number, number, number, number]): Discounts {
  const discount = n1 === 0 || n2 === 0 ? 0.5 : n1 / (n1 + 2 * n2);
  return [discount, discount, discount];
}
