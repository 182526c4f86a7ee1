import { Bidirectional } from '../../layers/bidirectional.ts';
import { Embedding } from '../../layers/embedding.ts';
import { Layer } from '../../layers/layer.ts';
import { Masking } from '../../layers/masking.ts';
import { RecurrentLayer } from '../../layers/recurrent-layer.ts';
import type { SymbolicTensor } from '../../layers/symbolic.ts';
import { ModelLayer } from '../../models/model-layer.ts';

/** Whether a tensor of a graph may come with a mask: one begins before it, and no layer between ends it. */
export function carriesMask(tensor: SymbolicTensor): boolean {
  const { layer, inputs } = tensor.node;
  if (makesMask(layer as Layer)) return true;
  return passesMask(layer as Layer, tensor.index) && inputs.some(carriesMask);
}

function makesMask(layer: Layer): boolean {
  if (layer instanceof ModelLayer) return layer.layers.some(makesMask);
  return layer instanceof Masking || (layer instanceof Embedding && layer.maskZero);
}

function passesMask(layer: Layer, index: number): boolean {
  if (layer instanceof ModelLayer) return true;
  if (layer instanceof RecurrentLayer || layer instanceof Bidirectional) return index === 0 && layer.returnSequences;
  return layer.supportsMasking || layer.computeMask !== Layer.prototype.computeMask;
}
