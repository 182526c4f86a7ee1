/** 16384 -> '16,384', the same in every locale. */
export function formatCount(n: number): string {
  return Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A loss or metric with four digits that count, in at most nine columns: 0.01230, 1.000, 12.35, 1.23e-7. */
export function formatNumber(x: number): string {
  if (!Number.isFinite(x)) return String(x);
  const size = Math.abs(x);
  return x === 0 ? '0' : size < 1e-4 || size >= 1e6 ? x.toExponential(2) : x.toPrecision(size >= 1e4 ? 6 : 4);
}

/** Steps a second: three digits that count. */
export function formatRate(rate: number): string {
  return rate >= 100 ? formatCount(rate) : rate.toPrecision(rate < 1 ? 2 : 3);
}

/** A length of time: 5 ms, 0.7 s, 12 s, 12:34, 1:02:03. */
export function formatTime(seconds: number): string {
  if (seconds < 0.0995) return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A number of bytes, with three digits that count: 512 B, 28.9 kB, 9.91 MB, 170 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let value = bytes;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${unit === 0 ? value : value.toPrecision(3)} ${units[unit]}`;
}
