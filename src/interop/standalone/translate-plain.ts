import { activated, listed, one, optionsOf, same, weightText } from './layer-texts.ts';
import type { Translator } from './program.ts';

type Pair = readonly [number, number];

/** Layers that are one expression. */
export const plainLayers: Readonly<Record<string, Translator>> = {
  InputLayer: same,
  Dropout: same,
  GaussianNoise: same,
  SpatialDropout1D: same,
  Activation: one((x, layer) => activated(optionsOf<{ activation: string }>(layer).activation, x)),
  Dense: one((x, layer, program) => {
    const [kernel, bias] = [weightText(layer, 'kernel', program), weightText(layer, 'bias', program)];
    const product = `net.matmul(${x}, ${kernel}${bias === 'undefined' ? '' : `, ${bias}`})`;
    return activated(optionsOf<{ activation: string }>(layer).activation, product);
  }),
  Embedding: one((x, layer, program) => {
    const { maskZero } = optionsOf<{ maskZero: boolean }>(layer);
    const table = weightText(layer, 'embeddings', program);
    return `net.embedding(${x}, ${table}, ${JSON.stringify(layer.name)}, ${maskZero})`;
  }),
  Masking: one((x, layer) => `net.masking(${x}, ${optionsOf<{ maskValue: number }>(layer).maskValue})`),
  ReLU: one((x, layer) => {
    type Options = { maxValue: number | null; negativeSlope: number; threshold: number };
    const { maxValue, negativeSlope, threshold } = optionsOf<Options>(layer);
    const passed = threshold === 0 ? `net.relu(${x})` : `net.multiply(${x}, net.greater(${x}, ${threshold}))`;
    const cut = maxValue === null ? passed : `net.minimum(net.maximum(${passed}, 0), ${maxValue})`;
    const below = `net.multiply(net.relu(net.subtract(${threshold}, ${x})), ${negativeSlope})`;
    return keeping(x, negativeSlope === 0 ? cut : `net.subtract(${cut}, ${below})`);
  }),
  LeakyReLU: one((x, layer) => {
    const { negativeSlope } = optionsOf<{ negativeSlope: number }>(layer);
    const below = `net.multiply(net.relu(net.negative(${x})), ${negativeSlope})`;
    return keeping(x, `net.subtract(net.relu(${x}), ${below})`);
  }),
  PReLU: one((x, layer, program) => {
    const below = `net.multiply(net.relu(net.negative(${x})), ${weightText(layer, 'alpha', program)})`;
    return keeping(x, `net.subtract(net.relu(${x}), ${below})`);
  }),
  ELU: one((x, layer) => {
    const below = `net.subtract(net.exp(net.minimum(${x}, 0)), 1)`;
    const { alpha } = optionsOf<{ alpha: number }>(layer);
    return keeping(x, `net.add(net.relu(${x}), net.multiply(${below}, ${alpha}))`);
  }),
  Softmax: one((x, layer) => `net.maskedSoftmax(${x}, ${optionsOf<{ axis: number }>(layer).axis})`),
  LayerNormalization: one((x, layer, program) => {
    const { epsilon } = optionsOf<{ epsilon: number }>(layer);
    const [gamma, beta] = [weightText(layer, 'gamma', program), weightText(layer, 'beta', program)];
    return `net.normalize(${x}, { epsilon: ${epsilon}, gamma: ${gamma}, beta: ${beta} })`;
  }),
  BatchNormalization: one((x, layer, program) => {
    const { epsilon } = optionsOf<{ epsilon: number }>(layer);
    const read = (name: string): string => weightText(layer, name, program);
    const [gamma, beta] = [read('gamma'), read('beta')];
    const deviation = `net.sqrt(net.add(${read('moving_variance')}, ${epsilon}))`;
    const factor = `net.divide(${gamma === 'undefined' ? '1' : gamma}, ${deviation})`;
    const [name] = program.let(`${layer.name}_factor`, { one: factor }) as [string];
    const shift = `net.multiply(${read('moving_mean')}, ${name})`;
    const rest = beta === 'undefined' ? `net.multiply(${shift}, -1)` : `net.subtract(${beta}, ${shift})`;
    return keeping(x, `net.add(net.multiply(${x}, ${name}), ${rest})`);
  }),
  Flatten: one((x) => `net.reshape(${x}, [${x}.shape[0], -1])`),
  Reshape: one((x, layer) => {
    const { targetShape } = optionsOf<{ targetShape: number[] }>(layer);
    return `net.reshape(${x}, [${[`${x}.shape[0]`, ...targetShape].join(', ')}])`;
  }),
  Permute: one((x, layer) => `net.transpose(${x}, [0, ${optionsOf<{ dims: number[] }>(layer).dims.join(', ')}])`),
  RepeatVector: one((x, layer) => {
    const { n } = optionsOf<{ n: number }>(layer);
    const [batch, width] = [`${x}.shape[0]`, `${x}.shape[1]`];
    return `net.broadcast(net.reshape(${x}, [${batch}, 1, ${width}]), [${batch}, ${n}, ${width}])`;
  }),
  UpSampling1D: one((x, layer) => {
    const { size } = optionsOf<{ size: number }>(layer);
    const [b, t, d] = [0, 1, 2].map((axis) => `${x}.shape[${axis}]`);
    const wide = `net.broadcast(net.reshape(${x}, [${b}, ${t}, 1, ${d}]), [${b}, ${t}, ${size}, ${d}])`;
    return `net.reshape(${wide}, [${b}, -1, ${d}])`;
  }),
  Cropping1D: one((x, layer) => {
    const [before, after] = optionsOf<{ cropping: Pair }>(layer).cropping;
    const steps = `${x}.shape[1] - ${before + after}`;
    return `net.slice(${x}, [0, ${before}, 0], [${x}.shape[0], ${steps}, ${x}.shape[2]])`;
  }),
  ZeroPadding1D: one((x, layer) => {
    const [before, after] = optionsOf<{ padding: Pair }>(layer).padding;
    return `net.pad(${x}, [[0, 0], [${before}, ${after}], [0, 0]])`;
  }),
  ZeroPadding2D: one((x, layer) => {
    const { padding } = optionsOf<{ padding: readonly Pair[] }>(layer);
    return `net.pad(${x}, ${JSON.stringify([[0, 0], ...padding, [0, 0]])})`;
  }),
  Add: listed((list) => `net.merge(${list}, (a, b) => net.add(a, b))`),
  Subtract: listed((list) => `net.merge(${list}, (a, b) => net.subtract(a, b))`),
  Average: (layer, inputs, program) => {
    const sum = `net.merge([${inputs.join(', ')}], (a, b) => net.add(a, b))`;
    const [total] = program.let(`${layer.name}_sum`, { one: sum }) as [string];
    return { one: keeping(total, `net.divide(${total}, ${inputs.length})`) };
  },
  Maximum: listed((list) => `net.mergeSeen(${list}, (a, b) => net.maximum(a, b))`),
  Minimum: listed((list) => `net.mergeSeen(${list}, (a, b) => net.minimum(a, b))`),
  Multiply: listed((list) => `net.multiplied(${list})`),
  Concatenate: listed((list, layer) => `net.concatenated(${list}, ${optionsOf<{ axis: number }>(layer).axis})`),
};

/** A text that has the mask of x. */
function keeping(x: string, text: string): string {
  return `net.keepingMask(${x}, ${text})`;
}
