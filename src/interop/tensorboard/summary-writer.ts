import { OptionError, UnsupportedError } from '../../errors.ts';
import { eventBytes } from '../../formats/event-file.ts';
import type { LogEvent, SummaryValue } from '../../formats/event-messages.ts';
import { joinBytes } from '../../formats/join-bytes.ts';
import { type Pixels, writePng } from '../../formats/png.ts';
import { textTensor } from '../../formats/tensor-message.ts';
import { LayeredModel } from '../../models/layered-model.ts';
import { checkNumber, checkOptions, checkText, describe } from '../../options.ts';
import type { Figure, SvgOptions } from '../../plots/index.ts';
import { toPixels } from '../../plots/to-pixels.ts';
import type { Tensors } from '../../tensor/batch.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { type EventSink, makeEventFile } from './event-folder.ts';
import { countValues } from './histogram-counts.ts';
import { modelGraph } from './model-graph.ts';

/** Options of `SummaryWriter`. */
export interface SummaryWriterOptions {
  /** Events that are kept before they are written together, from 1. Default 10. */
  maxQueue?: number;
  /**
   * Step, from 0, at which a run goes on that broke off: what earlier files of the folder have of it and of later steps
   * counts no more. Default none.
   */
  purgeStep?: number;
}

/** Options of every method of `SummaryWriter` that adds something. */
export interface AddOptions {
  /** When it was, in seconds since 1970. Default: now. */
  wallTime?: number;
}

/** Options of `addHistogram`. */
export interface AddHistogramOptions extends AddOptions {
  /** Buckets between the least and the greatest value, from 1 to 10,000. Default 30. */
  bins?: number;
}

/** Options of `addFigure`. */
export interface AddFigureOptions extends AddOptions, SvgOptions {}

const NAME = 'SummaryWriter';

/**
 * Writes an event file that TensorBoard reads: numbers over steps, histograms, pictures, texts, the graph of a model.
 *
 * Each writer makes a file of its own in the folder (a run, in TensorBoard's words), after those that are there; files are
 * only ever added to, whole records at a time, so that a crash loses at most what was not flushed. In a browser, or where
 * the bytes should go elsewhere, give a function instead of a folder: it gets the bytes of the file, piece by piece.
 *
 * @param target folder of the run (in Node), or a function that takes the bytes.
 * @throws OptionError for options out of their range; ResourceError where the file cannot be written.
 * @see https://docs.pytorch.org/docs/stable/tensorboard.html
 * @example
 * ```ts
 * import { SummaryWriter } from 'memcell/io';
 * const writer = new SummaryWriter('logs/by-hand');
 * for (const step of [0, 1, 2]) writer.addScalar('loss', 1 / (step + 1), step);
 * writer.addHistogram('weights', [-1, 0, 0.5, 1], 2);
 * writer.addText('note', 'A *short* run.');
 * writer.close();
 * console.log(writer.path?.startsWith('logs/by-hand/events.out.tfevents.')); // => true
 * ```
 */
export class SummaryWriter {
  /** The file; undefined where a function takes the bytes. */
  readonly path: string | undefined;
  readonly #sink: EventSink;
  readonly #maxQueue: number;
  #queue: Uint8Array[] = [];
  #closed = false;

  constructor(target: string | EventSink, options: SummaryWriterOptions = {}) {
    checkOptions(NAME, options, ['maxQueue', 'purgeStep'], ['comment', 'flushSecs', 'filenameSuffix']);
    this.#maxQueue = checkNumber(NAME, 'maxQueue', options.maxQueue ?? 10, { from: 1, whole: true });
    const { purgeStep } = options;
    if (purgeStep !== undefined) checkNumber(NAME, 'purgeStep', purgeStep, { from: 0, whole: true });
    if (typeof target === 'function') this.#sink = target;
    else if (typeof target === 'string' && target !== '') {
      const file = makeEventFile(target, ownName());
      this.path = `${target}/${file.name}`;
      this.#sink = file.write;
    } else {
      throw new OptionError(
        `Cannot create ${NAME}: target must be the path of a folder or a function that takes bytes, received ${describe(target)}`,
      );
    }
    this.#add('open event file', { fileVersion: 'brain.Event:2', values: [] }, 0, {});
    if (purgeStep !== undefined) this.#add('open event file', { restart: true, values: [] }, purgeStep, {});
    this.flush();
  }

  /** Adds a number, kept in float32; NaN and infinity are allowed. @throws OptionError where it is no number. */
  addScalar(tag: string, value: number, step = 0, options: AddOptions = {}): void {
    const action = `add scalar '${tag}'`;
    if (typeof value !== 'number') {
      throw new OptionError(`Cannot ${action}: value must be a number, received ${describe(value)}`);
    }
    this.#addValue(action, { tag, kind: 'scalar', value }, step, options);
  }

  /**
   * Adds the distribution of values, as counts in buckets of equal width.
   *
   * @throws OptionError for no values, or one that is not finite.
   */
  addHistogram(tag: string, values: Tensor | ArrayLike<number>, step = 0, options: AddHistogramOptions = {}): void {
    const action = `add histogram '${tag}'`;
    checkOptions(action, options, ['bins', 'wallTime']);
    const { bins = 30, ...rest } = options;
    checkNumber(action, 'bins', bins, { from: 1, to: 10_000, whole: true });
    const numbers = values instanceof Tensor ? values.data : values;
    if (typeof numbers !== 'object' || typeof numbers?.length !== 'number') {
      throw new OptionError(`Cannot ${action}: values must be a tensor or a list, received ${describe(values)}`);
    }
    const counts = countValues(action, numbers, bins);
    this.#addValue(action, { tag, kind: 'histogram', value: counts }, step, rest);
  }

  /**
   * Adds a picture of grey (1 channel) or coloured (3 channels) pixels, rows of [height, width, channels] from 0 to 255,
   * kept as PNG.
   *
   * @throws OptionError where there are not as many pixels as it says; UnsupportedError for SVG, which TensorBoard does not
   * show.
   */
  addImage(tag: string, image: Pixels, step = 0, options: AddOptions = {}): void {
    const action = `add image '${tag}'`;
    if (typeof image === 'string') {
      throw new UnsupportedError(`Cannot ${action}: it must be pixels, received a text`, {
        hint: 'TensorBoard shows no SVG; addFigure draws a figure as pixels.',
      });
    }
    const { width, height, channels } = checkPixels(action, image);
    const value = { width, height, channels, encoded: writePng(image) };
    this.#addValue(action, { tag, kind: 'image', value }, step, options);
  }

  /**
   * Adds a figure of 'memcell/plots', drawn as pixels on light paper in letters made of strokes: those with accents lose
   * them, signs beyond Latin letters and common mathematics are boxes.
   *
   * @param options width: from 200 to 10,000 pixels, default 720; height: from 120, default what suits the figure.
   * @throws OptionError if parts of the figure do not fit each other.
   */
  addFigure(tag: string, figure: Figure, step = 0, options: AddFigureOptions = {}): void {
    checkOptions(`add figure '${tag}'`, options, ['width', 'height', 'wallTime']);
    const { width, height, ...rest } = options;
    const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
    this.addImage(tag, toPixels(figure, size), step, rest);
  }

  /** Adds a text, which TensorBoard reads as Markdown. @throws OptionError where it is none. */
  addText(tag: string, text: string, step = 0, options: AddOptions = {}): void {
    const action = `add text '${tag}'`;
    if (typeof text !== 'string') {
      throw new OptionError(`Cannot ${action}: it must be a text, received ${describe(text)}`);
    }
    this.#addValue(action, { tag, plugin: 'text', kind: 'tensor', value: textTensor([text], []) }, step, options);
  }

  /**
   * Adds the graph of a model: a scope for each layer, in it its weights and what it computes, with the shapes of all.
   *
   * @throws OptionError where it is no model, or not built.
   */
  addGraph(model: LayeredModel<Tensors>, options: AddOptions = {}): void {
    const action = 'add graph';
    if (!(model instanceof LayeredModel)) {
      throw new OptionError(`Cannot ${action}: model must be a Sequential or a Model, received ${describe(model)}`);
    }
    this.#add(action, { graph: modelGraph(model), values: [] }, 0, options);
  }

  /** Writes what is kept. @throws ResourceError where it cannot be written; it is then kept on. */
  flush(): void {
    if (this.#queue.length === 0) return;
    this.#sink(joinBytes(this.#queue));
    this.#queue = [];
  }

  /** Writes what is kept, and ends the file: nothing can be added any more. */
  close(): void {
    this.flush();
    this.#closed = true;
  }

  #addValue(action: string, value: SummaryValue, step: number, options: AddOptions): void {
    checkText(action, 'tag', value.tag);
    this.#add(action, { values: [value] }, step, options);
  }

  #add(action: string, event: Omit<LogEvent, 'wallTime' | 'step'>, step: number, options: AddOptions): void {
    checkOptions(action, options, ['wallTime']);
    checkNumber(action, 'step', step, { from: 0, to: Number.MAX_SAFE_INTEGER, whole: true });
    const wallTime = checkNumber(action, 'wallTime', options.wallTime ?? Date.now() / 1000);
    if (this.#closed) throw new OptionError(`Cannot ${action}: writer must be open, received one that is closed`);
    this.#queue.push(eventBytes({ ...event, step, wallTime }));
    if (this.#queue.length >= this.#maxQueue) this.flush();
  }
}

/** Tells the file from that of another process which makes one in the same second. */
function ownName(): string {
  return [...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join('');
}

function checkPixels(action: string, image: Pixels): Pixels {
  if (typeof image !== 'object' || image === null) {
    throw new OptionError(
      `Cannot ${action}: it must be { width, height, channels, pixels }, received ${describe(image)}`,
    );
  }
  const { width, height, channels, pixels } = image;
  for (const [name, size] of Object.entries({ width, height }))
    checkNumber(action, name, size, { from: 1, whole: true });
  if (channels !== 1 && channels !== 3) {
    throw new OptionError(`Cannot ${action}: channels must be 1 or 3, received ${describe(channels)}`);
  }
  const size = width * height * channels;
  if (pixels?.length !== size) {
    throw new OptionError(`Cannot ${action}: there must be ${size} pixels, received ${pixels?.length ?? 'none'}`);
  }
  for (let i = 0; i < size; i++) checkPixel(action, pixels[i], i);
  return image;
}

function checkPixel(action: string, value: unknown, i: number): void {
  if (typeof value === 'number' && value >= 0 && value <= 255) return;
  throw new OptionError(`Cannot ${action}: pixels must be from 0 to 255, received ${describe(value)} at ${i}`);
}
