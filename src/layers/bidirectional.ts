import { toConfig } from '../config.ts';
import { OptionError, UnsupportedError } from '../errors.ts';
import { add } from '../ops/add.ts';
import { concat } from '../ops/concat.ts';
import { flip } from '../ops/flip.ts';
import { multiply } from '../ops/multiply.ts';
import { checkChoice, checkOptions, describe } from '../options.ts';
import type { Random } from '../random.ts';
import { isOneShape, type OpenShape, type OpenShapes } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { checkStates } from './check-states.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import { copyLayer } from './parts.ts';
import { RecurrentLayer } from './recurrent-layer.ts';
import type { ForwardContext, Mask, Tensors } from './trainable.ts';

const MERGE_MODES = ['concat', 'sum', 'mul', 'ave'] as const;

/** How the outputs of both directions become one; null: they stay two. */
export type MergeMode = (typeof MERGE_MODES)[number] | null;

/** Options of `Bidirectional`. */
export interface BidirectionalOptions extends LayerOptions {
  /** Reads the sequence forwards; it is copied from its options, its weights are not. */
  layer: RecurrentLayer;
  /** Reads it backwards (copied, too). Default: a copy of `layer` with goBackwards turned round. */
  backwardLayer?: RecurrentLayer | null;
  /** Default 'concat'. */
  mergeMode?: MergeMode;
}

const SAME = ['returnSequences', 'returnState', 'stateful'] as const;

/**
 * A recurrent layer in both directions.
 *
 * y = merge(forward(x), backward(x)), the second one turned back in time with `returnSequences`
 *
 * **Shapes** input [B, T, D], or [x, …states forward, …states backward]; mask [B, T] → output [B, 2U] or [B, T, 2U] with
 * 'concat', [B, U] or [B, T, U] with 'sum', 'mul' and 'ave', two of these with null; with the layer's `returnState` the
 * states forward and then backward after it. **Weights** those of the layer forward, then backward.
 *
 * With `returnSequences` the output of a masked step is 0 in both directions, as in Keras.
 *
 * @throws OptionError unless both layers are recurrent, one of them reads backwards, and they agree in returnSequences,
 * returnState and stateful; UnsupportedError in a stream, whose future is not known.
 * @see Schuster and Paliwal, Bidirectional Recurrent Neural Networks, 1997.
 * @example
 * ```ts
 * import { Bidirectional, LSTM, Sequential } from 'memcell';
 * const model = new Sequential([new Bidirectional({ layer: new LSTM({ units: 4 }) })], { seed: 1 });
 * console.log(model.predict([[[1], [2], [3]]]).shape); // => [ 1, 8 ]
 * ```
 */
export class Bidirectional extends Layer {
  readonly className = 'Bidirectional';
  override readonly takesList = true;
  /** The one that reads forwards. */
  readonly layer: RecurrentLayer;
  readonly backwardLayer: RecurrentLayer;
  readonly mergeMode: MergeMode;

  constructor(options: BidirectionalOptions) {
    super('bidirectional', options);
    const subject = `Bidirectional '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'layer', 'backwardLayer', 'mergeMode'], ['weights']);
    const { layer, backwardLayer, mergeMode = 'concat' } = options;
    for (const [name, each] of Object.entries({ layer, backwardLayer: backwardLayer ?? layer })) {
      if (each instanceof RecurrentLayer) continue;
      throw new OptionError(`Cannot create ${subject}: ${name} must be a recurrent layer, received ${describe(each)}`);
    }
    this.mergeMode = mergeMode === null ? null : checkChoice(subject, 'mergeMode', mergeMode, MERGE_MODES);
    const zeroOutputForMask = layer.returnSequences;
    const name = (prefix: string): string => `${prefix}${layer.name.replace(new RegExp(`^${prefix}`), '')}`;
    this.layer = this.addLayer(copyLayer(layer, { name: name('forward_'), zeroOutputForMask }));
    const backward = backwardLayer
      ? copyLayer(backwardLayer, { zeroOutputForMask: backwardLayer.returnSequences })
      : copyLayer(layer, { name: name('backward_'), goBackwards: !layer.goBackwards, zeroOutputForMask });
    this.backwardLayer = this.addLayer(backward);
    this.#checkPair(subject);
  }

  /** Whether the layers give every step. */
  get returnSequences(): boolean {
    return this.layer.returnSequences;
  }

  /** Whether the layers give their states. */
  get returnState(): boolean {
    return this.layer.returnState;
  }

  protected build(inputShape: OpenShapes, random: Random): void {
    const sequence = isOneShape(inputShape) ? inputShape : (inputShape[0] as OpenShape);
    this.layer.ensureBuilt(sequence, random.split());
    this.backwardLayer.ensureBuilt(sequence, random.split());
  }

  call(input: Tensors, context: ForwardContext): Tensors {
    const [x, ...states] = input instanceof Tensor ? [input] : (input as readonly [Tensor]);
    if (context.states) {
      throw new UnsupportedError(
        `Cannot call Bidirectional '${this.name}': a stream must be read forwards alone, received a layer that reads both ways`,
      );
    }
    if (states.length > 0) this.outputShape([x, ...states].map(({ shape }) => shape));
    const half = this.layer.cell.stateSize.length;
    const run = (layer: RecurrentLayer, given: readonly Tensor[]): readonly [Tensor, ...Tensor[]] => {
      const made = layer.call(given.length > 0 ? [x, ...given] : x, context);
      return made instanceof Tensor ? [made] : (made as readonly [Tensor]);
    };
    const [forward, ...after] = run(this.layer, states.slice(0, half));
    const [backward, ...before] = run(this.backwardLayer, states.slice(half));
    const merged = this.#merge(forward, this.returnSequences ? flip(backward, 1) : backward);
    const outputs = [...merged, ...after, ...before];
    return outputs.length === 1 ? (outputs[0] as Tensor) : outputs;
  }

  override computeMask(_input: Tensors, mask: Mask | readonly Mask[]): Mask | readonly Mask[] {
    const first = mask === undefined || mask instanceof Tensor ? mask : mask[0];
    if (!this.returnSequences) return undefined;
    return this.mergeMode === null ? [first, first] : first;
  }

  outputShape(inputShape: OpenShapes): OpenShapes {
    const one = isOneShape(inputShape);
    const sequence = one ? inputShape : (inputShape[0] as OpenShape);
    const sizes = [...this.layer.cell.stateSize, ...this.backwardLayer.cell.stateSize];
    const shapesOf = (layer: RecurrentLayer): readonly OpenShape[] => {
      const shapes = layer.outputShape(sequence);
      return isOneShape(shapes) ? [shapes] : shapes;
    };
    const [forward, ...after] = shapesOf(this.layer) as readonly [OpenShape];
    const [backward, ...before] = shapesOf(this.backwardLayer) as readonly [OpenShape];
    if (!one) checkStates(this, sizes, sequence, inputShape.slice(1));
    const width = (forward.at(-1) as number) + (backward.at(-1) as number);
    const wide: OpenShape = [...forward.slice(0, -1), width];
    const merged = this.mergeMode === 'concat' ? [wide] : this.mergeMode === null ? [forward, backward] : [forward];
    const shapes = [...merged, ...after, ...before];
    return shapes.length === 1 ? (shapes[0] as OpenShape) : shapes;
  }

  config(): LayerConfig {
    const { name, trainable, layer, backwardLayer, mergeMode } = this;
    return { name, trainable, layer: toConfig(layer), backwardLayer: toConfig(backwardLayer), mergeMode };
  }

  #checkPair(subject: string): void {
    const { layer, backwardLayer, mergeMode } = this;
    const refuse = (must: string, received: string): never => {
      throw new OptionError(`Cannot create ${subject}: ${must}, received ${received}`);
    };
    if (layer.goBackwards === backwardLayer.goBackwards) {
      refuse('layer and backwardLayer must differ in goBackwards', `${layer.goBackwards} in both`);
    }
    if (layer.name === backwardLayer.name) {
      refuse('layer and backwardLayer must differ in name', `'${layer.name}' twice`);
    }
    for (const flag of SAME) {
      if (layer[flag] === backwardLayer[flag]) continue;
      refuse(`layer and backwardLayer must have the same ${flag}`, `${layer[flag]} and ${backwardLayer[flag]}`);
    }
    const widths = [layer.cell.outputSize, backwardLayer.cell.outputSize];
    if (mergeMode !== 'concat' && mergeMode !== null && widths[0] !== widths[1]) {
      refuse(`layer and backwardLayer must have the same width with mergeMode '${mergeMode}'`, widths.join(' and '));
    }
  }

  #merge(forward: Tensor, backward: Tensor): readonly Tensor[] {
    switch (this.mergeMode) {
      case 'concat':
        return [concat([forward, backward])];
      case 'sum':
        return [add(forward, backward)];
      case 'mul':
        return [multiply(forward, backward)];
      case 'ave':
        return [multiply(add(forward, backward), 0.5)];
      default:
        return [forward, backward];
    }
  }
}
