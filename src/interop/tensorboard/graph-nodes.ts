import type { GraphNodeMessage } from '../../formats/graph-messages.ts';
import type { Layer } from '../../layers/layer.ts';
import type { OpenShape } from '../../tensor/shape.ts';
import type { Dtype } from '../../tensor/tensor.ts';
import type { Variable } from '../../tensor/variable.ts';

/** One output of a node. */
export interface Output {
  /** Its node, with ':1' for a second output. */
  readonly ref: string;
  readonly shape: OpenShape;
}

/** A node to add. */
export interface NewNode {
  readonly name: string;
  readonly op: string;
  readonly inputs?: readonly Output[];
  /** Taken after the inputs. */
  readonly weights?: readonly Output[];
  /** Of each output. */
  readonly shapes: readonly OpenShape[];
  readonly dtype?: Dtype;
  /** Its options that are numbers, texts or booleans become attributes. */
  readonly of?: Layer;
}

/** Nodes of a graph while it is put together. */
export class GraphNodes {
  readonly all: GraphNodeMessage[] = [];
  readonly #names = new Set<string>();
  readonly #weights = new Map<Variable, Output>();

  /** Adds a node and gives its outputs; where its name is taken it gets a number. */
  add({ name, op, inputs = [], weights = [], shapes, dtype = 'float32', of }: NewNode): readonly Output[] {
    const own = this.#free(name);
    const refs = [...inputs, ...weights].map(({ ref }) => ref);
    const attributes = of === undefined ? {} : attributesOf(of);
    this.all.push({ name: own, op, inputs: refs, shapes, dtype: dtype === 'int32' ? dtype : 'float32', attributes });
    return shapes.map((shape, i) => ({ ref: i === 0 ? own : `${own}:${i}`, shape }));
  }

  /** A scope that no node has yet, with '/' at its end. */
  scope(name: string): string {
    return `${this.#free(name.slice(0, -1))}/`;
  }

  /** The weights of a layer as nodes in its scope; where an earlier use of the layer has them, those. */
  weights(layer: Layer, scope: string): readonly Output[] {
    return layer.weights.map((weight) => {
      const known = this.#weights.get(weight);
      if (known !== undefined) return known;
      const name = weight.name.startsWith(`${layer.fullName}/`)
        ? weight.name.slice(layer.fullName.length + 1)
        : weight.name;
      const [made] = this.add({ name: scope + name, op: 'VariableV2', shapes: [weight.shape] });
      this.#weights.set(weight, made as Output);
      return made as Output;
    });
  }

  #free(name: string): string {
    let own = name;
    for (let n = 1; this.#names.has(own); n++) own = `${name}_${n}`;
    this.#names.add(own);
    return own;
  }
}

/** An activation as an op's name: hardSigmoid as HardSigmoid. */
export function opName(activation: string): string {
  return `${activation[0]?.toUpperCase()}${activation.slice(1)}`;
}

function attributesOf(layer: Layer): Record<string, string> {
  const simple = Object.entries(layer.config()).filter(([, value]) => value !== null && typeof value !== 'object');
  return Object.fromEntries([['className', layer.className], ...simple.map(([name, value]) => [name, String(value)])]);
}
