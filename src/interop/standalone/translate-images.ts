import type { Layer } from '../../layers/layer.ts';
import { activated, one, optionsOf, weightText } from './layer-texts.ts';
import type { Program, Translator } from './program.ts';

interface WindowConfig {
  readonly kernelSize: readonly number[];
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly dilationRate: readonly number[];
  readonly padding: string;
  readonly activation: string;
  readonly keepDims: boolean;
}

const convolution: Translator = one((x, layer, program) => {
  const { kernelSize, strides, dilationRate, padding, activation } = optionsOf<WindowConfig>(layer);
  const [kernel, bias] = [weightText(layer, 'kernel', program), weightText(layer, 'bias', program)];
  const options = windowText(kernelSize, strides, dilationRate, padding);
  return activated(activation, `net.conv(${x}, ${kernel}, ${bias}, ${options})`);
});

/** A pooling: 0 takes the largest element, 1 the mean. */
function pooling(kind: 0 | 1): Translator {
  return one((x, layer) => {
    const { poolSize, strides, padding } = optionsOf<WindowConfig>(layer);
    return `net.pool(${x}, ${kind}, ${windowText(poolSize, strides, [1, 1], padding)})`;
  });
}

function windowText(size: readonly number[], strides: readonly number[], dilation: readonly number[], padding: string) {
  const list = (numbers: readonly number[]): string => `[${numbers.join(', ')}]`;
  return `{ size: ${list(size)}, strides: ${list(strides)}, dilation: ${list(dilation)}, padding: '${padding}' }`;
}

/** A pooling over all of a sample. */
function globalPooling(of: 'max' | 'mean', axes: 1 | 2): Translator {
  return one((x, layer: Layer, _program: Program) => {
    const { keepDims } = optionsOf<WindowConfig>(layer);
    const width = `${x}.shape[${axes + 1}]`;
    const pooled =
      of === 'mean'
        ? `net.globalMean(${x}, ${axes === 1})`
        : `net.max(net.reshape(${x}, [${x}.shape[0], -1, ${width}]), 1)`;
    return keepDims ? `net.reshape(${pooled}, [${x}.shape[0], ${axes === 1 ? '1' : '1, 1'}, ${width}])` : pooled;
  });
}

/** Layers that look at windows. */
export const imageLayers: Readonly<Record<string, Translator>> = {
  Conv1D: convolution,
  Conv2D: convolution,
  MaxPooling1D: pooling(0),
  MaxPooling2D: pooling(0),
  AveragePooling1D: pooling(1),
  AveragePooling2D: pooling(1),
  GlobalMaxPooling1D: globalPooling('max', 1),
  GlobalMaxPooling2D: globalPooling('max', 2),
  GlobalAveragePooling1D: globalPooling('mean', 1),
  GlobalAveragePooling2D: globalPooling('mean', 2),
};
