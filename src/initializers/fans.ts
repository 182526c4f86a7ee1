import { type Shape, sizeOf } from '../tensor/shape.ts';

/** Numbers of inputs and outputs of one unit of a weight: [D, U], or a convolution's [k…, D, U]. */
export function computeFans(shape: Shape): { fanIn: number; fanOut: number } {
  const [n = 1] = shape;
  if (shape.length < 2) return { fanIn: n, fanOut: n };
  const field = sizeOf(shape.slice(0, -2));
  return { fanIn: field * (shape.at(-2) as number), fanOut: field * (shape.at(-1) as number) };
}
