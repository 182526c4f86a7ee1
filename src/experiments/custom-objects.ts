import type { LayerClass } from '../layers/registry.ts';
import { MemoryCell } from './memory-cell.ts';

/** Classes of layers that the experiments' saved models need, by className. */
export const customObjects: Readonly<Record<string, LayerClass>> = { MemoryCell };
