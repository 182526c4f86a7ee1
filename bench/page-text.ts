// Text of docs/benchmarks.md: tables, figures, and where rows come from.

/** What every kept row says of its origin. */
export interface Origin {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  readonly date: string;
  readonly command: string;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'Not measured yet.';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

export function section(title: string, ...parts: readonly string[]): string {
  return [`## ${title}`, ...parts.filter((part) => part !== '')].join('\n\n');
}

/** Three digits, never with an exponent: 0.0115, 1.62, 24.6, 1,092. */
export function figure(value: number | undefined): string {
  if (value === undefined) return '–';
  if (Math.round(Math.abs(value)) >= 1000) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 8));
}

/** A ratio: two digits behind the point, below 0.1 three. */
export function ratio(value: number): string {
  return value.toFixed(value < 0.1 ? 3 : 2);
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** 'a, b and c'. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Machine, Node, dates and commands of rows. */
export function measuredBy(rows: readonly Origin[]): string {
  if (rows.length === 0) return '';
  const all = (of: (row: Origin) => string): string[] => [...new Set(rows.map(of))].sort();
  const dates = all(({ date }) => date.slice(0, 10));
  const days = dates.length === 1 ? dates[0] : `${dates[0]} to ${dates.at(-1)}`;
  const commands = all(({ command }) => `\`${command}\``);
  const machines = all(({ cpu, cores, node }) => `${cpu}, ${cores} cores, Node ${node.replace(/^v/, '')}`);
  return `${machines.join('; ')}; ${days}; ${commands.join(', ')}`;
}
