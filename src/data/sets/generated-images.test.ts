import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { drawnDigits, drawnShapes, type ImageSamples, type ImageSet } from '../index.ts';

const cases = [
  { draw: drawnDigits, action: 'draw digits', name: 'drawn-digits', shape: [28, 28, 1], digest: 'c265ee4cdd80a34d' },
  { draw: drawnShapes, action: 'draw shapes', name: 'drawn-shapes', shape: [32, 32, 3], digest: 'fdce05ec69c285b0' },
] as const;

function digestOf({ train, test }: ImageSet): string {
  const hash = createHash('sha256');
  for (const { images, labels } of [train, test]) hash.update(images).update(labels);
  return hash.digest('hex').slice(0, 16);
}

/** The image with number i. */
function imageOf({ images, labels }: ImageSamples, i: number): Uint8Array {
  const size = images.length / labels.length;
  return images.subarray(i * size, (i + 1) * size);
}

function mean(values: ArrayLike<number>, of: (value: number, place: number) => number = (value) => value): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i] as number, i);
  return sum / values.length;
}

/** Share of the test images that have the features nearest to the mean of their class, each by its spread. */
function learnt({ train, test, classes }: ImageSet, featuresOf: (image: Uint8Array) => readonly number[]): number {
  const rows = Array.from(train.labels, (_, i) => featuresOf(imageOf(train, i)));
  const columns = (rows[0] as readonly number[]).map((_, column) => rows.map((row) => row[column] as number));
  const spreads = columns.map((column) => {
    const middle = mean(column);
    return mean(column, (value) => (value - middle) ** 2) + 1e-9;
  });
  const means = classes.map((_, label) => {
    const own = columns.map((column) => column.filter((_, i) => train.labels[i] === label));
    return own.map((column) => mean(column));
  });
  const right = test.labels.filter((label, i) => {
    const features = featuresOf(imageOf(test, i));
    const distances = means.map((middle) =>
      mean(middle, (value, column) => (value - (features[column] as number)) ** 2 / (spreads[column] as number)),
    );
    return distances.indexOf(Math.min(...distances)) === label;
  });
  return right.length / test.labels.length;
}

for (const { draw, action, name, shape, digest } of cases) {
  describe(name, () => {
    const small = (seed: number): ImageSet => draw({ train: 30, test: 20, seed });
    const set = small(1);
    it('draws images in ten classes, each as often', () => {
      assert.deepEqual([set.name, set.height, set.width, set.channels], [name, ...shape]);
      assert.equal(new Set(set.classes).size, 10);
      for (const [part, count] of [
        [set.train, 30],
        [set.test, 20],
      ] as const) {
        assert.equal(part.images.length, count * shape[0] * shape[1] * shape[2]);
        const labels = Array.from({ length: count }, (_, i) => Math.floor((i * 10) / count));
        assert.deepEqual(Array.from(part.labels).sort(), labels);
      }
    });
    it('draws the same bits from the same seed, others from another, others to test with', () => {
      assert.equal(digestOf(set), digest);
      assert.equal(digestOf(small(1)), digest);
      assert.notEqual(digestOf(small(2)), digest);
      assert.notDeepEqual(imageOf(set.train, 0), imageOf(set.test, 0));
    });
    it('begins a larger set with a smaller one', () => {
      const { train, test } = draw({ train: 7, test: 3, seed: 1 });
      assert.deepEqual(train.images, set.train.images.subarray(0, train.images.length));
      assert.deepEqual(test.labels, set.test.labels.subarray(0, 3));
    });
    it('draws 10,000 images to learn from and 1,000 to test with, or none', () => {
      const { train, test } = draw({ train: 0 });
      assert.deepEqual([train.images.length, train.labels.length, test.labels.length], [0, 0, 1000]);
    });
    for (const [message, options] of [
      ['train must be a whole number from 0 to 1000000, received -1', { train: -1 }],
      ['test must be a whole number from 0 to 1000000, received 1.5', { test: 1.5 }],
      ['seed must be a whole number from 0 to 9007199254740991, received -1', { seed: -1 }],
      ["options must be among train, test, seed, received 'tests'", { tests: 3 }],
    ] as const) {
      it(message, () => assert.throws(() => draw(options as object), { message: `Cannot ${action}: ${message}` }));
    }
  });
}

describe('drawnDigits', () => {
  const set = drawnDigits({ train: 1500, test: 500, seed: 1 });
  it('puts white ink in the middle of each image, about as much as MNIST has', () => {
    const inks = Array.from(set.train.labels, (label, i) => {
      const image = imageOf(set.train, i);
      const ink = mean(image) / 255;
      assert.ok(ink > 0.015 && ink < 0.4 && Math.max(...image) > 200, `image ${i}, a ${label}: ink ${ink}`);
      const [x, y] = [
        mean(image, (value, p) => value * (p % 28)),
        mean(image, (value, p) => value * Math.floor(p / 28)),
      ];
      for (const moment of [x, y]) {
        const place = moment / ink / 255;
        assert.ok(Math.abs(place - 13.5) < 3, `image ${i}, a ${label}: its middle at ${place}`);
      }
      return ink;
    });
    const ink = mean(inks);
    assert.ok(ink > 0.115 && ink < 0.145, `mean ink ${ink}`);
  });
  it('is learnt in part from the mean image of each digit', () => {
    const right = learnt(set, (image) => Array.from(image));
    assert.ok(right > 0.6 && right < 0.9, `${right}`);
  });
});

describe('drawnShapes', () => {
  const set = drawnShapes({ train: 1000, test: 300, seed: 1 });
  const grey = (image: Uint8Array, i: number): number =>
    (image[3 * i] as number) + (image[3 * i + 1] as number) + (image[3 * i + 2] as number);
  it('leaves no image blank', () => {
    for (const i of set.train.labels.keys()) {
      const image = imageOf(set.train, i);
      const middle = mean(image);
      const spread = Math.sqrt(mean(image, (value) => (value - middle) ** 2));
      assert.ok(spread > 10, `image ${i}: spread ${spread}`);
    }
  });
  it('does not tell the class by colour', () => {
    const right = learnt(set, (image) =>
      [0, 1, 2].map((channel) => mean(image, (value, p) => (p % 3 === channel ? value : 0))),
    );
    assert.ok(right < 0.2, `${right}`);
  });
  it('is learnt in part from how much pixels differ from those some way off', () => {
    const right = learnt(set, (image) => {
      const difference = (step: number): number => {
        let sum = 1;
        for (let i = 0; i + step < 1024; i++) sum += Math.abs(grey(image, i) - grey(image, i + step));
        return sum / (1024 - step);
      };
      const pairs = [1, 2, 3, 4, 5, 6, 8, 10].map((way) => [difference(way), difference(32 * way)] as const);
      const all = mean(pairs.flat());
      return pairs.flatMap((pair) => [Math.min(...pair) / all, Math.max(...pair) / all]);
    });
    assert.ok(right > 0.3 && right < 0.9, `${right}`);
  });
});
