import type { StandalonePort } from './net.ts';

/** TypeScript declarations of an exported module. */
export function declarationsText(
  subject: string,
  inputs: readonly StandalonePort[],
  outputs: readonly StandalonePort[],
  listed: boolean = outputs.length > 1,
): string {
  const shapes = (ports: readonly StandalonePort[]): string =>
    ports.map(({ name, shape }) => `'${name}' [${shape.map((n) => n ?? 'any').join(', ')}]`).join(', ');
  const names = inputs.map(({ name }) => `${JSON.stringify(name)}: Numbers`).join('; ');
  const input = inputs.length === 1 ? 'Numbers' : `readonly Numbers[] | { ${names} }`;
  return `// ${subject}, made by memcell: ${shapes(inputs)} to ${shapes(outputs)}.

/** Nested arrays, or numbers with their shape. */
export type Numbers = Nested | { readonly data: ArrayLike<number>; readonly shape: readonly number[] };
export type Nested = ArrayLike<number> | readonly Nested[];

/** What comes out. */
export interface Prediction {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** An input or output; null in a shape where any size will do. */
export interface Port {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  readonly dtype: 'float32' | 'int32';
}

/** What the module holds. */
export declare const metadata: {
  readonly madeBy: string;
  readonly className: string;
  readonly name: string;
  readonly engine: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly layers: readonly string[];
  readonly weights: number;
  readonly kernels: readonly string[];
};

/** Predictions for samples ${shapes(inputs)}; batchSize samples at a time, 32 unless told. */
export declare function predict(x: ${input}, options?: { batchSize?: number }): ${listed ? 'Prediction[]' : 'Prediction'};

/** One step of a stream: the recurrent states are kept from call to call until resetStates(). */
export declare function predictStep(x: Numbers): Prediction;

/** Sets all recurrent states to zeros. */
export declare function resetStates(): void;

/** Starts the kernels, which the first prediction does where it is not called. */
export declare function start(module?: object): Promise<void>;
`;
}
