// What the experiments on pictures share, and what they leave behind.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { drawnDigits, type ImageSet } from '../data/index.ts';
import { loadModel } from '../interop/io.ts';
import { Random } from '../random.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { cifarCnn, cifarCnnModel } from './cifar-cnn.ts';
import { channelStatistics, ImageScale, type ImageSource, imageOrder, takeImages } from './image-data.ts';
import { Curve, imageScore } from './image-scores.ts';
import { mnistRows, mnistRowsModel } from './mnist-rows.ts';
import { shiftImages } from './shift-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'memcell-'));
after(() => rmSync(folder, { recursive: true }));
const source: ImageSource = { real: 'mnist', comesWith: 'mnist', generate: drawnDigits, train: 300, test: 200 };

/** Two images of 1×2 pixels in colour, and one to test with. */
const tiny: ImageSet = {
  name: 'tiny',
  height: 1,
  width: 2,
  channels: 3,
  classes: ['a', 'b'],
  train: { images: Uint8Array.of(0, 51, 102, 0, 51, 204, 255, 51, 0, 255, 51, 0), labels: Uint8Array.of(1, 0) },
  test: { images: Uint8Array.of(1, 2, 3, 4, 5, 6), labels: Uint8Array.of(1) },
};

describe('takeImages', () => {
  it('draws images where the public set is not there, no more than are seen, and says so', async () => {
    const { set, note, incomparable } = await takeImages('auto', source, 20, { folder });
    assert.deepEqual([set.name, set.train.labels.length, set.test.labels.length], ['drawn-digits', 20, 100]);
    assert.equal(
      note,
      'The images are drawn-digits, made by memcell itself; mnist is not on this machine (memcell data get mnist).',
    );
    assert.equal(incomparable, 'the images are drawn-digits, not mnist');
    const all = await takeImages('drawn', source, 1000, { folder });
    assert.deepEqual([all.set.train.labels.length, all.set.test.labels.length], [300, 200]);
    assert.equal(all.note, note);
  });
  it('refuses a set that was named and is not there', () =>
    assert.rejects(takeImages('fashion-mnist', source, 20, { folder }), {
      name: 'ResourceError',
      hint: 'Get it: memcell data get fashion-mnist',
    }));
});

describe('images', () => {
  it('become numbers by level and channel', () => {
    const { mean, deviation } = channelStatistics(tiny);
    assert.deepEqual(
      mean.map((value) => value.toFixed(4)),
      ['0.5000', '0.2000', '0.3000'],
    );
    assert.equal(deviation[0], 0.5);
    const { input, target } = new ImageScale(tiny, (level, c) => level + 1000 * c).batch(tiny.train, [1, 0]);
    assert.deepEqual(input.shape, [2, 1, 2, 3]);
    assert.deepEqual([...input.data.subarray(0, 6)], [255, 1051, 2000, 255, 1051, 2000]);
    assert.deepEqual([...input.data.subarray(6)], [0, 1051, 2102, 0, 1051, 2204]);
    assert.deepEqual([...target.data], [0, 1]);
  });
  it('come each once an epoch, in a new order each time', () => {
    const order = imageOrder(5, 2, new Random(3));
    const epoch = () => Array.from({ length: 3 }, () => [...(order.next().value as Int32Array)]);
    const [first, second] = [epoch(), epoch()];
    for (const batches of [first, second]) assert.deepEqual(batches.flat().sort(), [0, 1, 2, 3, 4]);
    assert.notDeepEqual(first, second);
    assert.deepEqual(
      first.map(({ length }) => length),
      [2, 2, 1],
    );
  });
  it('are moved and mirrored, and what comes in is 0', () => {
    const input = tensor(
      Float32Array.from({ length: 64 * 4 }, (_, i) => (i % 4) + 1),
      [64, 1, 4, 1],
    );
    const { input: moved } = shiftImages({ input, target: tensor(new Int32Array(64), [64]) }, 1, new Random(1));
    const seen = new Set(Array.from({ length: 64 }, (_, n) => [...moved.data.subarray(4 * n, 4 * n + 4)].join('')));
    const none = '0000'; // moved up or down
    assert.deepEqual([...seen].sort(), [none, '0123', '0432', '1234', '2340', '3210', '4321'].sort());
  });
  it('are scored over all and by class', () => {
    const judged = { outputs: tensor([[0, 1]]), predicted: [1], accuracy: 1 };
    const set = { ...tiny, test: { ...tiny.test, labels: Uint8Array.of(1, 0, 1) } };
    assert.deepEqual(imageScore({ ...judged, predicted: [1, 1, 0], accuracy: 1 / 3 }, set), {
      testAccuracy: 1 / 3,
      perClass: { a: 0, b: 0.5 },
      of: 3,
    });
  });
  it('leave a curve that goes on where a checkpoint was made', () => {
    const curve = new Curve('Learning', 'epoch');
    curve.add(1, { test: 0.5 });
    const again = new Curve('Learning', 'epoch');
    again.restore(JSON.parse(JSON.stringify(curve.state())));
    again.add(2, { test: 0.75 });
    assert.deepEqual(again.figure().series, [{ name: 'test', x: [1, 2], y: [0.5, 0.75] }]);
  });
});

describe('mnist-rows', () => {
  it('saves and restores half-way in the published preset, and tells every twentieth step', async () => {
    const told: string[] = [];
    const request = { preset: 'published', seed: 1, steps: 22, chosen: { data: 'drawn' } } as const;
    const { steps, figures, incomparable } = await mnistRows.run(request, { callbacks: [], tell: (s) => told.push(s) });
    assert.equal(steps, 22);
    assert.deepEqual(
      told.map((sentence) => sentence.replace(/0\.\d+|itself.*/, 'X')),
      [
        'The images are drawn-digits, made by memcell X',
        'step 0: accuracy of the batch X',
        'Saved after step 11, restored into a new network, which goes on.',
        'step 20: accuracy of the batch X',
      ],
    );
    assert.deepEqual(Object.keys(figures ?? {}), ['accuracy', 'confusion', 'per-class']);
    assert.equal(incomparable, 'the images are drawn-digits, not mnist');
  });
  it('has the weights of the source: 3,712, 131,584 and 1,290', () => {
    const counts = (preset: 'published' | 'default') =>
      mnistRowsModel(preset, 1).layers.map((layer) => layer.countParams());
    assert.deepEqual(counts('published'), [3712, 131584, 1290]);
    assert.deepEqual(counts('default'), [80384, 0, 1290]);
  });
});

describe('cifar-cnn', () => {
  it('leaves a Torch 7 file that answers as the model does, the hundredth image and its classes', async () => {
    for (const preset of ['default', 'published'] as const) {
      const request = { preset, seed: 1, steps: 2, chosen: { data: 'drawn' } } as const;
      const { model, figures = {}, files = {}, summary } = await cifarCnn.run(request, { callbacks: [] });
      const again = await loadModel(files['cifar-cnn.t7'] as Uint8Array);
      const x = tensor(new Random(2).normal(2 * 32 * 32 * 3), [2, 32, 32, 3]);
      const [given, back] = [model.predict(x) as Tensor, again.predict(x)];
      given.data.forEach((value, i) => {
        assert.ok(Math.abs(value - (back.data[i] as number)) < 1e-5);
      });
      const { 'image-100': image, 'image-100-classes': bars } = figures;
      assert.ok(image?.kind === 'image' && image.pixels.length === 3072);
      assert.ok(bars?.kind === 'bars' && Math.abs(bars.values.reduce((a, b) => a + b) - 1) < 1e-5);
      assert.match(summary[1] ?? '', /^Test image 100, of class \w+, is taken for \w+: circle 0\.\d{3}, /);
    }
  });
  it('has the weights of the source', () => {
    assert.equal(cifarCnnModel('published', 1).countParams(), 62_006);
  });
});
