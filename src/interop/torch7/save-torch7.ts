import { UnsupportedError } from '../../errors.ts';
import { type T7Object, type T7Value, t7List, t7Tensor } from '../../formats/t7.ts';
import { writeT7 } from '../../formats/write-t7.ts';
import type { Layer } from '../../layers/layer.ts';
import type { LayeredModel } from '../../models/layered-model.ts';
import { Sequential } from '../../models/sequential.ts';
import type { Tensors } from '../../tensor/batch.ts';
import { formatShape, type OpenShape } from '../../tensor/shape.ts';
import { torchKernel, torchMatrix } from './weight-order.ts';

/** Torch's modules of our activations. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: 'nn.ReLU',
  sigmoid: 'nn.Sigmoid',
  tanh: 'nn.Tanh',
  softmax: 'nn.SoftMax',
  logSoftmax: 'nn.LogSoftMax',
};

/** What is known between two layers. */
interface Place {
  readonly layer: Layer;
  /** Shape of the layer's input, batch axis first. */
  readonly shape: OpenShape;
  /** Channels of the image that the rows are made of, in Keras's order; 1 where they are of none. */
  readonly channels: number;
  refuse(must: string, received: string): never;
}

type Fields = Readonly<Record<string, T7Value>>;

/** A layer as modules of Torch. */
const writers: Readonly<Record<string, (place: Place) => readonly T7Object[]>> = {
  Activation: ({ layer, refuse }) => activation(layer.config().activation, refuse),
  Dropout: ({ layer }) => [
    module('nn.Dropout', { p: layer.config().rate as number, v2: true, inplace: false, noise: empty() }),
  ],
  Flatten: view,
  Reshape: view,
  Conv2D: convolution,
  MaxPooling2D: pooling,
  Dense: linear,
};

/**
 * A Sequential as the bytes of a `.t7` file that Torch 7 reads: an nn.Sequential in evaluation, images channels first.
 *
 * @throws UnsupportedError for a functional model, and for layers and options that have no module there.
 */
export function torch7Bytes(model: LayeredModel<Tensors>): Uint8Array<ArrayBuffer> {
  const refuse = (must: string, received: string): never => {
    throw new UnsupportedError(`Cannot save ${model.className} '${model.name}' as .t7: ${must}, received ${received}`, {
      hint: 'Save it as .safetensors, which holds all that memcell has.',
    });
  };
  if (!(model instanceof Sequential)) return refuse('it must be a Sequential', model.className);
  const modules: T7Object[] = [];
  let shape = model.inputShape as OpenShape;
  let channels = 1;
  for (const layer of model.layers) {
    const { className, name } = layer;
    const write = Object.hasOwn(writers, className) ? writers[className] : undefined;
    if (write === undefined) {
      return refuse(`its layers must be among ${Object.keys(writers).join(', ')}`, `${className} '${name}'`);
    }
    const place = {
      layer,
      shape,
      channels,
      refuse: (must: string, received: string) => refuse(`${must} of ${className} '${name}'`, received),
    };
    modules.push(...write(place));
    const before = shape;
    shape = layer.outputShape(shape) as OpenShape;
    if (className === 'Dense') channels = 1;
    else if (before.length === 4 && shape.length === 2) channels = before[3] as number;
  }
  if (channels > 1) refuse('a Flatten of images must be followed by a Dense', 'none');
  return writeT7(module('nn.Sequential', { modules: t7List(modules) }));
}

function module(className: string, fields: Fields): T7Object {
  const all = { _type: 'torch.FloatTensor', train: false, output: empty(), gradInput: empty(), ...fields };
  return { kind: 'object', className, fields: new Map(Object.entries(all)) };
}

function empty(): T7Value {
  return { kind: 'tensor', of: 'float32', shape: [0], strides: [1], offset: 0, storage: null };
}

function activation(name: unknown, refuse: Place['refuse']): readonly T7Object[] {
  if (name === 'linear') return [];
  const className = Object.hasOwn(ACTIVATIONS, name as string) ? ACTIVATIONS[name as string] : undefined;
  if (className === undefined)
    return refuse(`activation must be linear, ${Object.keys(ACTIVATIONS).join(', ')}`, `'${name}'`);
  return [module(className, className === 'nn.ReLU' ? { threshold: 0, val: 0, inplace: false } : {})];
}

/** Rows of whole images; nothing where they are rows already. */
function view({ shape, layer, refuse }: Place): readonly T7Object[] {
  const output = layer.outputShape(shape) as OpenShape;
  const size = output[1];
  if (output.length !== 2 || typeof size !== 'number')
    return refuse('output must be rows [B, D] of a known size', formatShape(output));
  if (shape.length === 2) return [];
  if (shape.length !== 4) return refuse('input must be images [B, H, W, C]', formatShape(shape));
  const sizes: T7Value = { kind: 'storage', of: 'int64', data: BigInt64Array.of(BigInt(size)) };
  return [module('nn.View', { size: sizes, numElements: size })];
}

function convolution({ layer, shape, refuse }: Place): readonly T7Object[] {
  const {
    filters,
    kernelSize,
    strides,
    dilationRate,
    padding,
    activation: name,
  } = layer.config() as {
    filters: number;
    kernelSize: readonly [number, number];
    strides: readonly [number, number];
    dilationRate: readonly number[];
    padding: string;
    activation: string;
  };
  const [kH, kW] = kernelSize;
  const [dH, dW] = strides;
  if (dilationRate.some((n) => n !== 1)) return refuse('dilationRate must be 1', formatShape(dilationRate));
  if (padding === 'same' && (dH !== 1 || dW !== 1 || kH % 2 === 0 || kW % 2 === 0)) {
    return refuse("padding must be 'valid', or the strides 1 and the kernelSize odd,", "'same'");
  }
  const [padH, padW] = padding === 'same' ? [(kH - 1) / 2, (kW - 1) / 2] : [0, 0];
  const depth = shape.at(-1) as number;
  const sizes = { nInputPlane: depth, nOutputPlane: filters, kW, kH, dW, dH, padW, padH };
  const weights = weightFields(layer, [filters, depth, kH, kW], (kernel, own) => torchKernel(kernel, own));
  return [module('nn.SpatialConvolution', { ...sizes, ...weights }), ...activation(name, refuse)];
}

function linear({ layer, shape, channels, refuse }: Place): readonly T7Object[] {
  if (shape.length !== 2) return refuse('input must be rows [B, D]', formatShape(shape));
  const { units, activation: name } = layer.config() as { units: number; activation: string };
  const weights = weightFields(layer, [units, shape[1] as number], (kernel, own) => torchMatrix(kernel, own, channels));
  return [module('nn.Linear', weights), ...activation(name, refuse)];
}

/** Kernel and bias of a layer, and room for their gradients. */
function weightFields(
  layer: Layer,
  shape: readonly number[],
  turn: (kernel: Float32Array, own: readonly number[]) => Float32Array,
): Fields {
  const [kernel, bias] = layer.weights;
  const block = (data: Float32Array, own: readonly number[]): T7Value => t7Tensor({ shape: own, data });
  const fields: Record<string, T7Value> = {
    weight: block(turn(kernel?.data as Float32Array, kernel?.shape ?? []), shape),
    gradWeight: block(new Float32Array(kernel?.size ?? 0), shape),
  };
  if (bias === undefined) return fields;
  fields.bias = block(bias.data as Float32Array, bias.shape);
  fields.gradBias = block(new Float32Array(bias.size), bias.shape);
  return fields;
}

function pooling({ layer, refuse }: Place): readonly T7Object[] {
  const { poolSize, strides, padding } = layer.config() as {
    poolSize: readonly [number, number];
    strides: readonly [number, number];
    padding: string;
  };
  if (padding !== 'valid') return refuse("padding must be 'valid'", `'${padding}'`);
  const [[kH, kW], [dH, dW]] = [poolSize, strides];
  return [module('nn.SpatialMaxPooling', { kW, kH, dW, dH, padW: 0, padH: 0, ceil_mode: false })];
}
