import { OptionError, ShapeError } from '../errors.ts';
import type { InputLayer } from '../layers/input.ts';
import type { Layer } from '../layers/layer.ts';
import { currentLoading, type Loading, provideLayer, whileLoading } from '../layers/registry.ts';
import type { SymbolicTensor, SymbolicTensors } from '../layers/symbolic.ts';
import type { ForwardContext } from '../layers/trainable.ts';
import { checkOptions } from '../options.ts';
import { Random } from '../random.ts';
import type { Tensors } from '../tensor/batch.ts';
import {
  checkOpenShapes,
  formatShape,
  isOneShape,
  type OpenShape,
  type OpenShapes,
  sameShape,
} from '../tensor/shape.ts';
import { Tensor } from '../tensor/tensor.ts';
import { type FunctionalOptions, type Graph, readGraph } from './graph.ts';
import { graphConfig, readGraphConfig } from './graph-config.ts';
import { giveNames } from './layer-list.ts';
import { LayeredModel } from './layered-model.ts';
import type { Building } from './model-layer.ts';
import type { Port } from './read-tensors.ts';

/** What a model of such outputs predicts: one tensor, or a list of them. */
export type PredictionOf<O extends SymbolicTensors> = O extends SymbolicTensor ? Tensor : readonly Tensor[];

/**
 * Layers as a graph from inputs to outputs: several inputs, several outputs, layers used several times (with one set of
 * weights), whole models as layers.
 *
 * A model of several inputs is given lists in the order of `inputs`, or objects by their names; likewise targets of
 * several outputs, whose names are those of the layers that make them. The logs then hold `loss` (the total), the loss
 * of each output (`ageLoss`) and its metrics (`ageMae`). Weights follow from `seed`; layers already built keep theirs.
 *
 * @throws OptionError if an output needs an Input that is not among the inputs, an input leads to no output, or two
 * layers have one name.
 * @see https://keras.io/api/models/model/
 * @example
 * ```ts
 * import { Dense, Input, Model } from 'memcell';
 * const facts = Input({ shape: [3], name: 'facts' });
 * const hidden = new Dense({ units: 8, activation: 'relu' }).apply(facts);
 * const age = new Dense({ units: 1, name: 'age' }).apply(hidden);
 * const member = new Dense({ units: 1, name: 'member', activation: 'sigmoid' }).apply(hidden);
 * const model = new Model({ inputs: facts, outputs: [age, member], seed: 1 });
 * model.compile({ loss: { age: 'mse', member: 'binaryCrossentropy' }, lossWeights: { age: 0.5, member: 1 } });
 * const logs = model.trainOnBatch([[1, 2, 3]], { age: [[30]], member: [[1]] });
 * console.log(Object.keys(logs)); // => [ 'loss', 'ageLoss', 'memberLoss' ]
 * console.log(model.predict([[1, 2, 3]]).length); // => 2
 * ```
 */
export class Model<O extends SymbolicTensors = SymbolicTensors> extends LayeredModel<PredictionOf<O>> {
  static {
    provideLayer('Functional', (config) => Model.fromConfig(config, currentLoading()).asLayer());
  }
  readonly className = 'Functional';
  /** Its layers, inputs among them, in Keras's order: far from the outputs first. */
  readonly layers: readonly Layer[];
  readonly takesList: boolean;
  readonly #graph: Graph;
  readonly #listed: boolean;
  /** Output shapes of all applications for the inputs that came last. */
  #fits: { readonly inputs: readonly OpenShape[]; readonly outputs: readonly OpenShape[] };

  /** The second argument is that of `build`. */
  constructor(options: FunctionalOptions<O>, building: Building = {}) {
    checkOptions('Model', options, ['inputs', 'outputs', 'name', 'seed']);
    super('Functional', options);
    const subject = `Functional '${this.name}'`;
    this.#graph = readGraph(subject, options.inputs, options.outputs);
    this.takesList = Array.isArray(options.inputs);
    this.#listed = Array.isArray(options.outputs);
    this.layers = this.#graph.layers;
    const places = this.#graph.inputs.map(({ node }) => node.layer as Layer);
    giveNames(subject, [...places, ...this.layers.filter((layer) => !places.includes(layer))]);
    const { random = new Random(this.seed).fold(1) } = building;
    this.layers.forEach((layer, i) => {
      const step = this.#graph.steps.find((each) => each.layer === layer);
      if (step === undefined || layer.built) return;
      const shapes = step.node.inputs.map(({ shape }) => shape);
      layer.ensureBuilt(step.node.listed ? shapes : (shapes[0] as OpenShape), random.fold(i), building);
    });
    const inputs = this.#graph.inputs.map(({ shape }) => shape);
    this.#fits = { inputs, outputs: this.#outputShapes(inputs) }; // a shared layer may have been built for another width
  }

  /** What it begins with. */
  get inputs(): readonly SymbolicTensor[] {
    return this.#graph.inputs;
  }

  /** What it makes of its inputs. */
  get outputs(): readonly SymbolicTensor[] {
    return this.#graph.outputs;
  }

  /** @internal What leads from inputs to outputs. */
  get graph(): Graph {
    return this.#graph;
  }

  get built(): boolean {
    return true;
  }

  get inputShape(): OpenShapes {
    const shapes = this.inputs.map(({ shape }) => shape);
    return this.takesList ? shapes : (shapes[0] as OpenShape);
  }

  get outputShape(): OpenShapes {
    const shapes = this.outputs.map(({ shape }) => shape);
    return this.#listed ? shapes : (shapes[0] as OpenShape);
  }

  /** Checks that inputs of these shapes fit; the weights are there from the beginning. @throws ShapeError if not. */
  build(inputShape: OpenShapes): void {
    checkOpenShapes(`build ${this.className} '${this.name}'`, inputShape);
    this.#shapesFor(inputShape);
  }

  shapesOf(inputShape: OpenShapes): OpenShapes {
    const shapes = this.#shapesFor(inputShape);
    return this.#listed ? shapes : (shapes[0] as OpenShape);
  }

  forward(input: Tensors, context: ForwardContext): PredictionOf<O> {
    const values = new Map<SymbolicTensor, Tensor>();
    const put = (symbols: readonly SymbolicTensor[], made: Tensors): void => {
      if (made instanceof Tensor) values.set(symbols[0] as SymbolicTensor, made);
      else for (let i = 0; i < symbols.length; i++) values.set(symbols[i] as SymbolicTensor, made[i] as Tensor);
    };
    const read = (symbol: SymbolicTensor): Tensor => values.get(symbol) as Tensor;
    put(this.inputs, input);
    for (const { layer, node } of this.#graph.steps) {
      const given = node.listed ? node.inputs.map(read) : read(node.inputs[0] as SymbolicTensor);
      put(node.outputs, layer.run(given, context));
    }
    const outputs = this.outputs.map(read);
    return (this.#listed ? outputs : outputs[0]) as PredictionOf<O>;
  }

  config(): Record<string, unknown> {
    return { name: this.name, seed: this.seed, ...graphConfig(this.#graph, this.takesList, this.#listed) };
  }

  /**
   * Makes a model from what `config` gave.
   *
   * @param options initialize: whether weights get their first values, or stay 0 to be set (default true);
   * customObjects: classes of layers by className, besides those that are registered.
   * @throws FormatError, OptionError, ShapeError or UnsupportedError where it does not fit.
   */
  static fromConfig(config: unknown, options: Loading = {}): Model {
    return whileLoading(options, () => new Model(readGraphConfig(config), { initialize: options.initialize ?? true }));
  }

  protected get inputPorts(): readonly Port[] {
    return this.inputs;
  }

  protected get outputPorts(): readonly Port[] {
    const names = this.outputs.map(({ name }) => name);
    return names.map((name, i) => {
      const before = names.slice(0, i).filter((each) => each === name).length;
      return { name: before === 0 ? name : `${name}_${before}` };
    });
  }

  protected summaryColumns(): {
    layers: readonly Layer[];
    shapes: readonly OpenShapes[];
    connections?: readonly string[];
  } {
    const { layers, steps } = this.#graph;
    const nodesOf = (layer: Layer) => steps.filter((step) => step.layer === layer).map(({ node }) => node);
    const shapes = layers.map((layer): OpenShapes => {
      const outputs = nodesOf(layer).at(-1)?.outputs ?? [(layer as InputLayer).output];
      return outputs.length === 1 ? (outputs[0] as SymbolicTensor).shape : outputs.map(({ shape }) => shape);
    });
    const chain = steps.every(
      ({ node }, i) =>
        node.inputs.length === 1 && node.inputs[0]?.node === (steps[i - 1]?.node ?? this.inputs[0]?.node),
    );
    if (chain && steps.length === layers.length - 1) return { layers, shapes };
    const connections = layers.map((layer) => {
      const from = nodesOf(layer).flatMap(({ inputs }) => inputs);
      const texts = from.map(
        ({ node, index, name }) => `${name}[${Math.max(0, nodesOf(node.layer as Layer).indexOf(node))}][${index}]`,
      );
      return texts.join(', ') || '-';
    });
    return { layers, shapes, connections };
  }

  #shapesFor(inputShape: OpenShapes): readonly OpenShape[] {
    const given = isOneShape(inputShape) ? [inputShape] : inputShape;
    const { inputs } = this.#fits;
    if (given.length === inputs.length && given.every((shape, i) => sameShape(shape, inputs[i] as OpenShape))) {
      return this.#fits.outputs;
    }
    if (given.length !== inputs.length) {
      throw new ShapeError(
        `Cannot call ${this.className} '${this.name}': there must be ${inputs.length} inputs, received ${given.length}`,
      );
    }
    const outputs = this.#outputShapes(given);
    this.#fits = { inputs: given.map((shape) => [...shape]), outputs };
    return outputs;
  }

  #outputShapes(given: readonly OpenShape[]): readonly OpenShape[] {
    const shapes = new Map<SymbolicTensor, OpenShape>();
    this.inputs.forEach((symbol, i) => {
      shapes.set(symbol, (symbol.node.layer as InputLayer).outputShape(given[i] as OpenShape));
    });
    const read = (symbol: SymbolicTensor): OpenShape => shapes.get(symbol) as OpenShape;
    for (const { layer, node } of this.#graph.steps) {
      const made = layer.outputShape(node.listed ? node.inputs.map(read) : read(node.inputs[0] as SymbolicTensor));
      const list = isOneShape(made) ? [made] : made;
      if (list.length !== node.outputs.length) {
        throw new OptionError(
          `Cannot call ${layer.className} '${layer.name}': it must have ${node.outputs.length} outputs as when it was applied, received ${list.length}: ${list.map(formatShape).join(', ')}`,
        );
      }
      node.outputs.forEach((symbol, i) => {
        shapes.set(symbol, list[i] as OpenShape);
      });
    }
    return this.outputs.map(read);
  }
}
