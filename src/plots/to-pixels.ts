import { UnsupportedError } from '../errors.ts';
import { readPng } from '../formats/png.ts';
import { cos, sin } from '../math.ts';
import type { Rgb } from './colors.ts';
import type { Figure } from './figure.ts';
import { type Box, Canvas, type Paint } from './raster/canvas.ts';
import { strokesOf } from './raster/glyphs.ts';
import { after, circle, clippedLines, dashes, type Matrix, moved, pathLines, strokeAreas } from './raster/outline.ts';
import { readSvg, type Style, StyleSheet, type SvgNode } from './raster/svg-nodes.ts';
import { signWidth, textWidth } from './svg/markup.ts';
import { type SvgOptions, toSvg } from './to-svg.ts';

/** A picture as pixels: rows of [height, width, 3], red, green and blue from 0 to 255. */
export interface FigurePixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/**
 * A figure as pixels, on light paper, for what shows no SVG: the drawing of `toSvg`, in plain letters made of strokes.
 * Letters with accents lose them; a sign beyond Latin letters and common mathematics is a box.
 *
 * @throws as `toSvg` does.
 */
export function toPixels(figure: Figure, options: SvgOptions = {}): FigurePixels {
  const svg = readSvg(toSvg(figure, options));
  const width = Number(svg.attributes.width);
  const height = Number(svg.attributes.height);
  const canvas = new Canvas(width, height);
  const sheet = new StyleSheet(svg.children.find(({ name }) => name === 'style')?.text ?? '');
  const named = new Map(everyNode(svg).map((node) => [`url(#${node.attributes.id ?? ''})`, node]));
  const pen: Pen = { canvas, sheet, named, matrix: [1, 0, 0, 1, 0, 0], clip: [0, 0, width, height], crisp: false };
  for (const node of svg.children) draw(node, pen);
  return { width, height, channels: 3, pixels: canvas.pixels };
}

interface Pen {
  readonly canvas: Canvas;
  readonly sheet: StyleSheet;
  /** Nodes by what refers to them: clips, patterns, gradients. */
  readonly named: ReadonlyMap<string, SvgNode>;
  readonly matrix: Matrix;
  readonly clip: Box;
  /** Whether edges lie on whole pixels, so that neighbours leave no seam. */
  readonly crisp: boolean;
}

function everyNode(node: SvgNode): SvgNode[] {
  return [node, ...node.children.flatMap(everyNode)];
}

const SILENT: readonly string[] = ['title', 'desc', 'style', 'clipPath', 'pattern', 'linearGradient'];

function draw(node: SvgNode, outer: Pen): void {
  const { name, attributes } = node;
  if (SILENT.includes(name)) return;
  const pen = { ...outer, matrix: after(outer.matrix, matrixOf(attributes.transform ?? '')) };
  const number = (key: string): number => Number(attributes[key] ?? 0);
  const style = pen.sheet.of(node);
  if (name === 'g') {
    const { 'clip-path': path, 'shape-rendering': rendering } = attributes;
    const clip = path === undefined ? pen.clip : clipOf(path, pen);
    const inner = { ...pen, clip, crisp: pen.crisp || rendering === 'crispEdges' };
    for (const child of node.children) draw(child, inner);
  } else if (name === 'rect' || name === 'image') {
    const [x, y, w, h] = [number('x'), number('y'), number('width'), number('height')];
    const corners = [x, y, x + w, y, x + w, y + h, x, y + h];
    if (name === 'rect') shape(pen, style, [[...corners, x, y]]);
    else
      pen.canvas.fill(
        [moved(pen.matrix, corners)],
        imagePaint(attributes.href ?? '', pen.matrix, [x, y, w, h]),
        pen.clip,
      );
  } else if (name === 'circle') {
    const points = circle(number('cx'), number('cy'), number('r'));
    shape(pen, style, [[...points, points[0] as number, points[1] as number]]);
  } else if (name === 'path') shape(pen, style, pathLines(attributes.d ?? ''));
  else if (name === 'text') write(node, pen, style);
  else throw new UnsupportedError(`Cannot draw figure as pixels: elements must be of toSvg, received '${name}'`);
}

/** Fills and strokes lines as their style says. */
function shape(pen: Pen, style: Style, lines: readonly (readonly number[])[]): void {
  const { canvas, clip, crisp, matrix } = pen;
  const scale = scaleOf(matrix);
  const exact = lines.map((line) => moved(matrix, line));
  const placed = crisp ? exact.map((line) => line.map(Math.round)) : exact;
  const fill = paintOf(style.fill ?? '#000', pen, placed[0] ?? []);
  if (fill !== undefined) canvas.fill(placed, fill, clip);
  const stroke = paintOf(style.stroke ?? 'none', pen, placed[0] ?? []);
  if (stroke === undefined) return;
  const width = Number(style['stroke-width'] ?? 1) * scale;
  const pattern = style['stroke-dasharray']?.split(' ').map((part) => Number(part) * scale);
  const [left, top, right, bottom] = clip;
  const seen: Box = [left - width, top - width, right + width, bottom + width];
  const pieces =
    pattern === undefined
      ? placed
      : placed.flatMap((line) => clippedLines(line, seen)).flatMap((line) => dashes(line, pattern as [number, number]));
  for (const piece of pieces) canvas.fill(strokeAreas(piece, width), stroke, clip);
}

/** Height of capitals at a font size of 1, a sixth of it the unit of glyphs. */
const CAPITAL = 0.72;

function write({ attributes, text }: SvgNode, pen: Pen, style: Style): void {
  const size = Number.parseFloat(style['font-size'] ?? style.font ?? '12');
  const ink = paintOf(style.fill ?? '#000', pen, []);
  if (ink === undefined) return;
  const shift = { start: 0, middle: 0.5, end: 1 }[attributes['text-anchor'] ?? 'start'] ?? 0;
  const unit = (size * CAPITAL) / 6;
  const thickness = unit * (style['font-weight'] === '600' ? 1.25 : 0.9);
  let x = Number(attributes.x) - shift * textWidth(text, size);
  for (const sign of text) {
    const room = signWidth(sign) * size;
    const { strokes, width } = strokesOf(sign);
    const across = Math.min(unit, (room * 0.86) / Math.max(width, 1)); // a glyph is never wider than its room
    const left = x + (room - width * across) / 2;
    const top = Number(attributes.y) - 6 * unit;
    for (const stroke of strokes) {
      const line = stroke.map((value, i) => (i % 2 === 0 ? left + value * across : top + value * unit));
      pen.canvas.fill(strokeAreas(moved(pen.matrix, line), thickness * scaleOf(pen.matrix)), ink, pen.clip);
    }
    x += room;
  }
}

/** How much longer lines become. */
function scaleOf([a, b, c, d]: Matrix): number {
  return Math.sqrt(Math.abs(a * d - b * c));
}

function matrixOf(text: string): Matrix {
  let matrix: Matrix = [1, 0, 0, 1, 0, 0];
  for (const [, name = '', inside = ''] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a = 0, b = 0, c = 0] = inside.split(/[\s,]+/).map(Number);
    if (name === 'translate') matrix = after(matrix, [1, 0, 0, 1, a, b]);
    else if (name === 'scale') matrix = after(matrix, [a, 0, 0, a, 0, 0]);
    else if (name === 'rotate') matrix = after(matrix, turn(a, b, c));
    else throw new UnsupportedError(`Cannot draw figure as pixels: transforms must be of toSvg, received '${name}'`);
  }
  return matrix;
}

/** Turned by an angle about a point; by quarters of a circle without rounding, so that lines stay upright. */
function turn(degrees: number, x: number, y: number): Matrix {
  const angle = (degrees * Math.PI) / 180;
  const exact = Number.isInteger(degrees / 90);
  const [c, s] = exact ? [Math.round(cos(angle)), Math.round(sin(angle))] : [cos(angle), sin(angle)];
  return after([1, 0, 0, 1, x, y], after([c, s, -s, c, 0, 0], [1, 0, 0, 1, -x, -y]));
}

function clipOf(reference: string, pen: Pen): Box {
  const rect = pen.named.get(reference)?.children[0]?.attributes ?? {};
  const [x, y, w, h] = ['x', 'y', 'width', 'height'].map((key) => Number(rect[key])) as [
    number,
    number,
    number,
    number,
  ];
  const [left, top, right, bottom] = moved(pen.matrix, [x, y, x + w, y + h]) as [number, number, number, number];
  return [
    Math.max(left, pen.clip[0]),
    Math.max(top, pen.clip[1]),
    Math.min(right, pen.clip[2]),
    Math.min(bottom, pen.clip[3]),
  ];
}

/** Soft grey hatching, for what is not finite. */
const HATCH: Rgb = [221, 226, 232];

function paintOf(text: string, pen: Pen, area: readonly number[]): Paint | undefined {
  if (text === 'none') return undefined;
  const node = pen.named.get(text);
  if (node === undefined) return colorOf(text);
  if (node.name === 'pattern') return (x, y) => ((x + y) % 6 < 1 ? HATCH : undefined);
  const stops = node.children.map(({ attributes }) => colorOf(attributes['stop-color'] ?? '#000'));
  const upward = node.attributes.x1 === node.attributes.x2;
  const values = area.filter((_, i) => i % 2 === (upward ? 1 : 0));
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  return (x, y) => {
    const share = upward ? (greatest - y - 0.5) / (greatest - least) : (x + 0.5 - least) / (greatest - least);
    return stops[Math.round(Math.min(Math.max(share, 0), 1) * (stops.length - 1))];
  };
}

function colorOf(text: string): Rgb {
  const digits =
    text.length === 4 ? [...text.slice(1)].map((digit) => digit + digit) : (text.slice(1).match(/../g) ?? []);
  return digits.map((pair) => Number.parseInt(pair, 16)) as unknown as Rgb;
}

/** The pixels of a small picture, each as large as it comes out. */
function imagePaint(href: string, matrix: Matrix, [x, y, w, h]: Box): Paint {
  const { width, height, pixels } = readPng(bytesOf(href));
  const [left, top, right, bottom] = moved(matrix, [x, y, x + w, y + h]) as [number, number, number, number];
  return (px, py) => {
    const column = Math.min(Math.max(Math.floor(((px + 0.5 - left) / (right - left)) * width), 0), width - 1);
    const row = Math.min(Math.max(Math.floor(((py + 0.5 - top) / (bottom - top)) * height), 0), height - 1);
    const [r, g, b, a] = pixels.subarray((row * width + column) * 4) as unknown as [number, number, number, number];
    return a === 0 ? undefined : [r, g, b];
  };
}

/** What an address holds in base 64. */
function bytesOf(address: string): Uint8Array {
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (sign) => sign.charCodeAt(0));
}
