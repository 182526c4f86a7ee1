import type { LayerCases } from '../layer-case.ts';

const pair = [
  [2, 3, 4],
  [2, 3, 4],
];
const merge: LayerCases = {
  rows: [
    { config: {}, input: pair, output: [2, 3, 4], params: 0 },
    {
      config: {},
      input: [
        [2, 4],
        [2, 3, 1],
      ],
      output: [2, 3, 4],
      params: 0,
    },
  ],
  refused: [
    [2, 3, 4],
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
  ],
};
const query = [
  [2, 3, 4],
  [2, 5, 4],
];
const keyed = [
  [2, 3, 4],
  [2, 5, 2],
  [2, 5, 4],
];
const refused = [
  [2, 3, 4],
  [
    [2, 3, 4],
    [2, 5, 3],
  ],
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3, 4]],
];

/** Layers of several inputs. */
export const mergeCases: Readonly<Record<string, LayerCases>> = {
  Add: { ...merge, rows: [...merge.rows, { config: {}, input: [...pair, [2, 1, 1]], output: [2, 3, 4], params: 0 }] },
  AdditiveAttention: {
    rows: [
      { config: {}, input: query, output: [2, 3, 4], params: 4 },
      { config: { useScale: false, useCausalMask: true }, input: keyed, output: [2, 3, 2], params: 0 },
    ],
    refused,
    wrong: { dropout: 1 },
  },
  Attention: {
    rows: [
      { config: {}, input: query, output: [2, 3, 4], params: 0 },
      { config: { useScale: true, dropout: 0.2 }, input: keyed, output: [2, 3, 2], params: 1 },
      { config: { scoreMode: 'concat', useCausalMask: true }, input: keyed, output: [2, 3, 2], params: 1 },
    ],
    refused,
    wrong: { scoreMode: 'sum' },
  },
  Average: merge,
  Concatenate: {
    rows: [
      { config: {}, input: [...pair, [2, 3, 1]], output: [2, 3, 9], params: 0 },
      { config: { axis: 1 }, input: [...pair, [2, 1, 4]], output: [2, 7, 4], params: 0 },
    ],
    refused: [
      [2, 3, 4],
      [
        [2, 3, 4],
        [2, 4, 4],
      ],
      [[2], [2]],
    ],
    wrong: { axis: 0 },
  },
  Dot: {
    rows: [
      {
        config: { axes: 1 },
        input: [
          [2, 3],
          [2, 3],
        ],
        output: [2, 1],
        params: 0,
      },
      {
        config: { axes: [2, 1], normalize: true },
        input: [
          [2, 5, 3],
          [2, 3, 4],
        ],
        output: [2, 5, 4],
        params: 0,
      },
    ],
    refused: [
      [
        [2, 3],
        [2, 4],
      ],
      [[2, 3]],
      [2, 3],
    ],
    wrong: { axes: 0 },
  },
  Maximum: merge,
  Minimum: merge,
  Multiply: merge,
  Subtract: { ...merge, refused: [...(merge.refused ?? []), [...pair, [2, 3, 4]]] },
};
