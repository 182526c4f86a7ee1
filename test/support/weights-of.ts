import type { TensorData } from '../../src/tensor/tensor.ts';
import type { Variable } from '../../src/tensor/variable.ts';

/** The numbers of all weights: tensors themselves are not compared by `deepEqual`, for their numbers are private. */
export function weightsOf(model: { readonly weights: readonly Variable[] }): TensorData[] {
  return model.weights.map(({ data }) => data);
}
