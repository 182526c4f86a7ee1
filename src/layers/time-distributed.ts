import { toConfig } from '../config.ts';
import { OptionError, ShapeError, UnsupportedError } from '../errors.ts';
import { max } from '../ops/max.ts';
import { reshape } from '../ops/reshape.ts';
import { checkOptions, describe } from '../options.ts';
import type { Random } from '../random.ts';
import { formatShape, isOneShape, type OpenShape } from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { Layer, type LayerConfig, type LayerOptions } from './layer.ts';
import { RecurrentLayer } from './recurrent-layer.ts';
import type { ForwardContext } from './trainable.ts';

/** Options of `TimeDistributed`. */
export interface TimeDistributedOptions extends LayerOptions {
  /** What every step goes through; it becomes a part of this layer. */
  layer: Layer;
}

/**
 * A layer on every step by itself, with the same weights: all steps of all sequences go through it as one batch.
 *
 * **Shapes** input [B, T, …]; mask [B, T], which the output has, too, or [B, T, S], of which each step's [S] goes to the
 * layer; the output has the mask that the layer gives of it, else the steps in which anything counts → output [B, T, …]. **Weights** those of the layer.
 *
 * Masked steps are computed like the others, as in Keras. To the layer the batch size is B·T: penalties on its output
 * are divided by that, and batch statistics are taken over all steps together.
 *
 * @throws OptionError unless layer is a new layer; UnsupportedError if it is stateful or has several outputs; ShapeError
 * if the input has no axis of steps or the mask does not fit.
 * @example
 * ```ts
 * import { Dense, Sequential, TimeDistributed } from 'memcell';
 * const model = new Sequential([new TimeDistributed({ layer: new Dense({ units: 2 }) })], { seed: 1 });
 * console.log(model.predict([[[1], [2], [3]]]).shape); // => [ 1, 3, 2 ]
 * ```
 */
export class TimeDistributed extends Layer {
  readonly className = 'TimeDistributed';
  override readonly supportsMasking = true;
  readonly layer: Layer;

  constructor(options: TimeDistributedOptions) {
    super('time_distributed', options);
    const subject = `TimeDistributed '${this.name}'`;
    checkOptions(subject, options, ['name', 'trainable', 'layer']);
    const { layer } = options;
    if (!(layer instanceof Layer)) {
      throw new OptionError(`Cannot create ${subject}: layer must be a layer, received ${describe(layer)}`);
    }
    if (layer instanceof RecurrentLayer && layer.stateful) {
      throw new UnsupportedError(
        `Cannot create ${subject}: layer must not be stateful, received '${layer.name}', which is`,
      );
    }
    this.layer = this.addLayer(layer);
  }

  protected build(inputShape: OpenShape, random: Random): void {
    this.layer.ensureBuilt(this.#stepShape(inputShape), random);
  }

  call(input: Tensor, context: ForwardContext): Tensor {
    this.checkCall(input);
    const [batch, steps, ...sample] = input.shape as [number, number, ...number[]];
    const mask = context.masks.get(input);
    if (mask && (mask.rank < 2 || mask.shape[0] !== batch || mask.shape[1] !== steps)) {
      throw new ShapeError(
        `Cannot call TimeDistributed '${this.name}': mask must have shape ${formatShape([batch, steps])}, received ${formatShape(mask.shape)}`,
      );
    }
    const all = reshape(input, [batch * steps, ...sample]);
    const parts = mask && mask.rank > 2 ? reshape(mask, [batch * steps, ...mask.shape.slice(2)]) : undefined;
    if (parts) context.masks.set(all, parts);
    // a stream's states are those from step to step; in each step the layer begins anew
    const output = this.layer.run(all, { ...context, states: undefined });
    if (!(output instanceof Tensor)) throw this.#several(output.length);
    const made = reshape(output, [batch, steps, ...output.shape.slice(1)]);
    if (parts) {
      const left = context.masks.get(output) ?? max(reshape(parts, [batch * steps, -1]), { axis: 1 });
      context.masks.set(made, reshape(left, [batch, steps, ...left.shape.slice(1)]));
    }
    return made;
  }

  outputShape(inputShape: OpenShape): OpenShape {
    const output = this.layer.outputShape(this.#stepShape(inputShape));
    if (!isOneShape(output)) throw this.#several(output.length);
    return [inputShape[0] ?? null, inputShape[1] ?? null, ...output.slice(1)];
  }

  config(): LayerConfig {
    return { name: this.name, trainable: this.trainable, layer: toConfig(this.layer) };
  }

  /** What the layer sees of an input. */
  #stepShape(shape: OpenShape): OpenShape {
    if (shape.length < 3) {
      throw new ShapeError(
        `Cannot call TimeDistributed '${this.name}': input must have rank 3 or more [B, T, …], received ${formatShape(shape)}`,
      );
    }
    const [batch = null, steps = null, ...sample] = shape;
    return [batch === null || steps === null ? null : batch * steps, ...sample];
  }

  #several(outputs: number): UnsupportedError {
    return new UnsupportedError(
      `Cannot call TimeDistributed '${this.name}': layer must have one output, received ${outputs}`,
    );
  }
}
