import type { ConfigEntry } from '../../config.ts';
import type { Refuse } from '../../formats/refuse.ts';
import { describeT7, isT7, type T7Object, t7Numbers } from '../../formats/t7.ts';
import { ownKernel, ownMatrix } from './weight-order.ts';

/** A layer as its config, and its weights in our order. */
export interface ReadLayer extends ConfigEntry {
  readonly weights: readonly Float32Array[];
}

/** Our activations of Torch's modules. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  'nn.ReLU': 'relu',
  'nn.Sigmoid': 'sigmoid',
  'nn.Tanh': 'tanh',
  'nn.SoftMax': 'softmax',
  'nn.LogSoftMax': 'logSoftmax',
};

/** Each module as our layers. */
const readers: Readonly<Record<string, (fields: Fields, modules: Modules) => void>> = {
  'nn.Identity': () => {},
  'nn.Dropout': dropout,
  'nn.View': view,
  'nn.Reshape': view,
  'nn.SpatialConvolution': convolution,
  'nn.SpatialConvolutionMM': convolution,
  'nn.SpatialMaxPooling': pooling,
  'nn.Linear': linear,
};

/** Modules at most, counted at each place: a small file can name one that names one twice, and so on. */
const MOST_MODULES = 10_000;

/** The modules of an nn.Sequential as layers, and the shape of a sample that they are given. */
export function readModules(value: T7Object, refuse: Refuse): { layers: ReadLayer[]; shape: (number | null)[] } {
  const modules = new Modules(refuse);
  modules.readAll(value, '', []);
  return modules.result();
}

/** The fields of a module, checked as they are read. */
class Fields {
  readonly #object: T7Object;
  readonly #refuse: Refuse;
  /** As errors name it: "'modules.1' (nn.Linear)". */
  readonly place: string;

  constructor(object: T7Object, place: string, refuse: Refuse) {
    this.#object = object;
    this.#refuse = refuse;
    this.place = `${place} (${object.className})`;
  }

  has(name: string): boolean {
    return this.#object.fields.has(name) && this.#object.fields.get(name) !== null;
  }

  flag(name: string): boolean {
    return this.#object.fields.get(name) === true;
  }

  /** A whole number. */
  count(name: string, { from = 1, otherwise }: { from?: number; otherwise?: number } = {}): number {
    const value = this.#object.fields.get(name) ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= from) return value;
    return this.#refuse(`${name} of ${this.place} must be a whole number from ${from}`, describeT7(value));
  }

  number(name: string): number {
    const value = this.#object.fields.get(name);
    if (typeof value === 'number') return value;
    return this.#refuse(`${name} of ${this.place} must be a number`, describeT7(value));
  }

  /** A torch.LongStorage of sizes. */
  sizes(name: string): number[] {
    const value = this.#object.fields.get(name);
    if (isT7(value, 'storage') && value.data.length > 0) return Array.from<number | bigint, number>(value.data, Number);
    return this.#refuse(`${name} of ${this.place} must be a storage of sizes`, describeT7(value));
  }

  /** A tensor of floats of one of these shapes. */
  floats(name: string, shapes: readonly (readonly number[])[]): Float32Array {
    const value = this.#object.fields.get(name);
    const must = `${name} of ${this.place} must be a tensor ${shapes.map((shape) => `[${shape.join(', ')}]`).join(' or ')}`;
    if (!isT7(value, 'tensor')) return this.#refuse(must, describeT7(value));
    if (!shapes.some((shape) => shape.join() === value.shape.join())) {
      return this.#refuse(must, `[${value.shape.join(', ')}]`);
    }
    const { data } = t7Numbers(value);
    if (data instanceof Float32Array) return data;
    return data instanceof Float64Array ? Float32Array.from(data) : this.#refuse(`${must} of floats`, value.of);
  }

  /** Shape of the weight, as it stands in the file. */
  shapeOf(name: string): readonly number[] {
    const value = this.#object.fields.get(name);
    return isT7(value, 'tensor')
      ? value.shape
      : this.#refuse(`${name} of ${this.place} must be a tensor`, describeT7(value));
  }

  refuse(must: string, received: string): never {
    return this.#refuse(`${must} of ${this.place}`, received);
  }

  unsupported(must: string, received: string): never {
    return this.#refuse.unsupported(`${must} of ${this.place}`, received);
  }
}

/** What has been read so far. */
class Modules {
  readonly #refuse: Refuse;
  readonly #layers: ReadLayer[] = [];
  #shape: (number | null)[] | undefined;
  /** Channels of the images that come next; undefined where rows do, or nothing is known yet. */
  channels: number | undefined;
  /** Whether rows come next, and how many numbers they have, where that is known. */
  vectors = false;
  features: number | undefined;
  /** Images that have become rows, until a matrix takes them in: their channels, and which layer does it. */
  #rows: { readonly channels: number; readonly place: number } | undefined;
  #count = 0;

  constructor(refuse: Refuse) {
    this.#refuse = refuse;
  }

  readAll(object: T7Object, path: string, within: readonly T7Object[]): void {
    const list = object.fields.get('modules');
    const where = path === '' ? 'modules' : `${path}.modules`;
    if (!(list instanceof Map)) this.#refuse(`'${where}' must be a list of modules`, describeT7(list));
    for (let i = 1; i <= list.size; i++) {
      const each = list.get(i);
      const place = `${where}.${i}`;
      if (++this.#count > MOST_MODULES) {
        this.#refuse.unsupported(`modules must be at most ${MOST_MODULES}, those in others counted too`, 'more');
      }
      if (!isT7(each, 'object')) this.#refuse(`'${place}' must be a module of nn`, describeT7(each));
      if (each.className === 'nn.Sequential') {
        if (within.includes(each) || each === object)
          this.#refuse(`'${place}' must not hold itself`, 'a module that does');
        this.readAll(each, place, [...within, object]);
      } else this.#read(each, place);
    }
  }

  #read(object: T7Object, place: string): void {
    const { className } = object;
    const name = Object.hasOwn(ACTIVATIONS, className) ? ACTIVATIONS[className] : undefined;
    const read = Object.hasOwn(readers, className) ? readers[className] : undefined;
    if (name !== undefined) this.#activate(name);
    else if (read !== undefined) read(new Fields(object, `'${place}'`, this.#refuse), this);
    else {
      const known = ['nn.Sequential', ...Object.keys(readers), ...Object.keys(ACTIVATIONS)].sort();
      this.#refuse.unsupported(`'${place}' must be among ${known.join(', ')}`, describeT7(object));
    }
  }

  add(className: string, config: Record<string, unknown>, weights: readonly Float32Array[] = []): void {
    this.#layers.push({ className, config, weights });
  }

  /** Says what a sample is, if nothing before has. */
  begin(shape: (number | null)[]): void {
    this.#shape ??= shape;
  }

  /** Images become rows of so many numbers, or, where it is not known, of as many as the next matrix takes. */
  flatten(size: number | undefined): void {
    this.vectors = true;
    const before = this.channels === undefined ? this.features : undefined;
    this.features = size ?? before;
    if (this.channels === undefined) return;
    this.#rows = { channels: this.channels, place: this.#layers.length };
    this.channels = undefined;
    this.add('Reshape', {});
  }

  /** Rows of so many numbers are taken in; gives the channels of the images that they are made of, or 1. */
  takeRows(size: number): number {
    if (this.#rows === undefined) return 1;
    const { channels, place } = this.#rows;
    this.#rows = undefined;
    this.#layers[place] = { className: 'Reshape', config: { targetShape: [size] }, weights: [] };
    return channels;
  }

  /** An activation goes into the layer before it, where that has room for one. */
  #activate(activation: string): void {
    const last = this.#layers.at(-1);
    if (last?.config.activation === 'linear' && last.className !== 'Activation') {
      this.#layers[this.#layers.length - 1] = { ...last, config: { ...last.config, activation } };
    } else this.add('Activation', { activation });
  }

  result(): { layers: ReadLayer[]; shape: (number | null)[] } {
    if (this.#shape === undefined) {
      return this.#refuse.unsupported('modules must have an nn.Linear or an nn.SpatialConvolution', 'none of them');
    }
    if (this.#rows !== undefined) {
      this.#refuse.unsupported('rows of images must go into an nn.Linear', 'a model that ends with them');
    }
    return { layers: this.#layers, shape: this.#shape };
  }
}

function dropout(fields: Fields, modules: Modules): void {
  const rate = fields.number('p');
  if (!fields.flag('v2') && rate > 0)
    fields.unsupported('v2 must be true (nothing is scaled when it is used)', 'false');
  if (!(rate >= 0 && rate < 1)) fields.unsupported('p must be from 0 to below 1', `${rate}`);
  modules.add('Dropout', { rate });
}

function view(fields: Fields, modules: Modules): void {
  const sizes = fields.sizes('size');
  const rows = sizes.length === 1 || (sizes.length === 2 && sizes[0] === -1);
  if (!rows) fields.unsupported('size must be that of rows, [D] or [-1, D],', `[${sizes.join(', ')}]`);
  const size = sizes.at(-1) as number;
  if (size !== -1 && size < 1) fields.refuse('size must be -1 or at least 1,', `${size}`);
  if (modules.channels === undefined && size !== -1 && (modules.features ?? size) !== size) {
    fields.refuse(`size must be ${modules.features}, as many as the rows have,`, `${size}`);
  }
  modules.flatten(size === -1 ? undefined : size);
}

function convolution(fields: Fields, modules: Modules): void {
  const [depth, filters] = [fields.count('nInputPlane'), fields.count('nOutputPlane')];
  const [kH, kW] = [fields.count('kH'), fields.count('kW')];
  const strides = [fields.count('dH', { otherwise: 1 }), fields.count('dW', { otherwise: 1 })];
  const least = { from: 0, otherwise: fields.has('padding') ? fields.count('padding', { from: 0 }) : 0 };
  const [padH, padW] = [fields.count('padH', least), fields.count('padW', least)];
  if (modules.vectors) fields.refuse('input must be images', 'rows');
  if (modules.channels !== undefined && modules.channels !== depth) {
    fields.refuse(`nInputPlane must be ${modules.channels}`, `${depth}`);
  }
  const same = 2 * padH === kH - 1 && 2 * padW === kW - 1 && strides.every((n) => n === 1) && padH + padW > 0;
  if (!same && padH + padW > 0) modules.add('ZeroPadding2D', { padding: [padH, padW] });
  const kernel = fields.floats('weight', [
    [filters, depth, kH, kW],
    [filters, depth * kH * kW],
  ]);
  const useBias = fields.has('bias');
  const weights = [
    ownKernel(kernel, [filters, depth, kH, kW]),
    ...(useBias ? [fields.floats('bias', [[filters]])] : []),
  ];
  const padding = same ? 'same' : 'valid';
  modules.begin([null, null, depth]);
  modules.channels = filters;
  modules.add('Conv2D', { filters, kernelSize: [kH, kW], strides, padding, useBias, activation: 'linear' }, weights);
}

function pooling(fields: Fields, modules: Modules): void {
  if (modules.vectors) fields.refuse('input must be images', 'rows');
  const [kH, kW] = [fields.count('kH'), fields.count('kW')];
  const strides = [fields.count('dH', { otherwise: kH }), fields.count('dW', { otherwise: kW })];
  for (const name of ['padH', 'padW']) {
    const pad = fields.count(name, { from: 0, otherwise: 0 });
    if (pad > 0) fields.unsupported(`${name} must be 0`, `${pad}`);
  }
  if (fields.flag('ceil_mode')) fields.unsupported('ceil_mode must be false', 'true');
  modules.add('MaxPooling2D', { poolSize: [kH, kW], strides, padding: 'valid' });
}

function linear(fields: Fields, modules: Modules): void {
  if (modules.channels !== undefined) fields.unsupported('input must be rows, by an nn.View in front,', 'images');
  const [units = 0, size = 0, ...rest] = fields.shapeOf('weight');
  const weight = fields.floats('weight', rest.length === 0 && units > 0 && size > 0 ? [[units, size]] : []);
  const useBias = fields.has('bias');
  const bias = useBias ? [fields.floats('bias', [[units]])] : [];
  modules.begin([size]);
  const channels = modules.takeRows(size);
  const fits = (modules.features ?? size) === size && size % channels === 0;
  if (!fits) fields.refuse(`weight must have ${modules.features ?? `a multiple of ${channels}`} columns`, `${size}`);
  modules.features = units;
  modules.vectors = true;
  modules.add('Dense', { units, useBias, activation: 'linear' }, [ownMatrix(weight, [units, size], channels), ...bias]);
}
