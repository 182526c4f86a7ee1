import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { axisScale, axisText } from './axis-scale.ts';
import { barAxis } from './bar-axis.ts';
import { DARK_SERIES, inkOn, LIGHT_SERIES, luminance, type Rgb, shades } from './colors.ts';
import { heatBlocks, heatRange, heatShare } from './heat-values.ts';
import { exponentOf, numberText, powerText, tickTexts } from './number-text.ts';
import { cutText, plainText, textColumns, wrapText } from './text-columns.ts';
import { isPlace, thinLine } from './thin-line.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe('numberText', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0'],
    [-0, '0'],
    [7, '7'],
    [1234, '1,234'],
    [16384, '16,384'],
    [-65536, '−65,536'],
    [1e6, '1×10⁶'],
    [0.5, '0.5'],
    [1 / 3, '0.333'],
    [-2.5, '−2.5'],
    [99.96, '100'],
    [0.0012345, '0.00123'],
    [0.00012345, '1.23×10⁻⁴'],
    [5e-324, '4.94×10⁻³²⁴'],
    [1.7e308, '1.7×10³⁰⁸'],
    [NaN, 'NaN'],
    [-Infinity, '−∞'],
  ];
  for (const [value, text] of cases) it(`writes ${value} as ${text}`, () => assert.equal(numberText(value), text));
  it('keeps three digits of every number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1.79e308, max: 1.79e308 }), (value) => {
        const read = numberText(value)
          .replaceAll(',', '')
          .replace(
            /×10(.*)$/u,
            (_, raised: string) =>
              `e${[...raised].map((sign) => (sign === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(sign))).join('')}`,
          )
          .replace('−', '-');
        assert.ok(Math.abs(Number(read) - value) <= Math.abs(value) * 0.0051 + 1e-323, `${value}: ${read}`);
      }),
    );
  });
});

describe('tickTexts', () => {
  it('writes as many decimals as the distance asks for', () => {
    assert.deepEqual(tickTexts([0.8, 0.9, 1]), ['0.8', '0.9', '1.0']);
    assert.deepEqual(tickTexts([0, 5000, 10000]), ['0', '5000', '10,000']);
    assert.deepEqual(tickTexts([-2e6, 0, 2e6]), ['−2×10⁶', '0', '2×10⁶']);
    assert.deepEqual(tickTexts([0, 2e-5, 4e-5]), ['0', '2×10⁻⁵', '4×10⁻⁵']);
    assert.deepEqual(tickTexts([3]), ['3']);
  });
  it('knows powers of ten', () => {
    for (let n = -300; n <= 300; n++) assert.equal(exponentOf(Number(`1e${n}`)), n);
    assert.equal(powerText(-12), '10⁻¹²');
  });
});

describe('axisScale', () => {
  it('has every value in its range, and ticks in order', () => {
    fc.assert(
      fc.property(
        fc.array(finite),
        fc.constantFrom('linear' as const, 'log' as const),
        fc.boolean(),
        (values, scale, nice) => {
          const axis = axisScale({ label: '', scale }, values, { range: [0, 100], count: 6, nice });
          for (const value of values) {
            if (Math.abs(value) > 1e300 || (scale === 'log' && value < 1e-300)) continue;
            assert.ok(axis.at(value) >= -1e-6 && axis.at(value) <= 100 + 1e-6, `${value} at ${axis.at(value)}`);
          }
          assert.ok(axis.ticks.length <= 14, `${axis.ticks.length} ticks`);
          for (const [i, { at, text }] of axis.ticks.entries()) {
            assert.ok(at >= -1e-6 && at <= 100 + 1e-6, `${text} at ${at}`);
            assert.ok(i === 0 || at > axis.ticks[i - 1]!.at);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
  it('keeps the ends that are given', () => {
    const request = { range: [0, 1], count: 5, nice: true } as const;
    assert.deepEqual(axisScale({ label: '', min: -0.3, max: 7.7 }, [100], request).domain, [-0.3, 7.7]);
    assert.equal(axisScale({ label: '', min: 3 }, [1], request).domain[0], 3);
  });
  it('has whole ticks for whole values', () => {
    const { ticks } = axisScale({ label: '' }, [1, 2, 3], { range: [0, 1], count: 10 });
    assert.deepEqual(
      ticks.map(({ text }) => text),
      ['1', '2', '3'],
    );
  });
  it('has no place for what is not finite, nor on a log axis for what is not above 0', () => {
    const axis = axisScale({ label: '', scale: 'log' }, [1, 10], { range: [0, 1], count: 3 });
    for (const value of [NaN, Infinity, 0, -1]) assert.ok(Number.isNaN(axis.at(value)));
  });
  it('writes the unit in brackets', () => {
    assert.equal(axisText({ label: 'time', unit: 's' }), 'time (s)');
    assert.equal(axisText({ label: 'time', unit: '' }), 'time');
  });
});

describe('colours', () => {
  const contrast = (a: Rgb, b: Rgb): number => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
    return (high + 0.05) / (low + 0.05);
  };
  const rgb = (color: string): Rgb =>
    [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb;
  it('of lines stand out against their page by 3 to 1', () => {
    for (const color of LIGHT_SERIES) assert.ok(contrast(rgb(color), [255, 255, 255]) >= 3, color);
    for (const color of DARK_SERIES) assert.ok(contrast(rgb(color), rgb('#0d1117')) >= 3, color);
  });
  it('of numbers stand out against every shade by 4.5 to 1', () => {
    for (const shade of [...shades(), ...shades(true)]) {
      assert.ok(contrast(shade, inkOn(shade) === '#000' ? [0, 0, 0] : [255, 255, 255]) >= 4.5, shade.join());
    }
  });
  it('get lighter from the least to the greatest, and of two colours darker from the middle', () => {
    const light = shades().map(luminance);
    assert.ok(light.every((value, i) => i === 0 || value >= light[i - 1]! - 1e-3));
    const both = shades(true).map(luminance);
    assert.ok(
      both.every(
        (value, i) => i === 0 || (i < 128 ? value >= both[i - 1]! - 1e-3 : i === 128 || value <= both[i - 1]! + 1e-3),
      ),
    );
    assert.ok(Math.abs(both[0]! - both[255]!) < 0.08, `${both[0]} ${both[255]}`);
  });
});

describe('texts', () => {
  it('count East Asian signs as two columns and accents as none', () => {
    assert.equal(textColumns('损失 loss'), 9);
    assert.equal(textColumns('e\u0301'), 1);
    assert.equal(textColumns('한글カナ'), 8);
    assert.equal(textColumns('▁█⣿─┤●×−'), 8);
  });
  it('are cut and wrapped within their columns, and lose nothing', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('损失曲线 of the 模型', 'a b'));
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (one, columns) => {
        const plain = plainText(one);
        assert.ok(textColumns(cutText(plain, columns)) <= columns);
        const lines = wrapText(plain, columns);
        for (const line of lines) assert.ok(textColumns(line) <= columns, line);
        assert.equal(lines.join('').replaceAll(' ', ''), plain.replaceAll(' ', ''));
      }),
    );
    assert.equal(cutText('损失曲线', 5), '损失…');
    assert.deepEqual(wrapText('one two three', 8), ['one two', 'three']);
  });
});

describe('heat values', () => {
  it('put 0 in the middle of two colours', () => {
    const figure = { kind: 'heat', title: '', rows: [[-1, 3, NaN]], x: '', y: '', value: '', diverging: true } as const;
    assert.deepEqual(heatRange(figure), [-3, 3]);
    assert.equal(heatShare(0, [-3, 3]), 0.5);
    assert.equal(heatShare(0, [-1.7e308, 1.7e308]), 0.5);
    assert.equal(heatShare(9, [2, 2], true), 0.5);
  });
  it('are means of blocks where there are too many, of those that are finite', () => {
    const rows = [[1, 3, 5], [NaN, 3, NaN], [8]];
    assert.deepEqual(heatBlocks(rows, { rows: 2, columns: 2 }), { rows: [[7 / 3, 5], [8]], down: 2, along: 2 });
    assert.deepEqual(heatBlocks(rows, { rows: 3, columns: 3 }).rows, rows);
  });
});

describe('thinLine', () => {
  it('keeps gaps, ends and extremes of each column', () => {
    const points = Array.from({ length: 10_000 }, (_, i) => ({ x: i / 100, y: i === 5005 ? 99 : i % 7 }));
    points[2000] = { x: 20, y: NaN };
    const thin = thinLine(points);
    assert.ok(thin.length < 420);
    assert.equal(thin.filter((point) => !isPlace(point)).length, 1);
    assert.deepEqual([thin[0], thin.at(-1)], [points[0], points.at(-1)]);
    assert.ok(thin.some(({ y }) => y === 99));
    assert.ok(
      thin.every((point, i) => i === 0 || !isPlace(point) || !isPlace(thin[i - 1]!) || point.x > thin[i - 1]!.x),
    );
  });
  it('bounds lines that run back and forth', () => {
    const points = Array.from({ length: 100_000 }, (_, i) => ({ x: (i * 7919) % 600, y: i % 13 }));
    assert.ok(thinLine(points).length <= 20_000);
  });
});

describe('barAxis', () => {
  it('begins at 0, and goes below it for what lies below', () => {
    assert.deepEqual(barAxis({ label: '' }, [3, 1]), { axis: { label: '', min: 0, max: 3 }, base: 0 });
    assert.deepEqual(barAxis({ label: '' }, [-3, NaN, 1]), { axis: { label: '', min: -3, max: 1 }, base: 0 });
    assert.deepEqual(barAxis({ label: '' }, []), { axis: { label: '', min: 0, max: 1 }, base: 0 });
  });
  it('keeps the ends that are given', () => {
    assert.deepEqual(barAxis({ label: '', min: 2 }, [3]), { axis: { label: '', min: 2, max: 3 }, base: 2 });
    assert.deepEqual(barAxis({ label: '', max: -5 }, [1]), { axis: { label: '', min: -6, max: -5 }, base: -5 });
  });
  it('on a log axis begins below the least, so that it has a bar too', () => {
    assert.equal(barAxis({ label: '', scale: 'log' }, [0, 4, 8]).base, 2);
    assert.equal(barAxis({ label: '', scale: 'log', min: 1 }, [4]).base, 1);
  });
});
