// Trains in a thread of its own, and tells the page how it goes.
import { Adam, Random } from 'memcell';
import { modelBytes } from 'memcell/io';
import { adder, LIMIT, samples } from './adder.ts';

/** What the page hears while the network trains. */
export interface Report {
  readonly step: number;
  readonly loss: number;
  /** Share of the bits of the last steps that were right. */
  readonly accuracy: number;
  readonly seconds: number;
  /** Whether it is the last one. */
  readonly done: boolean;
  /** The model as it is now: a safetensors file. */
  readonly model: Uint8Array<ArrayBuffer>;
}

const BATCH = 64;
const STEPS_PER_EPOCH = 5;

addEventListener('message', async ({ data: seed }: MessageEvent<number>) => {
  const model = adder(seed);
  model.compile({
    optimizer: new Adam({ learningRate: 0.01 }),
    loss: 'binaryCrossentropy',
    metrics: ['binaryAccuracy'],
  });
  const begun = performance.now();
  let rightEpochs = 0;
  await model.fit(batches(seed), undefined, {
    epochs: 400,
    stepsPerEpoch: STEPS_PER_EPOCH,
    callbacks: [
      {
        onEpochEnd(epoch, { loss = 0, binaryAccuracy = 0 }, control) {
          rightEpochs = binaryAccuracy === 1 ? rightEpochs + 1 : 0;
          const done = rightEpochs === 10 || epoch === 399;
          if (done) control.stop();
          const report: Report = {
            step: (epoch + 1) * STEPS_PER_EPOCH,
            loss,
            accuracy: binaryAccuracy,
            seconds: (performance.now() - begun) / 1000,
            done,
            model: modelBytes(model),
          };
          postMessage(report);
        },
      },
    ],
  });
});

/** Random pairs without end. */
function* batches(seed: number): Generator<ReturnType<typeof samples>> {
  const random = new Random(seed).fold(1);
  for (;;) {
    const numbers = random.uniform(2 * BATCH, 0, LIMIT);
    yield samples(
      Array.from({ length: BATCH }, (_, i) => [Math.floor(numbers[2 * i]!), Math.floor(numbers[2 * i + 1]!)]),
    );
  }
}
