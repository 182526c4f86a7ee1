import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anyFigure } from '../../test/support/figures.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import type { CellStep, Figure } from './figure.ts';
import { learningCurves } from './learning-curves.ts';
import { Canvas } from './raster/canvas.ts';
import { strokesOf } from './raster/glyphs.ts';
import { pathLines, strokeAreas } from './raster/outline.ts';
import { readSvg } from './raster/svg-nodes.ts';
import { type FigurePixels, toPixels } from './to-pixels.ts';
import { toSvg } from './to-svg.ts';

const gates = { input: 0.7, forget: 0.9, candidate: -0.7, output: 0.5 };
const step: CellStep = { input: [0.5], sums: gates, gates, cell: 0.3, hidden: 0.15 };
const figures: readonly Figure[] = [
  learningCurves({ loss: [0.9, 0.4, 0.2], valLoss: [1, 0.6, 0.5] }),
  {
    kind: 'lines',
    title: 'Gradients',
    x: { label: 'step' },
    y: { label: '‖∂L/∂h‖', scale: 'log' },
    series: [{ name: 'a', x: [0, 1, 2, 3], y: [1e-4, 1e-3, Number.NaN, 1] }],
  },
  {
    kind: 'heat',
    title: 'Counts',
    rows: [
      [1, NaN],
      [3, 4],
    ],
    x: 'a',
    y: 'b',
    value: 'n',
    numbers: true,
  },
  {
    kind: 'heat',
    title: 'Many',
    rows: Array.from({ length: 90 }, (_, i) => Array.from({ length: 300 }, (_, j) => (i * j) % 7)),
    ...{ x: 'a', y: 'b', value: 'n', diverging: true },
  },
  {
    kind: 'heat',
    title: 'Turned labels',
    rows: [Array.from({ length: 12 }, (_, i) => i)],
    columnLabels: Array.from({ length: 12 }, (_, i) => `a long label ${i}`),
    ...{ x: 'a', y: 'b', value: 'n' },
  },
  { kind: 'bars', title: 'Bars', labels: ['é', '猫'], values: [-0.1, 0.7], value: { label: 'p' }, marked: 1 },
  { kind: 'histogram', title: 'Histogram', edges: [-1, 0, 1], counts: [1, 5], x: { label: 'weight' } },
  { kind: 'image', title: 'Image', width: 2, height: 1, channels: 3, pixels: [255, 0, 0, 0, 0, 255] },
  { kind: 'cell', title: 'Cell', steps: [step, step] },
];

/** How many pixels have this colour. */
function count({ pixels }: FigurePixels, color: readonly number[]): number {
  let found = 0;
  for (let i = 0; i < pixels.length; i += 3) if (color.every((value, c) => pixels[i + c] === value)) found++;
  return found;
}

describe('toPixels', () => {
  for (const figure of figures) {
    it(`draws ${figure.kind}: ${figure.title}, as large as toSvg, with ink on it`, () => {
      const picture = toPixels(figure);
      const { attributes } = readSvg(toSvg(figure));
      assert.deepEqual([picture.width, picture.height], [Number(attributes.width), Number(attributes.height)]);
      assert.equal(picture.pixels.length, picture.width * picture.height * 3);
      assert.ok(count(picture, [0x1f, 0x23, 0x28]) > 20, 'no letters');
      assert.ok(count(picture, [255, 255, 255]) > 0.2 * picture.width * picture.height);
    });
  }
  it('draws lines in their colours, and shades and pixels where they are', () => {
    assert.ok(count(toPixels(figures[0] as Figure), [0x00, 0x72, 0xb2]) > 200);
    assert.ok(count(toPixels(figures[0] as Figure), [0xd5, 0x5e, 0x00]) > 100);
    const image = toPixels(figures.find(({ kind }) => kind === 'image') as Figure);
    const red = count(image, [255, 0, 0]);
    assert.ok(red > 1000);
    assert.ok(Math.abs(red - count(image, [0, 0, 255])) < 0.02 * red);
  });
  it('draws names of columns aslant, as toSvg does where they are wider than their columns', () => {
    const labels = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
    const numbers = labels.map((_, i) => i);
    const named = confusionMatrix(numbers, numbers, { labels });
    assert.match(toSvg(named), /rotate\(-45 /);
    const bare = toPixels({ ...named, columnLabels: labels.map(() => '') });
    const ink = (picture: FigurePixels): number => picture.pixels.filter((value) => value < 128).length;
    assert.ok(ink(toPixels(named)) > ink(bare));
  });
  it('draws whatever figures toSvg draws', () => {
    fc.assert(
      fc.property(anyFigure, (figure) => {
        const { width, height, pixels } = toPixels(figure, { width: 200 });
        assert.equal(pixels.length, width * height * 3);
      }),
      { numRuns: 40 },
    );
  });
  it('has strokes for every sign that is typed, letters with accents, and a box for others', () => {
    const box = strokesOf('猫').strokes;
    for (let code = 0x21; code < 0x7f; code++) {
      const sign = String.fromCharCode(code);
      if (!'$`'.includes(sign)) assert.notDeepEqual(strokesOf(sign).strokes, box, sign);
    }
    assert.deepEqual(strokesOf('é'), strokesOf('e'));
    assert.ok(strokesOf('²').width < strokesOf('2').width);
    assert.deepEqual(strokesOf(' ').strokes, []);
  });
});

describe('Canvas', () => {
  it('mixes edges by their share of a pixel, once where areas overlap', () => {
    const canvas = new Canvas(4, 2);
    const square = [0.5, 0, 2.5, 0, 2.5, 1, 0.5, 1];
    canvas.fill([square, square], [0, 0, 0], [0, 0, 4, 2]);
    assert.deepEqual(
      Array.from({ length: 8 }, (_, i) => canvas.pixels[3 * i]),
      [128, 0, 128, 255, 255, 255, 255, 255],
    );
  });
  it('keeps to a clip and to itself', () => {
    const canvas = new Canvas(3, 3);
    canvas.fill([[-9, -9, 9, -9, 9, 9, -9, 9]], [0, 0, 0], [1, 1, 2, 9]);
    assert.deepEqual(
      Array.from({ length: 9 }, (_, i) => canvas.pixels[3 * i] === 0).map(Number),
      [0, 0, 0, 0, 1, 0, 0, 1, 0],
    );
  });
});

describe('outlines', () => {
  it('of paths: lines, curves and circles from half circles', () => {
    assert.deepEqual(pathLines('M1 2h3v4H0V1l1-1ZM5,6L7,8'), [
      [1, 2, 4, 2, 4, 6, 0, 6, 0, 1, 1, 0, 1, 2],
      [5, 6, 7, 8],
    ]);
    const [circle = []] = pathLines('M3,0A3,3,0,1,1,-3,0A3,3,0,1,1,3,0');
    for (let i = 0; i < circle.length; i += 2) {
      const [x, y] = circle.slice(i, i + 2) as [number, number];
      assert.ok(Math.abs(x * x + y * y - 9) < 1e-9);
    }
    assert.deepEqual(pathLines('M0 0C0 1 1 1 1 0')[0]?.slice(-2), [1, 0]);
    assert.throws(() => pathLines('M0 0A3 3 0 0 1 3 3'), { message: 'arc that is no half circle' });
    assert.throws(() => pathLines('M0 0Q1 1 2 2'), { message: "path command 'Q'" });
  });
  it('of strokes turn the same way in every direction', () => {
    for (const line of [
      [0, 0, 5, 0],
      [5, 0, 0, 0],
      [0, 0, 0, 5],
      [0, 5, 3, 0],
      [0, 0, 2, 2, 4, 0],
    ]) {
      const turns = strokeAreas(line, 3).map((area) => {
        let twice = 0;
        for (let i = 0; i < area.length; i += 2) {
          const j = (i + 2) % area.length;
          twice += (area[i] as number) * (area[j + 1] as number) - (area[j] as number) * (area[i + 1] as number);
        }
        return Math.sign(twice);
      });
      assert.deepEqual(new Set(turns).size, 1);
    }
  });
});
