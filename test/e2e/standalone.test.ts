// Exported models as programs meet them: in plain processes, in contexts that forbid much, as streams, with bad input.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { engineReport } from '../../src/backend/current.ts';
import {
  Add,
  Bidirectional,
  Concatenate,
  Dense,
  Embedding,
  GRU,
  Input,
  Layer,
  LSTM,
  LSTMCell,
  Model,
  type OpenShape,
  RNN,
  Sequential,
  SimpleRNN,
  type Tensor,
  TimeDistributed,
  UpSampling1D,
} from '../../src/index.ts';
import { exportStandalone, type StandaloneOptions } from '../../src/interop/io.ts';
import { assertClose } from '../support/close.ts';
import { modelsOfAllKinds } from '../support/models-of-all-kinds.ts';
import { ramp } from '../support/ramp.ts';
import {
  loadStandalone,
  type Made,
  folder as modules,
  outputsOf,
  type Standalone,
  writeStandalone,
} from '../support/standalone.ts';

const { build } = engineReport();
const all = { returnSequences: true };
const adder = (): Sequential =>
  new Sequential(
    [Input({ shape: [null, 2] }), new LSTM({ units: 20, ...all }), new GRU({ units: 5 }), new Dense({ units: 3 })],
    { name: 'adder', seed: 2 },
  );

async function exported(model: Sequential | Model, options: StandaloneOptions = {}): Promise<Standalone> {
  const chosen = options.engine === 'js' ? options : { build, ...options };
  return await loadStandalone((await exportStandalone(model, chosen)).module);
}

const given = ({ data, shape }: Tensor): { data: ArrayLike<number>; shape: readonly number[] } => ({ data, shape });
const same = (made: Made, wanted: { readonly data: ArrayLike<number>; readonly shape: readonly number[] }): void => {
  assert.deepEqual([...made.shape], [...wanted.shape]);
  assert.deepEqual(made.data, wanted.data);
};

describe('an exported model', () => {
  modelsOfAllKinds(3).forEach(({ model, x }, i) => {
    it(`of many kinds of layers, ${i + 1}, predicts as the model does`, async () => {
      model.predict(x); // builds it
      const names = model.weights.map((weight) => weight.data.map((value, at) => value + ((at % 7) - 3) / 50));
      model.weights.forEach((weight, at) => {
        if (!weight.name.endsWith('moving_variance')) weight.assign(names[at] as Float32Array);
      });
      model.resetStates();
      const { predict, resetStates } = await exported(model as Sequential);
      for (const batchSize of [5, 2]) {
        same(predict(given(x), { batchSize }) as Made, model.predict(x, { batchSize }) as Tensor);
        same(predict(x.toArray()) as Made, model.predict(x) as Tensor);
      }
      model.resetStates();
      resetStates();
      same(predict(given(x)) as Made, model.predict(x) as Tensor);
    });
  });

  it('takes and gives several arrays, by position or by name', async () => {
    const [a, b] = [Input({ shape: [3], name: 'first-one' }), Input({ shape: [4, 2], name: 'class' })];
    const inner = new Sequential([Input({ shape: [4, 2] }), new LSTM({ units: 3 }), new Dense({ units: 2 })], {
      name: 'inner',
    });
    const read = inner.apply(b);
    const again = inner.apply(b);
    const sum = new Add().apply([read, again]);
    const outputs = [new Dense({ units: 2, name: 'return' }).apply(new Concatenate().apply([a, sum])), sum];
    const model = new Model({ inputs: [a, b], outputs, seed: 5 });
    const { predict, metadata, predictStep } = await exported(model);
    const inputs = [ramp([3, 3]), ramp([3, 4, 2], 2)] as const;
    const wanted = model.predict([...inputs]) as unknown as Tensor[];
    const [x, y] = inputs.map(given);
    for (const way of [[x, y], { 'first-one': x, class: y }, inputs.map((each) => each.toArray())]) {
      for (const [i, made] of outputsOf(predict(way)).entries()) same(made, wanted[i] as Tensor);
    }
    assert.deepEqual(metadata.inputs, [
      { name: 'first-one', shape: [null, 3], dtype: 'float32' },
      { name: 'class', shape: [null, 4, 2], dtype: 'float32' },
    ]);
    const must = /^TypeError: Cannot predict: /;
    assert.throws(() => predict([x]), /there must be a list of 2 inputs \(first-one, class\), received 1/);
    assert.throws(() => predict({ 'first-one': x }), must);
    assert.throws(() => predict([x, { ...y, shape: [2, 4, 3] }]), must);
    assert.throws(() => predict([x, ramp([2, 4, 2]).toArray()]), /as many samples as the first one, 3, received 2/);
    assert.throws(() => predictStep([[1]]), /a stream must be that of a Sequential, received a functional Model/);
  });

  it('holds a stream of several sequences as the model does', async () => {
    const layers = [
      new SimpleRNN({ units: 4, activation: 'relu', ...all }),
      new RNN({ cell: new LSTMCell({ units: 3, peephole: true, zoneout: { hidden: 0.2 } }), ...all }),
      new TimeDistributed({ layer: new Dense({ units: 3, activation: 'tanh' }) }),
      new LSTM({ units: 3, stateful: true, ...all }),
      new GRU({ units: 2, recurrentActivation: 'sigmoid', ...all }),
    ];
    const model = new Sequential([Input({ shape: [6, 2] }), ...layers], { seed: 4 });
    for (const engine of ['wasm', 'js'] as const) {
      const { predict, predictStep, resetStates } = await exported(model, { engine });
      for (const batch of [1, 9, 3]) {
        model.resetStates();
        resetStates();
        for (let t = 0; t < 4; t++) {
          const x = ramp([batch, 2], t);
          const [made, wanted] = [predictStep(given(x)), model.predictStep(x)];
          if (engine === 'wasm') same(made, wanted);
          else assert.ok(made.data.every((value, i) => Math.abs(value - (wanted.data[i] as number)) < 1e-6));
          predict(ramp([batch, 6, 2]).toArray()); // leaves the stream alone, but for the stateful layer
          model.predict(ramp([batch, 6, 2]));
        }
        const other = ramp([batch + 1, 2]).toArray();
        assert.throws(() => predictStep(other), new RegExp(`keep its batch size ${batch}.*received ${batch + 1}`));
      }
    }
  });

  it('reads ids and masks, one by one, too', async () => {
    const model = new Sequential(
      [Input({ shape: [null] }), new Embedding({ inputDim: 9, outputDim: 3, maskZero: true }), new LSTM({ units: 4 })],
      { seed: 1 },
    );
    const { predict, predictStep } = await exported(model);
    const ids = [
      [3, 0, 8, 0],
      [0, 0, 0, 0],
    ];
    same(predict(ids) as Made, model.predict(ids));
    for (const id of [3, 0, 8]) same(predictStep([id]), model.predictStep([id]));
    for (const wrong of [9, -1, 0.5]) {
      const error = `RangeError: Cannot predict: ids of 'embedding' must be whole numbers from 0 to 8, received ${wrong}`;
      assert.throws(
        () => predict([[1, wrong]]),
        (thrown) => String(thrown) === error,
      );
    }
  });

  it('says what is wrong with its input', async () => {
    const { predict, predictStep, resetStates } = await exported(adder());
    const says = (run: () => unknown, message: string): void =>
      assert.throws(run, { name: 'TypeError', message: `Cannot predict: ${message}` });
    says(() => predict([[1, 2]]), "'input_layer' must have shape [any, any, 2], received [1, 2]");
    says(() => predict([[[1, 2, 3]]]), "'input_layer' must have shape [any, any, 2], received [1, 1, 3]");
    says(() => predict([]), "'input_layer' must have shape [any, any, 2], received [0]");
    says(() => predict(5), 'there must be an array of numbers, received 5');
    says(() => predict([[[1, 2]], [[1]]]), 'lists on axis 2 of the input must all have 2 entries, received 1');
    says(() => predict([[[1, Number.NaN]]]), 'input must be finite, received NaN');
    says(() => predict([[[1, 1e300]]]), 'input must be finite, received 1e+300');
    says(() => predict([[[1, '2']]]), 'input must hold numbers, received string');
    says(() => predict([[[1, 2]]], { batchSize: 0 }), 'batchSize must be a whole number from 1, received 0');
    says(
      () => predict({ data: [1], shape: [1, 1, 2] }),
      "data of 'input_layer' must have 2 numbers as its shape says, received 1",
    );
    says(() => predictStep([[1]]), "'input_layer' must have shape [any, 2], received [1, 1]");
    predictStep([[1, 2]]);
    says(() => predictStep([[1, 2, 3]]), 'one step must have the shape of the one before, received [1, 3]');
    resetStates();
    predictStep(ramp([2, 2]).toArray());
  });

  it('takes whole numbers where the model does', async () => {
    const x = Input({ shape: [2], dtype: 'int32', name: 'counts' });
    const model = new Model({ inputs: x, outputs: new Dense({ units: 2 }).apply(x), seed: 3 });
    const { predict } = await exported(model);
    same(predict([[1, -2]]) as Made, model.predict([[1, -2]]));
    const message = "Cannot predict: 'counts' must hold whole numbers, received 1.5";
    assert.throws(() => predict([[1.5, 2]]), { message });
  });

  it('predicts the same for many samples of wide layers', async () => {
    const layers = [new LSTM({ units: 70, ...all }), new GRU({ units: 130 }), new Dense({ units: 600 })];
    const model = new Sequential([Input({ shape: [null, 300] }), ...layers], { seed: 6 });
    const x = ramp([70, 5, 300]);
    for (const engine of ['wasm', 'js'] as const) {
      const { predict } = await exported(model, { engine });
      for (const batchSize of [70, 32]) {
        const [made, wanted] = [predict(given(x), { batchSize }) as Made, model.predict(x, { batchSize })];
        if (engine === 'wasm') same(made, wanted);
        else assertClose(made.data, wanted.data, 1e-5, 'prediction');
      }
    }
  });

  it('refuses a larger batch than the states of stateful layers are for, as the model does', async () => {
    const model = new Sequential([Input({ shape: [2, 2] }), new GRU({ units: 2, stateful: true })], { seed: 1 });
    const { predict, resetStates } = await exported(model);
    for (const batch of [3, 2, 3])
      same(predict(given(ramp([batch, 2, 2]))) as Made, model.predict(ramp([batch, 2, 2])));
    assert.throws(() => predict(given(ramp([4, 2, 2]))), /at most 3 samples until resetStates\(\)/);
    resetStates();
    model.resetStates();
    same(predict(given(ramp([4, 2, 2]))) as Made, model.predict(ramp([4, 2, 2])));
  });

  it('says where memory is not to be had, and goes on with less', async () => {
    const model = new Sequential([Input({ shape: [null, 4] }), new UpSampling1D({ size: 1_000_000 })]);
    const { predict } = await exported(model);
    const message =
      /^RangeError: Cannot predict: \d+ MB of memory must be to be had, received less; take a smaller batchSize$/;
    assert.throws(() => predict({ data: new Float32Array(2400), shape: [1, 600, 4] }), message);
    const { data } = predict([[[1, 2, 3, 4]]]) as Made;
    assert.deepEqual([data.length, ...data.slice(-5)], [4_000_000, 4, 1, 2, 3, 4]);
  });

  it('says why it has no stream', async () => {
    const model = new Sequential([Input({ shape: [4, 2] }), new Bidirectional({ layer: new LSTM({ units: 2 }) })]);
    const { predictStep } = await exported(model);
    assert.throws(
      () => predictStep([[1, 2]]),
      /Cannot predict: Bidirectional 'bidirectional': a stream must be read forwards/,
    );
  });
});

describe('exportStandalone', () => {
  class Twice extends Layer {
    readonly className = 'Twice';
    constructor() {
      super('twice', {});
    }
    protected build() {}
    call(x: Tensor) {
      return x;
    }
    outputShape(shape: OpenShape) {
      return shape;
    }
    config() {
      return { name: this.name };
    }
  }
  const rejects = async (model: unknown, message: string, options = {}): Promise<void> =>
    await assert.rejects(exportStandalone(model as Sequential, options), { message });

  it('refuses what it cannot export, and says what', async () => {
    await rejects(5, 'Cannot export model: model must be a Sequential or a Model, received 5');
    await rejects(
      new Sequential([new Dense({ units: 1 })], { name: 'm' }),
      "Cannot export Sequential 'm': it must be built, received a model without weights",
    );
    await rejects(
      new Sequential([Input({ shape: [2] }), new Twice()], { name: 'm' }),
      "Cannot export Sequential 'm': Twice 'twice' must be one of memcell's layers, received a class of its own",
    );
    class Wide extends Dense {}
    await rejects(
      new Sequential([Input({ shape: [2] }), new Wide({ units: 1 })], { name: 'm' }),
      "Cannot export Sequential 'm': Dense 'dense' must be one of memcell's layers, received a class of its own",
    );
    await rejects(adder(), "Cannot export model: engine must be one of wasm, js, separate, received 'gpu'", {
      engine: 'gpu',
    });
    await rejects(adder(), "Cannot export model: options must be among engine, build, wasmFile, received 'strict'", {
      strict: true,
    });
  });

  it('writes no import, and only what the model needs', async () => {
    const { module, sizes } = await exportStandalone(adder());
    const program = module
      .split('\n')
      .filter((line) => line.length < 1000)
      .join('\n');
    assert.doesNotMatch(program, /\bimport\b|\brequire\b|\beval\b|\bFunction\b|\bnode:/);
    assert.match(program, /^ {2}const gru = net\.gru\(lstm, \{ name: "gru", /m);
    assert.doesNotMatch(program, /convForward|softmax|embedding|lstmBackward/);
    assert.equal(sizes.module, Buffer.from(module).length);
    assert.ok(module.includes(`Size: ${sizes.module} bytes: weights ${sizes.weights}, kernels ${sizes.kernels}, `));
    assert.equal(sizes.weights + sizes.kernels + sizes.program, module.length);
    const small = await exportStandalone(new Sequential([Input({ shape: [2] }), new Dense({ units: 1 })]));
    assert.ok(small.sizes.kernels < sizes.kernels && small.sizes.program < sizes.program);
  });

  it('lets no name be more than a name', async () => {
    const name = "a'\nthrow 1; //\u2028throw 2";
    const quoted = `\`\${'"\\`;
    const layers = [new Embedding({ inputDim: 3, outputDim: 2, name: quoted }), new LSTM({ units: 2, name: 'class' })];
    const model = new Sequential([Input({ shape: [null] }), ...layers], { name, seed: 1 });
    const wasmFile = 'a\';\n"throw 3;';
    for (const engine of ['wasm', 'js', 'separate'] as const) {
      const { metadata, predict } = await exported(model, { engine, ...(engine === 'separate' && { wasmFile }) });
      assert.equal(metadata.name, name);
      if (engine !== 'separate') assert.deepEqual((predict([[1, 2]]) as Made).shape, [1, 2]);
      else
        assert.throws(
          () => predict([[1, 2]]),
          (error) => String(error).endsWith(`with '${wasmFile}'`),
        );
    }
  });

  it('leaves the model as it was', async () => {
    const model = adder();
    model.predictStep([[1, 2]]);
    const twin = adder();
    twin.predictStep([[1, 2]]);
    await exportStandalone(model);
    assert.deepEqual(model.predictStep([[3, 4]]).data, twin.predictStep([[3, 4]]).data);
  });
});

describe('an exported module runs', () => {
  const model = adder();
  const x = ramp([2, 4, 2]);
  const wanted = model.predict(x).data;
  const close = (data: ArrayLike<number>): void => assertClose(data, wanted, 2e-6, 'prediction');
  const texts: Record<string, string> = {};
  before(async () => {
    for (const engine of ['wasm', 'js', 'separate'] as const)
      texts[engine] = (await exportStandalone(model, { engine })).module;
  });

  for (const engine of ['wasm', 'js']) {
    it(`${engine}: in a process of Node that may not compile strings`, () => {
      const url = pathToFileURL(writeStandalone(texts[engine] as string)).href;
      const program = `import { predict } from ${JSON.stringify(url)};
        console.log(JSON.stringify([...predict(${JSON.stringify(x.toArray())}).data]));`;
      const words = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', program];
      const { stdout, stderr, status } = spawnSync(process.execPath, words, { cwd: modules, encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      close(JSON.parse(stdout));
    });
    it(`${engine}: with nothing but what the web has`, () =>
      close(inContext(texts[engine] as string, true).predict(x.toArray()).data));
  }
  it('js: where WebAssembly may not be compiled', () =>
    close(inContext(texts.js as string, false).predict(x.toArray()).data));
  it('wasm: where only a compiled module is to be had', async () => {
    const { wasm } = await exportStandalone(model, { engine: 'separate', wasmFile: 'out.wasm' });
    for (const engine of ['wasm', 'separate']) {
      const { predict, start } = inContext(texts[engine] as string, false);
      assert.throws(
        () => predict(x.toArray()),
        engine === 'wasm'
          ? /^Error: Cannot start the kernels: this runtime must compile WebAssembly with SIMD at once; call await start\(\)/
          : /^Error: Cannot predict: the kernels must be started first, received none; call await start\(module\) with 'kernels.wasm'/,
      );
      await start(new WebAssembly.Module(wasm as Uint8Array<ArrayBuffer>));
      close((predict(x.toArray()) as Made).data);
    }
  });
  it('wasm: started without blocking', async () => {
    const { predict, start } = inContext(texts.wasm as string, true);
    const started = [start(), start()];
    close((predict(x.toArray()) as Made).data); // need not wait
    await Promise.all(started);
    close((predict(x.toArray()) as Made).data);
    await start();
    close((predict(x.toArray()) as Made).data);
  });
});

/** The exports of a module that runs as a script in a context of its own. */
function inContext(module: string, wasm: boolean): InContext {
  const context = createContext(
    { atob, ...(wasm ? {} : { WebAssembly: refusing }) },
    { codeGeneration: { strings: false, wasm } },
  );
  const script = `(() => { ${module.replaceAll(/^export /gm, '')}\nreturn { predict, predictStep, resetStates, start }; })()`;
  return runInContext(script, context) as InContext;
}

type InContext = Omit<Standalone, 'predict'> & { predict(x: unknown): Made };

/** WebAssembly of a runtime that compiles nothing but instantiates what is compiled. */
const refusing = {
  Memory: WebAssembly.Memory,
  Instance: WebAssembly.Instance,
  Module: class {
    constructor() {
      throw new WebAssembly.CompileError('Wasm code generation disallowed by embedder');
    }
    static [Symbol.hasInstance](value: unknown): boolean {
      return value instanceof WebAssembly.Module;
    }
  },
};
