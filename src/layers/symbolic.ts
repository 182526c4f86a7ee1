import { OptionError, ShapeError } from '../errors.ts';
import { checkOptions, describe } from '../options.ts';
import { formatShape, isOneShape, type OpenShape, type OpenShapes } from '../tensor/shape.ts';
import { type Dtype, Tensor } from '../tensor/tensor.ts';
import { notSymbolic, provideApply } from './applied.ts';

/** What an application of a layer needs of it. */
export interface AppliedLayer {
  readonly name: string;
  readonly className: string;
  /** Whether it may be given a list of inputs. */
  readonly takesList: boolean;
  outputShape(inputShape: OpenShapes): OpenShapes;
}

/** One application of a layer to symbolic tensors; an Input's has none. */
export interface GraphNode {
  readonly layer: AppliedLayer;
  readonly inputs: readonly SymbolicTensor[];
  /** Whether the layer was given a list. */
  readonly listed: boolean;
  readonly outputs: readonly SymbolicTensor[];
}

/** One symbolic tensor, or a list of them. */
export type SymbolicTensors = SymbolicTensor | readonly SymbolicTensor[];

/** Options of `apply`. */
export interface ApplyOptions {
  /** States that a recurrent layer begins with: `[h, c]` of another LSTM. */
  initialState?: SymbolicTensors;
}

/**
 * A tensor that has a shape and no numbers yet: what `Input` gives, and what layers make of it. A `Model` goes from such
 * inputs to such outputs.
 *
 * @example
 * ```ts
 * import { Dense, Input } from 'memcell';
 * const x = Input({ shape: [3] });
 * const y = new Dense({ units: 2 }).apply(x);
 * console.log(y.shape); // => [ null, 2 ]
 * ```
 */
export class SymbolicTensor {
  /** Batch axis first; null where a size may change. */
  readonly shape: OpenShape;
  readonly dtype: Dtype;
  /** @internal The application that makes it. */
  readonly node: GraphNode;
  /** @internal Its place among the outputs of that. */
  readonly index: number;

  /** @internal Use `Input` and `apply`. */
  constructor(shape: OpenShape, dtype: Dtype, node: GraphNode, index: number) {
    this.shape = shape;
    this.dtype = dtype;
    this.node = node;
    this.index = index;
  }

  /** Name of the layer that makes it. */
  get name(): string {
    return this.node.layer.name;
  }

  /** Layer and shape, for looking at. */
  toString(): string {
    return `SymbolicTensor ${formatShape(this.shape)} of '${this.name}'`;
  }
}

/** The application of a layer without inputs, which is a place for data. */
export function inputNode(layer: AppliedLayer, shape: OpenShape, dtype: Dtype): GraphNode {
  return makeNode(layer, [], false, [shape], dtype);
}

/**
 * Applies a layer to symbolic tensors; the list of outputs where it has several.
 *
 * @throws OptionError for what is no symbolic tensor; ShapeError where shapes do not fit.
 */
export function applyLayer(layer: AppliedLayer, given: SymbolicTensors, options: ApplyOptions): SymbolicTensors {
  const action = `apply ${layer.className} '${layer.name}'`;
  checkOptions(action, options, ['initialState']);
  const { initialState } = options;
  const list = Array.isArray(given);
  const all: readonly unknown[] = list ? given : [given];
  if (list && initialState !== undefined) {
    throw new OptionError(
      `Cannot ${action}: with initialState there must be one input, received a list of ${all.length}`,
    );
  }
  const states: readonly unknown[] =
    initialState === undefined ? [] : Array.isArray(initialState) ? initialState : [initialState];
  const inputs = [...all, ...states].map((each) => checkSymbolic(action, each));
  const listed = list || states.length > 0;
  if (inputs.length === 0 || (listed && !layer.takesList)) {
    const received = inputs.length === 0 ? 'none' : `a list of ${inputs.length}`;
    throw new ShapeError(
      `Cannot ${action}: there must be ${layer.takesList ? 'at least one input' : 'one input, which is no list'}, received ${received}`,
      layer.takesList ? {} : { hint: 'Put the inputs together first: new Concatenate().apply([a, b]).' },
    );
  }
  const shapes = inputs.map(({ shape }) => shape);
  const made = layer.outputShape(listed ? shapes : (shapes[0] as OpenShape));
  const { outputs } = makeNode(layer, inputs, listed, isOneShape(made) ? [made] : made, 'float32');
  return isOneShape(made) ? (outputs[0] as SymbolicTensor) : outputs;
}

function makeNode(
  layer: AppliedLayer,
  inputs: readonly SymbolicTensor[],
  listed: boolean,
  shapes: readonly OpenShape[],
  dtype: Dtype,
): GraphNode {
  const outputs: SymbolicTensor[] = [];
  const node: GraphNode = { layer, inputs, listed, outputs };
  for (const shape of shapes) outputs.push(new SymbolicTensor(shape, dtype, node, outputs.length));
  return node;
}

function checkSymbolic(action: string, value: unknown): SymbolicTensor {
  if (value instanceof SymbolicTensor) return value;
  throw notSymbolic(action, value instanceof Tensor ? `a tensor ${formatShape(value.shape)}` : describe(value));
}

provideApply(applyLayer);
