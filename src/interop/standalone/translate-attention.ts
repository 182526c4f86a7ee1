import type { Layer } from '../../layers/layer.ts';
import { listed, optionsOf, weightText } from './layer-texts.ts';
import type { Program, Translator } from './program.ts';

interface AttentionConfig {
  readonly useCausalMask: boolean;
  readonly returnAttentionScores: boolean;
  readonly useScale: boolean;
  readonly scoreMode?: 'dot' | 'concat';
}

/** An attention layer whose scores are a text in q and k. */
function attention(score: (layer: Layer, options: AttentionConfig, program: Program) => string): Translator {
  return (layer, inputs, program) => {
    const options = optionsOf<AttentionConfig>(layer);
    const scores = `(q, k) => ${score(layer, options, program)}`;
    const list = `net.attention([${inputs.join(', ')}], ${scores}, ${options.useCausalMask})`;
    return options.returnAttentionScores ? { list } : { one: `${list}[0]` };
  };
}

/** Layers that multiply two sequences. */
export const attentionLayers: Readonly<Record<string, Translator>> = {
  Attention: attention((layer, { useScale, scoreMode }, program) => {
    const scaled = (text: string): string =>
      useScale ? `net.multiply(${text}, ${weightText(layer, 'scale', program)})` : text;
    if (scoreMode !== 'concat') return scaled('net.batchMatmul(q, k, true)');
    const weight = weightText(layer, 'concat_score_weight', program);
    return `net.multiply(net.sum(net.tanh(${scaled('net.pairSums(q, k)')}), 3), ${weight})`;
  }),
  AdditiveAttention: attention((layer, { useScale }, program) => {
    const sums = 'net.tanh(net.pairSums(q, k))';
    return `net.sum(${useScale ? `net.multiply(${sums}, ${weightText(layer, 'scale', program)})` : sums}, 3)`;
  }),
  Dot: listed((list, layer) => {
    const { axes, normalize } = optionsOf<{ axes: number | readonly [number, number]; normalize: boolean }>(layer);
    const [i, j] = typeof axes === 'number' ? [axes, axes] : axes;
    return `net.dot(...${list}, ${i}, ${j}, ${normalize})`;
  }),
};
