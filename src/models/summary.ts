import type { Layer } from '../layers/layer.ts';
import { RecurrentLayer } from '../layers/recurrent-layer.ts';
import type { OpenShape } from '../tensor/shape.ts';

/** What a summary shows of a model. */
export interface SummaryInput {
  readonly name: string;
  readonly layers: readonly Layer[];
  /** Output shape of each layer; undefined before the model is built. */
  readonly shapes: readonly OpenShape[] | undefined;
  /** Numbers that the optimizer keeps, learning rate and step count among them; 0 before training. */
  readonly optimizerParams: number;
}

const WIDTHS = [31, 22, 13];

/** The table that Keras prints (layers, output shapes, parameter counts), and the path that recurrent layers take. */
export function summarize({ name, layers, shapes, optimizerParams }: SummaryInput): string {
  const rows = layers.map((layer, i) => {
    const unbuilt = shapes === undefined && hasWeights(layer);
    const shape = shapes?.[i];
    return [
      `${layer.name} (${layer.className})`,
      shape === undefined ? '?' : shapeText(shape),
      unbuilt ? '0 (unbuilt)' : count(layer.countParams()),
    ];
  });
  const header = ['Layer (type)', 'Output Shape', 'Param #'];
  const widths = WIDTHS.map((least, i) =>
    Math.max(least, ...[header, ...rows].map((row) => (row[i] as string).length)),
  );
  const line = (left: string, fill: string, middle: string, right: string): string =>
    left + widths.map((width) => fill.repeat(width + 2)).join(middle) + right;
  const cells = (row: readonly string[], bar: string): string => {
    const [a = '', b = '', c = ''] = row;
    const [wa = 0, wb = 0, wc = 0] = widths;
    return `${bar} ${a.padEnd(wa)} ${bar} ${b.padEnd(wb)} ${bar} ${c.padStart(wc)} ${bar}`;
  };
  const body = rows.map((row) => cells(row, '│')).join(`\n${line('├', '─', '┼', '┤')}\n`);
  const weights = layers.flatMap((layer) => layer.weights);
  const sizeOf = (trainable: boolean): number =>
    weights.reduce((sum, w) => sum + (w.trainable === trainable ? w.size : 0), 0);
  const trainable = sizeOf(true);
  const fixed = sizeOf(false);
  const paths = layers.flatMap(recurrentLayers).map((layer) => `${layer.fullName} ${layer.path}`);
  const total = trainable + fixed + optimizerParams;
  return [
    `Model: "${name}"`,
    line('┏', '━', '┳', '┓'),
    cells(header, '┃'),
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

/** Whether a layer will have weights once it is built. */
function hasWeights(layer: Layer): boolean {
  return 'units' in layer || layer.layers.some(hasWeights) || recurrentLayers(layer).length > 0;
}

/** The recurrent layers among a layer and its parts. */
function recurrentLayers(layer: Layer): RecurrentLayer[] {
  return layer instanceof RecurrentLayer ? [layer] : layer.layers.flatMap(recurrentLayers);
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
