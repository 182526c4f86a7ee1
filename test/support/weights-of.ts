import type { Sequential } from '../../src/models/sequential.ts';
import type { TensorData } from '../../src/tensor/tensor.ts';

/** The numbers of all weights: tensors themselves are not compared by `deepEqual`, for their numbers are private. */
export function weightsOf(model: Sequential): TensorData[] {
  return model.weights.map(({ data }) => data);
}
