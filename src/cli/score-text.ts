import { isRecord } from '../logs/json.ts';
import { formatCount, formatNumber } from './numbers.ts';

/** Numbers by name in one line. Where it is `brief`, a list of them under one name is only hinted at. */
export function formatScore(
  score: Readonly<Record<string, unknown>>,
  { brief = false }: { brief?: boolean } = {},
): string {
  const shown = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(shown).join(' ');
    if (isRecord(value)) return brief ? '…' : list(value, ': ', ' ');
    if (typeof value !== 'number') return JSON.stringify(value);
    if (value > 99.9 && value < 100) return value.toFixed(5); // four digits would round it up
    return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
  };
  const list = (values: Readonly<Record<string, unknown>>, is: string, and: string): string =>
    Object.entries(values)
      .map(([name, value]) => `${name}${is}${shown(value)}`)
      .join(and);
  return list(score, ' ', ', ');
}
