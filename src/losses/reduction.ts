/** Ways to make one number of the losses of a batch. */
export const REDUCTIONS = ['sumOverBatchSize', 'mean', 'sum', 'meanWithSampleWeight', 'none'] as const;

/**
 * How the losses of the rows become one number: `sumOverBatchSize` and `mean` are their mean; `sum` adds them up;
 * `meanWithSampleWeight` divides by the sum of the weights, where the weight of a sample counts for each of its steps;
 * `none` gives the losses of the rows as they are.
 */
export type Reduction = (typeof REDUCTIONS)[number];

/** Options that every loss has. */
export interface LossOptions {
  /** How the losses of the rows become one number. Default 'sumOverBatchSize'. A model cannot be trained with 'none'. */
  reduction?: Reduction;
}
