import fc from 'fast-check';
import type { Axis, CellStep, Figure, LineSeries } from '../../src/plots/figure.ts';

/** One step of a memory cell. */
export const step: CellStep = {
  input: [3, 1, 0],
  sums: { input: 90, forget: 110, candidate: 3, output: -10 },
  gates: { input: 1, forget: 1, candidate: 3, output: 0 },
  cell: 3,
  hidden: 0.5,
};

const values: readonly (readonly [string, readonly number[]])[] = [
  ['three values', [1, 3, 2]],
  ['one value', [5]],
  ['no values', []],
  ['equal values', [7, 7, 7]],
  ['zeros', [0, 0]],
  ['huge values', [-1.7e308, 0, 1.7e308]],
  ['tiny values', [5e-324, 1e-320, 3e-310]],
  ['values close together', [1e9, 1e9 + 1e-7]],
  ['values that are not finite', [NaN, 1, Infinity, -Infinity, 2]],
  ['nothing finite', [NaN, Infinity]],
];

/** Figures of every kind, with the values that are hard to draw. */
export const figures: Readonly<Record<string, Figure>> = {
  ...Object.fromEntries(
    values.flatMap(([name, y]): (readonly [string, Figure])[] => {
      const series: LineSeries[] = [{ name, x: y.map((_, i) => i), y }];
      const title = `Of ${name}`;
      return [
        [`lines of ${name}`, { kind: 'lines', title, x: { label: 'x', unit: 's' }, y: { label: 'y' }, series }],
        [`log lines of ${name}`, { kind: 'lines', title, x: { label: 'x' }, y: { label: 'y', scale: 'log' }, series }],
        [
          `values of ${name} along`,
          { kind: 'lines', title, x: { label: 'x' }, y: { label: 'y' }, series: [{ name, x: y, y }] },
        ],
        [
          `points of ${name}`,
          {
            kind: 'points',
            title,
            x: { label: 'x' },
            y: { label: 'y' },
            points: y.map((v) => ({ x: v, y: v, label: name })),
          },
        ],
        [`heat of ${name}`, { kind: 'heat', title, rows: [y, y], x: 'x', y: 'y', value: 'v', numbers: true }],
        [`two colours of ${name}`, { kind: 'heat', title, rows: [y], x: 'x', y: 'y', value: 'v', diverging: true }],
        [
          `bars of ${name}`,
          { kind: 'bars', title, labels: y.map(String), values: y, value: { label: 'v', unit: '%' } },
        ],
        [
          `log bars of ${name}`,
          { kind: 'bars', title, labels: y.map(String), values: y, value: { label: 'v', scale: 'log' } },
        ],
      ];
    }),
  ),
  'no lines': { kind: 'lines', title: 'None', x: { label: 'x' }, y: { label: 'y' }, series: [] },
  heat: {
    kind: 'heat',
    title: 'Heat',
    caption: 'Two rows.',
    rows: [
      [0, 0.5, 1],
      [-1, 2, 0],
    ],
    x: 'step',
    y: 'unit',
    rowLabels: ['记忆', 'second'],
    columnLabels: ['a long name', 'another', 'short'],
    value: 'share',
    numbers: true,
  },
  points: {
    kind: 'points',
    title: 'Points',
    caption: 'Three words.',
    x: { label: 'first' },
    y: { label: 'second', unit: 'm' },
    points: [
      { x: 1, y: 2, label: '宝玉' },
      { x: 1.01, y: 2, label: 'a name that is longer than the picture is wide, and does not end soon, as some do not' },
      { x: -3, y: 0.5, label: '<&>', color: 9 },
      { x: 2, y: NaN, label: 'nowhere' },
      { x: 4, y: 1 },
    ],
  },
  'points of which there are none': { kind: 'points', title: 'None', x: { label: 'x' }, y: { label: 'y' }, points: [] },
  'heat without rows': { kind: 'heat', title: 'Empty', rows: [], x: 'x', y: 'y', value: 'v' },
  'heat of rows without cells': {
    kind: 'heat',
    title: 'Empty',
    rows: [[], []],
    x: 'x',
    y: 'y',
    value: 'v',
    numbers: true,
  },
  'heat of ragged rows': { kind: 'heat', title: 'Ragged', rows: [[1], [1, 2, 3], []], x: 'x', y: 'y', value: 'v' },
  bars: {
    kind: 'bars',
    title: 'Bars',
    labels: ['cat', 'dog', '鸟'],
    values: [0.1, 0.7, 0.2],
    value: { label: 'probability', max: 1 },
    marked: 1,
  },
  'many bars': {
    kind: 'bars',
    title: 'Many',
    labels: Array.from({ length: 300 }, (_, i) => `class ${i}`),
    values: Array.from({ length: 300 }, (_, i) => i - 100),
    value: { label: 'v' },
  },
  histogram: {
    kind: 'histogram',
    title: 'Histogram',
    edges: [-1, -0.5, 0, 0.5, 3],
    counts: [1, 0, 5, 2],
    x: { label: 'weight' },
  },
  'histogram of nothing': { kind: 'histogram', title: 'None', edges: [0], counts: [], x: { label: 'x' } },
  'histogram of zeros': {
    kind: 'histogram',
    title: 'Zeros',
    edges: [0, 1, 2],
    counts: [0, 0],
    x: { label: 'x', scale: 'log' },
  },
  'histogram of many bins': {
    kind: 'histogram',
    title: 'Many',
    edges: Array.from({ length: 2001 }, (_, i) => i),
    counts: Array.from({ length: 2000 }, (_, i) => i % 97),
    x: { label: 'x' },
  },
  image: {
    kind: 'image',
    title: 'Image',
    width: 2,
    height: 2,
    channels: 3,
    pixels: [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9],
  },
  'grey image': { kind: 'image', title: 'Grey', width: 3, height: 1, channels: 1, pixels: [-5, 128, 999] },
  'wide image': {
    kind: 'image',
    title: 'Wide',
    width: 900,
    height: 2,
    channels: 1,
    pixels: new Array<number>(1800).fill(7),
  },
  cell: { kind: 'cell', title: 'Cell', steps: [step, step] },
  'cell without steps': { kind: 'cell', title: 'Cell', steps: [] },
  'cell out of range': {
    kind: 'cell',
    title: 'Cell',
    steps: [
      {
        ...step,
        cell: NaN,
        hidden: -1.23456e-300,
        gates: { input: NaN, forget: 7, candidate: -1e12, output: -0.5 },
      },
    ],
  },
  words: {
    kind: 'words',
    title: 'Words',
    caption: 'Shaded.',
    rows: [
      {
        label: 'no 98 %',
        words: ['It', ' ', 'is', ' ', 'not', '\n', 'good', '.'],
        values: [0.1, 0, -0.2, 0, 9, 0, -6.4, 0],
      },
      {
        label: '好',
        words: ['这', '本', '书', '不', '好', '一个很长很长的词'.repeat(20)],
        values: [NaN, 1e308, -1e308, 0, 5e-324, 1],
      },
      { label: '', words: [], values: [] },
    ],
    value: 'for or against',
  },
  'words without rows': { kind: 'words', title: 'None', rows: [], value: 'v' },
};

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('损失曲线', '\u001b[31mred', 'a\nb', '👩‍👩‍👧 é'),
);
const title = text.map((one) => one || 'title');
const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -100, max: 100 }),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e308, -1e308, 5e-324),
);
const list = fc.array(number, { maxLength: 40 });
const axis: fc.Arbitrary<Axis> = fc.record({ label: text, scale: fc.constantFrom('linear', 'log'), unit: text });
const line: fc.Arbitrary<LineSeries> = fc
  .tuple(text, fc.array(fc.tuple(number, number), { maxLength: 40 }), fc.boolean())
  .map(([name, points, dashed]) => ({ name, x: points.map(([x]) => x), y: points.map(([, y]) => y), dashed }));
const gates = fc.record({ input: number, forget: number, candidate: number, output: number });

/** Figures of every kind with whatever numbers and texts. */
export const anyFigure: fc.Arbitrary<Figure> = fc.oneof(
  fc.record({
    kind: fc.constant('lines'),
    title,
    caption: text,
    x: axis,
    y: axis,
    series: fc.array(line, { maxLength: 12 }),
  }),
  fc
    .tuple(title, text, fc.array(list, { maxLength: 12 }), fc.boolean(), fc.boolean(), text)
    .map(([name, value, rows, diverging, numbers, label]): Figure => {
      const columns = Math.max(0, ...rows.map((row) => row.length));
      const columnLabels = Array.from({ length: columns }, (_, i) => label + i);
      return { kind: 'heat', title: name, rows, x: label, y: label, value, diverging, numbers, columnLabels };
    }),
  fc.tuple(title, fc.array(fc.tuple(text, number), { maxLength: 30 }), axis).map(
    ([name, bars, value]): Figure => ({
      kind: 'bars',
      title: name,
      labels: bars.map(([label]) => label),
      values: bars.map(([, one]) => one),
      value,
    }),
  ),
  fc.record({
    kind: fc.constant('points'),
    title,
    x: axis,
    y: axis,
    points: fc.array(fc.record({ x: number, y: number, label: text, color: fc.nat(20) }), { maxLength: 30 }),
  }),
  fc
    .tuple(
      title,
      fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 30 }),
      axis,
    )
    .map(([name, ends, x]): Figure => {
      const edges = [...new Set(ends)]
        .sort((a, b) => a - b)
        .filter((edge, i, all) => i === 0 || edge > (all[i - 1] as number));
      return { kind: 'histogram', title: name, edges, counts: edges.slice(1).map((_, i) => (i * 7) % 5), x };
    }),
  fc
    .tuple(
      title,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(1 as const, 3 as const),
      number,
    )
    .map(([name, width, height, channels, value]): Figure => {
      const pixels = Array.from({ length: width * height * channels }, (_, i) => value + i);
      return { kind: 'image', title: name, width, height, channels, pixels };
    }),
  fc.record({
    kind: fc.constant('cell'),
    title,
    steps: fc.array(fc.record({ input: list, sums: gates, gates, cell: number, hidden: number }), { maxLength: 30 }),
  }),
  fc.record({
    kind: fc.constant('words'),
    title,
    rows: fc.array(
      fc
        .tuple(text, fc.array(fc.tuple(text, number), { maxLength: 30 }))
        .map(([label, pairs]) => ({ label, words: pairs.map(([one]) => one), values: pairs.map(([, one]) => one) })),
      { maxLength: 5 },
    ),
    value: text,
  }),
) as fc.Arbitrary<Figure>;
