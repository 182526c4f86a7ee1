import { activeTape, type Backward } from '../autograd/tape.ts';
import { backend } from '../backend/current.ts';
import type { Address, KernelTable } from '../backend/table.ts';
import { ShapeError } from '../errors.ts';
import { currentScope, type OpenScope } from '../tensor/open-scope.ts';
import { scope } from '../tensor/scope.ts';
import { formatShape, type Shape } from '../tensor/shape.ts';
import { type Dtype, emptyTensor, Tensor, tensor } from '../tensor/tensor.ts';

/** A tensor, or a number that stands for a scalar. */
export type Operand = Tensor | number;

/** What an op needs to say of itself. */
export interface Operation {
  readonly inputs: readonly Tensor[];
  /** Shape of the output. */
  readonly shape: Shape;
  /** Dtype of the output. Default float32. */
  readonly dtype?: Dtype;
  /** Dtype of the inputs. Default: the output's. */
  readonly takes?: Dtype;
  /** Writes the output at `out`. */
  run(kernels: KernelTable, out: Address, scope: OpenScope): void;
  /** Gradients of the inputs; left out where the op has none (comparisons, indices). */
  backward?(dy: Tensor, needs: readonly boolean[], output: Tensor): readonly (Tensor | undefined)[];
}

/**
 * Runs an op with one output in the open scope (or one of its own) and records it on the tape.
 *
 * @throws ShapeError if an input has another dtype: its bits would be read as other numbers.
 */
export function operation(own: Operation): Tensor {
  const { inputs, dtype = 'float32', takes = dtype } = own;
  for (const input of inputs) checkDtype(input, takes);
  const open = currentScope();
  return open === undefined ? scope(() => perform(own, currentScope() as OpenScope)) : perform(own, open);
}

function perform(own: Operation, open: OpenScope): Tensor {
  const { inputs, shape, dtype, backward } = own;
  const output = emptyTensor(open, shape, dtype);
  own.run(backend().kernels, output.address(), open);
  if (backward && open.recorder !== undefined)
    record(inputs, [output], (above, needs) => backward(above[0] as Tensor, needs, output));
  return output;
}

/** Throws unless a tensor has the dtype that an op reads. */
export function checkDtype(x: Tensor, dtype: Dtype): void {
  if (x.dtype === dtype) return;
  throw new ShapeError(
    `Cannot compute with tensor of shape ${formatShape(x.shape)}: its dtype must be ${dtype}, received ${x.dtype}`,
    { hint: `Make it anew: tensor(x.data, x.shape, '${dtype}').` },
  );
}

/** Records an op of any number of outputs on the tape, where one is open. */
export function record(inputs: readonly Tensor[], outputs: readonly Tensor[], backward: Backward): void {
  activeTape()?.record(inputs, outputs, backward);
}

/** A number as a scalar tensor. */
export function asTensor(value: Operand): Tensor {
  if (value instanceof Tensor) return value;
  const open = currentScope();
  return open === undefined || typeof value !== 'number' ? tensor(value) : scalar(open, value);
}

/** A number in the open scope. */
export function scalar(open: OpenScope, value: number): Tensor {
  const out = emptyTensor(open, SCALAR);
  backend().kernels.fill(1, value, out.address());
  return out;
}

const SCALAR: Shape = Object.freeze([]);
