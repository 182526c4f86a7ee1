import type { Layer } from '../layers/layer.ts';
import { RecurrentLayer } from '../layers/recurrent-layer.ts';
import { isOneShape, type OpenShape, type OpenShapes } from '../tensor/shape.ts';
import type { Variable } from '../tensor/variable.ts';

/** What a summary shows of a model. */
export interface SummaryInput {
  readonly name: string;
  readonly layers: readonly Layer[];
  /** Output shape of each layer; undefined before the model is built. */
  readonly shapes: readonly OpenShapes[] | undefined;
  /** Where the inputs of each layer come from; undefined where the layers are a chain. */
  readonly connections?: readonly string[] | undefined;
  readonly weights: readonly Variable[];
  /** Numbers that the optimizer keeps, learning rate and step count among them; 0 before training. */
  readonly optimizerParams: number;
}

/** Keras's columns in a terminal of 80, with and without the last one. */
const HEADER = ['Layer (type)', 'Output Shape', 'Param #', 'Connected to'];
const CHAIN_WIDTHS = [31, 22, 13];
const GRAPH_WIDTHS = [19, 17, 10, 17];

/**
 * The table that Keras prints (layers, output shapes, parameter counts; of a graph also where inputs come from), and the
 * path that recurrent layers take.
 */
export function summarize({ name, layers, shapes, connections, weights, optimizerParams }: SummaryInput): string {
  const widths = connections === undefined ? CHAIN_WIDTHS : GRAPH_WIDTHS;
  const rows = layers.map((layer, i) => {
    const unbuilt = shapes === undefined && hasWeights(layer);
    const shape = shapes?.[i];
    return [
      `${layer.name} (${layer.className})`,
      shape === undefined ? '?' : shapesText(shape),
      unbuilt ? '0 (unbuilt)' : count(layer.countParams()),
      connections?.[i] ?? '',
    ];
  });
  const line = (left: string, fill: string, middle: string, right: string): string =>
    left + widths.map((width) => fill.repeat(width + 2)).join(middle) + right;
  const cells = (row: readonly string[], bar: string): string => {
    const columns = widths.map((width, i) => wrap(row[i] as string, width));
    const height = Math.max(...columns.map((lines) => lines.length));
    const lines = Array.from({ length: height }, (_, at) => {
      const texts = columns.map((column, i) => {
        const text = column[at] ?? '';
        return i === 2 ? text.padStart(widths[i] as number) : text.padEnd(widths[i] as number);
      });
      return `${bar} ${texts.join(` ${bar} `)} ${bar}`;
    });
    return lines.join('\n');
  };
  const body = rows.map((row) => cells(row, '│')).join(`\n${line('├', '─', '┼', '┤')}\n`);
  const sizeOf = (trainable: boolean): number =>
    weights.reduce((sum, w) => sum + (w.trainable === trainable ? w.size : 0), 0);
  const trainable = sizeOf(true);
  const fixed = sizeOf(false);
  const paths = layers.flatMap(recurrentLayers).map((layer) => `${layer.fullName} ${layer.path}`);
  const total = trainable + fixed + optimizerParams;
  return [
    `Model: "${name}"`,
    line('┏', '━', '┳', '┓'),
    cells(HEADER, '┃'),
    line('┡', '━', '╇', '┩'),
    body,
    line('└', '─', '┴', '┘'),
    ` Total params: ${count(total)} (${bytes(total)})`,
    ` Trainable params: ${count(trainable)} (${bytes(trainable)})`,
    ` Non-trainable params: ${count(fixed)} (${bytes(fixed)})`,
    ...(optimizerParams > 0 ? [` Optimizer params: ${count(optimizerParams)} (${bytes(optimizerParams)})`] : []),
    ...(paths.length > 0 ? [` Recurrent path: ${paths.join(', ')}`] : []),
  ].join('\n');
}

/** Lines of a cell: broken between words, words that are too long cut off. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const cut = word.length > width ? `${word.slice(0, width - 1)}…` : word;
    if (line === '') line = cut;
    else if (line.length + 1 + cut.length <= width) line += ` ${cut}`;
    else {
      lines.push(line);
      line = cut;
    }
  }
  return [...lines, line];
}

/** Whether a layer will have weights once it is built. */
function hasWeights(layer: Layer): boolean {
  return layer.hasWeights || recurrentLayers(layer).length > 0;
}

/** The recurrent layers among a layer and its parts. */
function recurrentLayers(layer: Layer): RecurrentLayer[] {
  return layer instanceof RecurrentLayer ? [layer] : layer.layers.flatMap(recurrentLayers);
}

function shapesText(shapes: OpenShapes): string {
  return isOneShape(shapes) ? shapeText(shapes) : `[${shapes.map(shapeText).join(', ')}]`;
}

function shapeText(shape: OpenShape): string {
  return `(${shape.map((n) => n ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`;
}

function count(n: number): string {
  return n.toLocaleString('en-US');
}

function bytes(params: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let size = params * 4;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(2)} ${units[unit]}`;
}
