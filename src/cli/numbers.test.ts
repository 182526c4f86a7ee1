import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatBytes, formatCount, formatNumber, formatRate, formatTime } from './numbers.ts';

describe('numbers', () => {
  it('formatCount separates thousands', () =>
    assert.deepEqual([0, 999, 1000, 16384, 1234567].map(formatCount), ['0', '999', '1,000', '16,384', '1,234,567']));
  it('formatNumber keeps four digits that count', () =>
    assert.deepEqual([0, 1, 0.0123, -12.3456, 1234.56, 98765.4, 1234567, 1.234e-7, NaN, Infinity].map(formatNumber), [
      '0',
      '1.000',
      '0.01230',
      '-12.35',
      '1235',
      '98765.4',
      '1.23e+6',
      '1.23e-7',
      'NaN',
      'Infinity',
    ]));
  it('formatRate keeps three digits that count', () =>
    assert.deepEqual([0.0512, 1.234, 12.34, 123.4, 12345].map(formatRate), ['0.051', '1.23', '12.3', '123', '12,345']));
  it('formatTime goes from milliseconds to hours', () =>
    assert.deepEqual([-1, 0, 0.0123, 0.0996, 0.74, 9.94, 9.96, 59.4, 59.6, 61, 754, 3723].map(formatTime), [
      '0 ms',
      '0 ms',
      '12 ms',
      '0.1 s',
      '0.7 s',
      '9.9 s',
      '10 s',
      '59 s',
      '1:00',
      '1:01',
      '12:34',
      '1:02:03',
    ]));
  it('formatBytes keeps three digits that count', () =>
    assert.deepEqual([0, 999, 1000, 28_881, 999_499, 999_500, 9_912_422, 170_052_171, 4e12].map(formatBytes), [
      '0 B',
      '999 B',
      '1.00 kB',
      '28.9 kB',
      '999 kB',
      '1.00 MB',
      '9.91 MB',
      '170 MB',
      '4.00 TB',
    ]));
});
