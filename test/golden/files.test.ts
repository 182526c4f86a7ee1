// Files that Keras saved: read, predicted with, trained on.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { kerasBytes, loadModel } from '../../src/interop/io.ts';
import type { Model } from '../../src/models/model.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { assertClose } from '../support/close.ts';
import { toTensor } from '../support/run-layer.ts';
import { type GoldenTensor, loadGolden } from './load.ts';

type Case = { file: string; x: GoldenTensor[]; y: GoldenTensor; next: number | null };
const bytesOf = (file: string): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(new URL(`files/${file}.gz`, import.meta.url))));

describe('files of Keras', () => {
  for (const { file, x, y, next } of loadGolden<Case>('files-keras').cases) {
    it(`${file} predicts Keras's numbers and comes back from both formats`, async () => {
      const model = await loadModel<Model>(bytesOf(file));
      const given = x.length === 1 ? toTensor(x[0] as GoldenTensor) : x.map(toTensor);
      const predicted = model.predict(given) as Tensor;
      assert.deepEqual(predicted.shape, y.shape);
      assertClose(predicted.data, y.data, 1e-5, file);
      for (const format of file === 'old.h5' ? (['h5'] as const) : (['keras', 'h5'] as const)) {
        const again = await loadModel<Model>(await kerasBytes(model, { format }));
        assert.deepEqual((again.predict(given) as Tensor).data, predicted.data);
        assert.deepEqual(again.config(), model.config());
      }
      if (next === null) return;
      const target = tensor([
        [1, 0],
        [0, 1],
      ]);
      const { loss } = model.trainOnBatch(given, target);
      assertClose([loss as number], [next], 1e-5, 'next loss');
      assert.equal(model.optimizer?.iterations, 3);
    });
  }

  it('of Keras 2 have its hard sigmoid, which Keras 3 has not', async () => {
    const model = await loadModel(bytesOf('old.h5'));
    assert.equal(model.layers[0]?.config().recurrentActivation, 'hardSigmoidKeras2');
    await assert.rejects(kerasBytes(model), {
      name: 'UnsupportedError',
      message: /^Cannot save Sequential 'old' for Keras: recurrentActivation of GRU 'gru' must be one that Keras 3 has/,
    });
  });

  it('cut off anywhere are refused', async () => {
    for (const file of ['graph.keras', 'sequence.h5']) {
      const bytes = bytesOf(file);
      for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 23)) {
        await assert.rejects(loadModel(bytes.slice(0, length)), { name: 'FormatError' }, `${file}: ${length} bytes`);
      }
    }
  });

  it('with a damaged byte in their weights are refused', async () => {
    const bytes = bytesOf('graph.keras');
    const damaged = Uint8Array.from(bytes);
    damaged[bytes.length - 4000] = (damaged[bytes.length - 4000] as number) ^ 1;
    await assert.rejects(loadModel(damaged), {
      name: 'FormatError',
      message: "Cannot read zip: checksum of 'model.weights.h5' must fit its bytes, received another one",
    });
  });
});
