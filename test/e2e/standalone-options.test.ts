// What an exported module, and exportStandalone, take beside the input: nothing is accepted and ignored.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Dense, Input, LSTM, Sequential } from '../../src/index.ts';
import { exportStandalone, type StandaloneOptions } from '../../src/interop/io.ts';
import { loadStandalone } from '../support/standalone.ts';

const model = new Sequential([Input({ shape: [null, 2] }), new LSTM({ units: 2 }), new Dense({ units: 1 })], {
  seed: 1,
});

it('exportStandalone refuses options that its engine has no use for', async () => {
  const refused = async (options: StandaloneOptions, what: string): Promise<void> =>
    await assert.rejects(exportStandalone(model, options), { message: `Cannot export model: ${what}` });
  await refused({ engine: 'js', build: 'relaxed' }, "build must be left out with engine 'js', received 'relaxed'");
  await refused({ engine: 'js', wasmFile: 'a.wasm' }, "wasmFile must be left out with engine 'js', received 'a.wasm'");
  await refused({ wasmFile: 'a.wasm' }, "wasmFile must be left out with engine 'wasm', received 'a.wasm'");
});

it('an exported module says which options and which objects it takes', async () => {
  const { predict, predictStep } = await loadStandalone((await exportStandalone(model)).module);
  const x = [[[1, 2]]];
  const says = (run: () => unknown, what: string): void =>
    assert.throws(run, { name: 'TypeError', message: `Cannot predict: ${what}` });
  says(() => predict(x, { batchsize: 2 } as object), "options must be among batchSize, received 'batchsize'");
  says(() => predict(x, null as never), 'options must be an object, received null');
  says(() => predict(x, 5 as never), 'options must be an object, received 5');
  says(() => predict({ x }), 'there must be inputs named input_layer, received x');
  says(() => predict({ input_layer: x, x }), 'there must be inputs named input_layer, received input_layer, x');
  says(() => predictStep(5), 'there must be an array of numbers, received 5');
  assert.deepEqual(predict({ input_layer: x }), predict(x));
  assert.deepEqual(predict({ data: [1, 2], shape: [1, 1, 2] }, {}), predict(x));
});
