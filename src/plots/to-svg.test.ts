import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyFigure, figures, step } from '../../test/support/figures.ts';
import { elementsOf, parseXml, type XmlElement } from '../../test/support/xml.ts';
import type { Figure, LinesFigure } from './figure.ts';
import { toSvg } from './to-svg.ts';
import { toTerminal } from './to-terminal.ts';

const lines = (parts: Partial<LinesFigure> = {}): LinesFigure => ({
  kind: 'lines',
  title: 'Loss',
  x: { label: 'epoch' },
  y: { label: 'loss' },
  series: [{ name: 'loss', x: [1, 2, 3], y: [3, 2, 1] }],
  ...parts,
});

/** Reads it, and looks at what every picture must have. */
function svgOf(figure: Figure, options: { width?: number; height?: number } = {}): XmlElement {
  const text = toSvg(figure, options);
  const svg = parseXml(text);
  const { id = '', width, height, viewBox, role } = svg.attributes;
  assert.match(id, /^memcell-[a-z0-9]{1,8}$/);
  assert.equal(viewBox, `0 0 ${width} ${height}`);
  assert.equal(role, 'img');
  assert.equal(svg.attributes['aria-labelledby'], `${id}-title ${id}-desc`);
  const ids = elementsOf(svg).map((one) => one.attributes.id);
  assert.ok(ids.includes(`${id}-title`) && ids.includes(`${id}-desc`));
  for (const one of elementsOf(svg)) {
    for (const [name, value] of Object.entries(one.attributes)) {
      if (name === 'href') continue; // its letters may come to anything
      assert.doesNotMatch(value, /NaN|Infinity|undefined|null/, `${one.name} ${name}`);
      for (const [, target = ''] of value.matchAll(/url\(#([^)]*)\)/g)) assert.ok(ids.includes(target), target);
    }
    if (one.name === 'rect' || one.name === 'image') assert.ok(Number(one.attributes.width) >= 0, 'width');
    if (one.name === 'rect' || one.name === 'image') assert.ok(Number(one.attributes.height) >= 0, 'height');
  }
  const [style] = elementsOf(svg, 'style');
  for (const rule of style!.text.split('}').filter((part) => part !== '')) {
    assert.match(
      rule,
      new RegExp(`^(@media \\(prefers-color-scheme:dark\\)\\{)?#${id}[ {]`),
      'a rule of this picture only',
    );
  }
  assert.match(style!.text, /@media \(prefers-color-scheme:dark\)/);
  return svg;
}

const texts = (svg: XmlElement): string[] => elementsOf(svg, 'text').map(({ text }) => text);
const paths = (svg: XmlElement, className: string): string[] =>
  elementsOf(svg, 'path')
    .filter((one) => one.attributes.class?.split(' ').includes(className))
    .map((one) => one.attributes.d as string);

describe('toSvg', () => {
  for (const [name, figure] of Object.entries(figures)) {
    it(`draws ${name} at every size, after JSON too`, () => {
      const svg = svgOf(figure);
      assert.equal(svg.attributes.width, '720');
      for (const size of [{ width: 200 }, { width: 200, height: 120 }, { width: 1600, height: 900 }]) {
        assert.equal(svgOf(figure, size).attributes.width, String(size.width));
      }
      const read = svgOf(JSON.parse(JSON.stringify(figure)) as Figure);
      assert.equal(elementsOf(read).length, elementsOf(svg).length);
      assert.doesNotMatch(texts(read).join(), /null|undefined/);
    });
  }

  it('is well-formed for whatever figures hold', () => {
    fc.assert(
      fc.property(anyFigure, fc.integer({ min: 200, max: 1200 }), (figure, width) => {
        svgOf(figure, { width });
      }),
      { numRuns: 300 },
    );
  });

  it('names title, axes with units, series and caption', () => {
    const svg = svgOf(
      lines({
        title: '训练 <loss> & more',
        caption: 'Said "below".',
        y: { label: 'loss', unit: 'nats' },
        series: [
          { name: '损失', x: [1, 2], y: [1, 2] },
          { name: 'valLoss', x: [1, 2], y: [2, 1], dashed: true },
        ],
      }),
    );
    for (const text of ['训练 <loss> & more', 'Said "below".', 'epoch', 'loss (nats)', '损失', 'valLoss']) {
      assert.ok(texts(svg).includes(text), text);
    }
    assert.equal(elementsOf(svg, 'title')[0]!.text, '训练 <loss> & more');
    assert.match(
      elementsOf(svg, 'desc')[0]!.text,
      /^Said "below"\. Lines of loss \(nats\) over epoch: 损失 from 1 to 2;/,
    );
    assert.equal(paths(svg, 'dashed').length, 2, 'the line and its piece in the legend');
  });

  it('tells pictures on one page apart, and gives the same one again', () => {
    const [a, b] = [lines(), lines({ title: 'Other' })];
    assert.notEqual(svgOf(a).attributes.id, svgOf(b).attributes.id);
    assert.equal(toSvg(a), toSvg(lines()));
  });

  it('leaves gaps where a value is not finite, and marks what stands alone', () => {
    const y = [1, 2, NaN, 3, Infinity, 4, 5];
    const [path] = paths(svgOf(lines({ series: [{ name: 'loss', x: [1, 2, 3, 4, 5, 6, 7], y }] })), 's0').slice(1);
    assert.equal(path!.split('M').length - 1, 3);
    const many = Array.from({ length: 61 }, (_, i) => (i === 30 ? 1 : i > 20 && i < 40 ? NaN : Math.sin(i)));
    const svg = svgOf(lines({ series: [{ name: 'loss', x: many.map((_, i) => i), y: many }] }));
    assert.equal(paths(svg, 'mark').length, 2, 'the legend and the one between two gaps');
  });

  it('leaves out of a log axis what is not above 0', () => {
    const y = { label: 'norm', scale: 'log' } as const;
    const svg = svgOf(lines({ y, series: [{ name: 'norm', x: [1, 2, 3, 4], y: [1e-12, 0, -1, 1] }] }));
    assert.ok(texts(svg).includes('10⁻¹²') && texts(svg).includes('10⁰'));
    assert.equal(paths(svg, 's0').at(-1)!.split('M').length - 1, 2);
  });

  it('keeps coordinates within reason where values lie far beyond the ends of an axis', () => {
    const figure = lines({
      y: { label: 'y', min: 0, max: 1 },
      series: [{ name: 'a', x: [1, 2, 3], y: [0, 1e300, 0.5], dashed: true }],
    });
    const path = paths(svgOf(figure), 's0').at(-1) as string;
    assert.doesNotMatch(path, /e/);
    for (const [number] of path.matchAll(/-?[\d.]+/g)) assert.ok(Math.abs(Number(number)) <= 1e5, number);
  });

  it('thins long lines to what can be seen, and keeps their highest and lowest points', () => {
    const x = Array.from({ length: 100_000 }, (_, i) => i);
    const y = x.map((i) => (i === 31_234 ? 50 : i === 77_777 ? -50 : Math.sin(i / 9)));
    const figure = lines({ y: { label: 'y', min: -50, max: 50 }, series: [{ name: 'y', x, y }] });
    const text = toSvg(figure);
    assert.ok(text.length < 40_000, String(text.length));
    const numbers = [
      ...paths(svgOf(figure), 's0')
        .at(-1)!
        .matchAll(/[ML]([-\d.]+),([-\d.]+)/g),
    ];
    const heights = numbers.map(([, , height]) => Number(height));
    assert.equal(Math.min(...heights), 0);
    assert.ok(Math.max(...heights) > 250);
  });

  it('writes the numbers of a heat map in ink that can be read', () => {
    const figure = figures.heat as Figure & { kind: 'heat' };
    const svg = svgOf({ ...figure, rows: [[0, 1]], rowLabels: ['r'], columnLabels: ['a', 'b'], numbers: true });
    const inks = elementsOf(svg, 'text').filter(({ text, attributes }) => /^[01]$/.test(text) && attributes.style);
    assert.deepEqual(
      inks.map(({ text, attributes }) => [text, /#\w+/.exec(attributes.style as string)?.[0]]),
      [
        ['0', '#fff'],
        ['1', '#000'],
      ],
    );
  });

  it('draws large heat maps as pictures of means, and says so', () => {
    const rows = Array.from({ length: 500 }, (_, i) => Array.from({ length: 1000 }, (_, k) => i + k));
    const figure: Figure = { kind: 'heat', title: 'Large', rows, x: 'step', y: 'unit', value: 'v' };
    const text = toSvg(figure);
    assert.ok(text.length < 400_000, String(text.length));
    assert.match(texts(svgOf(figure)).join('|'), /Each shade is the mean of 3 × 4 values\./);
    assert.match(elementsOf(svgOf(figure), 'image')[0]!.attributes.href!, /^data:image\/png;base64,/);
  });

  it('draws a cell for each step, and counts those it leaves out', () => {
    const svg = svgOf({ kind: 'cell', title: 'Cell', steps: Array.from({ length: 30 }, () => step) });
    const all = texts(svg);
    assert.equal(all.filter((text) => /^step \d+$/.test(text)).length, 24);
    assert.match(all.join(' '), /6 more steps are not drawn\./);
    for (const text of ['input gate i', 'forget gate f', 'output gate o', 'candidate g', 'h = 0.5', 'sum 110']) {
      assert.ok(all.includes(text), text);
    }
  });

  it('sets one bar off', () => {
    const svg = svgOf(figures.bars as Figure);
    assert.equal(elementsOf(svg, 'rect').filter((one) => one.attributes.class === 'f1').length, 1);
    assert.ok(texts(svg).includes('▸ dog'));
  });

  it('grows where a height is too small for its text', () => {
    const figure = lines({ caption: 'word '.repeat(200) });
    assert.ok(Number(svgOf(figure, { height: 120 }).attributes.height) > 120);
    assert.equal(svgOf(lines(), { height: 500 }).attributes.height, '500');
  });

  it('draws more rows, columns and bars than a call has arguments, and says what it leaves out', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => i % 7);
    const labels = many.map(String);
    const heat = { kind: 'heat', title: 'Many', x: 'x', y: 'y', value: 'v', numbers: true } as const;
    for (const figure of [
      { ...heat, rows: [many], columnLabels: labels },
      { ...heat, rows: many.map((value) => [value]), rowLabels: labels },
      { ...heat, rows: Array.from({ length: 10 }, () => many.slice(0, 20_000)) },
    ]) {
      assert.ok(toSvg(figure).length < 50_000);
      assert.ok(toTerminal(figure).length < 10_000);
    }
    const bars: Figure = { kind: 'bars', title: 'Many', labels, values: many, value: { label: 'v' } };
    assert.ok(texts(svgOf(bars)).includes('199000 more are not drawn'));
    assert.ok(toTerminal(bars).length < 10_000);
  });

  it('writes the names of points where they overlap nothing, the first ones first', () => {
    const place = (n: number): { x: number; y: number } => ({ x: n % 7, y: (n * 3) % 11 });
    const points = Array.from({ length: 150 }, (_, n) => ({ ...place(n), label: `name ${n}` }));
    const named = texts(svgOf({ ...figures.points, points } as Figure)).filter((text) => text.startsWith('name'));
    assert.ok(named.length > 50 && named.length < 150, `${named.length}`);
    assert.ok(named.includes('name 0'));
    const crowd = Array.from({ length: 9 }, (_, n) => ({ x: 1, y: 1, label: `name ${n}` }));
    const [desc] = elementsOf(svgOf({ ...figures.points, points: crowd } as Figure), 'desc');
    assert.match(desc!.text, /9 points over first and second \(m\): name 0, name 1, .* names have no room\.$/);
  });
  it('draws a line in the colour asked for, its mark and its name too', () => {
    const svg = toSvg(lines({ series: [{ name: 'a', x: [1, 2], y: [1, 2], color: 1 }] }));
    assert.ok(svg.includes('class="line s1"') && svg.includes('class="mark f1"'));
    assert.ok(!svg.includes('class="line s0"') && !svg.includes('class="mark f0"'));
  });

  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    [
      'a part that it does not have',
      { ...figures.heat, colunmLabels: [] },
      /parts must be among kind, .*, received 'colunmLabels'$/,
    ],
    [
      'a part that an axis does not have',
      { ...lines(), y: { lable: 'y' } },
      /parts of y must be among label, .*'lable'$/,
    ],
    [
      'a part that a series does not have',
      lines({ series: [{ name: 'a', x: [], y: [], dash: true } as never] }),
      /parts of series 'a' must be among name, x, y, dashed, color, received 'dash'/,
    ],
    [
      'texts for true and false',
      { ...figures.heat, diverging: 'no' },
      /diverging must be true or false, received 'no'/,
    ],
    ['values that are no numbers', { ...figures.heat, rows: [[1, 2, '3']] }, /a row must be numbers, received '3'/],
    [
      'a gate that is missing',
      { ...figures.cell, steps: [{ ...step, gates: { ...step.gates, output: undefined } }] },
      /input, forget, candidate, output of gates of a step must be numbers, received undefined/,
    ],
    [
      'a part that a point does not have',
      { ...figures.points, points: [{ x: 1, y: 2, name: 'a' }] },
      /parts of a point must be among x, y, label, color, received 'name'/,
    ],
    ['a point that is none', { ...figures.points, points: [3] }, /a point must be an object, received 3/],
    [
      'a point without a place',
      { ...figures.points, points: [{ x: 1 }] },
      /x and y of a point must be numbers, received undefined/,
    ],
    ['no figure', null, /^Cannot draw figure: it must be a figure, received null$/],
    [
      'an unknown kind',
      { kind: 'line' },
      /kind must be one of lines, heat, bars, points, histogram, image, cell, words, received 'line'/,
    ],
    ['no title', { ...lines(), title: 3 }, /^Cannot draw lines 3: title must be a text, received 3$/],
    [
      'x and y of two lengths',
      lines({ series: [{ name: 'a', x: [1], y: [] }] }),
      /^Cannot draw lines 'Loss': y of series 'a' must have length 1, received 0$/,
    ],
    ['no axis', { ...lines(), x: 'epoch' }, /^Cannot draw lines 'Loss': x must be an axis, received 'epoch'$/],
    [
      'an axis upside down',
      lines({ x: { label: '', min: 2, max: 1 } }),
      /x\.max must be a finite number above 2, received 1/,
    ],
    [
      'a log axis from 0',
      lines({ y: { label: '', scale: 'log', min: 0 } }),
      /y\.min must be a finite number above 0, received 0/,
    ],
    ['labels of another number', { ...figures.heat, rowLabels: ['one'] }, /rowLabels must have length 2, received 1/],
    [
      'a bar that is not there',
      { ...figures.bars, marked: 3 },
      /marked must be a whole number from 0 and below 3, received 3/,
    ],
    ['edges that do not fit', { ...figures.histogram, counts: [1] }, /edges must have length 2, received 5/],
    [
      'edges that fall',
      { ...figures.histogram, edges: [0, 1, 1, 2, 3] },
      /edges must be a finite number above 1, received 1/,
    ],
    ['pixels that are missing', { ...figures.image, pixels: [1] }, /pixels must have length 12, received 1/],
    ['channels of another number', { ...figures.image, channels: 4 }, /channels must be 1 or 3, received 4/],
    [
      'a step without gates',
      { ...figures.cell, steps: [{ ...step, gates: null }] },
      /gates of a step must be an object, received null/,
    ],
  ];
  for (const [name, figure, message] of wrong) {
    it(`refuses ${name}`, () => assert.throws(() => toSvg(figure as Figure), { name: 'OptionError', message }));
  }
  it('refuses options that it does not have, and sizes beyond its range', () => {
    assert.throws(() => toSvg(lines(), { wdith: 3 } as object), { hint: "Did you mean 'width'?" });
    assert.throws(
      () => toSvg(lines(), { width: 100 }),
      /width must be a finite number from 200 to 10000, received 100/,
    );
    assert.throws(() => toSvg(lines(), { height: 1e9 }), /height must be a finite number from 120 to 10000/);
  });
});
