// Every layer of layers/index.ts: shape, weight count, config round trip, gradients in float64, a step lowers the loss.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkFunction } from '../../src/autograd/check-gradients.ts';
import { referenceBackend } from '../../src/backend/backend.ts';
import { withBackend } from '../../src/backend/current.ts';
import { OptionError, ShapeError, UnsupportedError } from '../../src/errors.ts';
import { layerFromConfig, layers } from '../../src/layers/index.ts';
import { Input } from '../../src/layers/input.ts';
import type { Layer } from '../../src/layers/layer.ts';
import { forwardPass } from '../../src/layers/trainable.ts';
import type { LayeredModel } from '../../src/models/layered-model.ts';
import { Model } from '../../src/models/model.ts';
import { Sequential } from '../../src/models/sequential.ts';
import { add } from '../../src/ops/add.ts';
import { concat } from '../../src/ops/concat.ts';
import { multiply } from '../../src/ops/multiply.ts';
import { slice } from '../../src/ops/slice.ts';
import { sum } from '../../src/ops/sum.ts';
import { Random } from '../../src/random.ts';
import { scope } from '../../src/tensor/scope.ts';
import { type OpenShape, type OpenShapes, type Shape, sizeOf } from '../../src/tensor/shape.ts';
import { Tensor, type TensorData, tensor } from '../../src/tensor/tensor.ts';
import { Variable } from '../../src/tensor/variable.ts';
import { assertClose } from '../support/close.ts';
import type { LayerCase } from '../support/layer-case.ts';
import { layerCases as cases } from '../support/layer-cases/index.ts';

const random = (shape: Shape, key = 5): Float64Array =>
  Float64Array.from(new Random(key).uniform(sizeOf(shape), -1, 1));

function built({ config, input }: LayerCase, className: string): Layer {
  const layer = layerFromConfig({ className, config });
  layer.ensureBuilt(open(input), new Random(3));
  return layer;
}

const isOne = (input: LayerCase['input']): input is Shape => !Array.isArray(input[0]);
const open = (input: LayerCase['input']): OpenShapes => {
  const shape = ([, ...sample]: Shape): OpenShape => [null, ...sample];
  return isOne(input) ? shape(input) : input.map(shape);
};

type Given = Pick<LayerCase, 'input' | 'ids'>;
const numbersOf = (shape: Shape, ids: number | undefined, key: number): Float64Array =>
  ids === undefined ? random(shape, key) : Float64Array.from(new Random(key).integers(sizeOf(shape), 0, ids));
/** Something made of each input: one, or a list. */
const each = <T>({ input, ids }: Given, make: (shape: Shape, numbers: Float64Array) => T): T | readonly T[] =>
  isOne(input)
    ? make(input, numbersOf(input, ids, 5))
    : input.map((shape, i) => make(shape, numbersOf(shape, ids, 5 + i)));
const inputOf = (row: Given) => each(row, (shape, numbers) => tensor(numbers, shape));

const use = (layer: Layer, row: Given): Tensor => scope(() => layer.call(inputOf(row), forwardPass()) as Tensor);

/** A model of one layer. */
function modelOf(row: LayerCase, className: string): LayeredModel {
  const layer = built(row, className);
  if (isOne(row.input)) return new Sequential([layer], { seed: 2 });
  const inputs = row.input.map(([, ...shape]) => Input({ shape }));
  return new Model({ inputs, outputs: layer.apply(inputs), seed: 2 });
}

/** Whether all its inputs have axes of batch and steps, and as many steps. */
function isSequence({ input, ids }: LayerCase): boolean {
  const shapes = isOne(input) ? [input] : (input as readonly Shape[]);
  const [first] = shapes as readonly [Shape];
  return shapes.every((shape) => shape.length > (ids === undefined ? 2 : 1) && shape[1] === first[1]);
}

/** What it gives for each step in a stream. */
function stepByStep(layer: Layer, row: LayerCase): readonly Tensor[] {
  const whole = inputOf(row);
  const states = new Map();
  const [, steps] = (isOne(row.input) ? row.input : row.input[0]) as readonly [number, number];
  return Array.from({ length: steps }, (_, t) =>
    scope(() => {
      const at = (x: Tensor): Tensor => {
        const axes = x.shape.slice(2);
        return slice(x, [0, t, ...axes.map(() => 0)], [-1, 1, ...axes]);
      };
      return layer.run(whole instanceof Tensor ? at(whole) : whole.map(at), forwardPass({ states })) as Tensor;
    }),
  );
}

for (const className of Object.keys(layers)) {
  describe(`layer ${className}`, () => {
    const own = cases[className];
    it('has cases', () => assert.ok(own, `add a row for '${className}' to test/support/layer-cases/index.ts`));
    own?.rows.forEach((row) => {
      const title = JSON.stringify(row.config);
      it(`has the shape and the weights it says, ${title}`, () => {
        const layer = built(row, className);
        assert.deepEqual(layer.outputShape(open(row.input)), [null, ...row.output.slice(1)]);
        assert.deepEqual(use(layer, row).shape, row.output);
        assert.equal(layer.countParams(), row.params);
      });

      it(`comes back from its config with the same numbers, ${title}`, () => {
        const layer = built(row, className);
        const config = JSON.parse(JSON.stringify(layer.config())) as Record<string, unknown>;
        const again = built({ ...row, config }, className);
        assert.deepEqual(again.config(), layer.config());
        assert.deepEqual(use(again, row).data, use(layer, row).data);
      });

      it(`agrees with finite differences, ${title}`, () => {
        checkFunction(() => {
          const layer = built(row, className);
          const x = each(row, (shape, numbers) => {
            const variable = new Variable(shape, { name: 'input' });
            variable.assign(numbers);
            return variable;
          });
          const run = (): Tensor => {
            const penalties: Tensor[] = [];
            const output = layer.call(x, forwardPass({ penalties })) as Tensor;
            const weights = Float64Array.from({ length: output.size }, (_, j) => 0.5 + ((j * 7) % 5) / 5);
            const value = sum(multiply(output, tensor(weights, output.shape)));
            return [...layer.penalties(), ...penalties].reduce((a, b) => add(a, b), value);
          };
          const learning = layer.weights.filter(({ trainable }) => trainable);
          const inputs = x instanceof Variable ? [x] : x;
          return { variables: row.ids === undefined ? [...inputs, ...learning] : learning, run };
        });
      });

      it(`gives the same numbers in float64, ${title}`, () => {
        const numbers = (): TensorData => use(built(row, className), row).data;
        assertClose(numbers(), withBackend(referenceBackend('float64'), numbers), 1e-5, 'output');
      });

      if (isSequence(row)) {
        it(`gives the same in a stream, or refuses it, ${title}`, () => {
          const whole = use(built(row, className), row);
          let parts: readonly Tensor[];
          try {
            parts = stepByStep(built(row, className), row);
          } catch (error) {
            assert.ok(error instanceof UnsupportedError, String(error));
            assert.match(error.message, /stream/);
            return;
          }
          const last = parts.at(-1) as Tensor;
          const output =
            whole.rank === last.rank && whole.shape[1] === last.shape[1] ? last : concat(parts, { axis: 1 });
          assert.deepEqual(output.shape, whole.shape);
          assertClose(output.data, whole.data, 1e-6, 'output');
        });
      }

      if (row.params > 0) {
        it(`learns: steps lower the loss, ${title}`, () => {
          const model = modelOf(row, className);
          model.compile({ optimizer: 'adam', loss: 'mse' });
          const x = inputOf(row);
          const y = tensor(random(row.output), row.output);
          const before = row.draws ? model.testOnBatch(x, y) : undefined;
          const first = (before ?? model.trainOnBatch(x, y)).loss as number;
          for (let i = 0; i < 30; i++) model.trainOnBatch(x, y);
          assert.ok((model.testOnBatch(x, y).loss as number) < first);
        });
      }
    });
    own?.refused?.forEach((shape) => {
      it(`refuses input ${JSON.stringify(shape)}`, () => {
        const layer = layerFromConfig({ className, config: own.rows[0]?.config ?? {} });
        assert.throws(() => layer.ensureBuilt(shape, new Random(0)), ShapeError);
        const good = built(own.rows[0] as LayerCase, className);
        assert.throws(() => use(good, { input: shape }), ShapeError);
      });
    });
    if (own?.wrong) {
      it(`refuses ${JSON.stringify(own.wrong)}`, () => {
        const config = { ...own.rows[0]?.config, ...own.wrong };
        assert.throws(() => layerFromConfig({ className, config }), OptionError);
      });
    }
    it('refuses an option it does not have', () => {
      const config = { ...own?.rows[0]?.config, nosuch: 1 };
      assert.throws(() => layerFromConfig({ className, config }), OptionError);
    });
  });
}
