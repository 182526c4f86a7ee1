import { elements } from './elements.ts';
import { products } from './products.ts';
import { recurrent } from './recurrent.ts';
import { rows } from './rows.ts';

/** Kernels in plain JavaScript, as far as predictions need them: their text goes into an exported module. */
export const jsKernels: Readonly<Record<string, unknown>> = { ...elements, ...rows, ...products, ...recurrent };
