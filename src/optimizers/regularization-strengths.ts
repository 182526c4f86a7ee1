import { checkNumber } from '../options.ts';

/** Options of the optimizers that draw weights to 0 themselves. */
interface StrengthOptions {
  readonly l1RegularizationStrength?: number;
  readonly l2RegularizationStrength?: number;
}

/** How strongly an optimizer draws weights to 0, by their size and by their square; 0 where nothing is said. */
export function regularizationStrengths(className: string, options: StrengthOptions): readonly [number, number] {
  const read = (name: keyof StrengthOptions): number => checkNumber(className, name, options[name] ?? 0, { from: 0 });
  return [read('l1RegularizationStrength'), read('l2RegularizationStrength')];
}
