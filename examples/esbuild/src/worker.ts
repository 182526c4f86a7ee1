// Trains in a thread of its own, and tells the page how it goes.
import { Adam, CosineDecay } from 'memcell';
import { type Kind, waveModel, windows } from './wave.ts';

/** What the page hears after each epoch. */
export interface Report {
  readonly epoch: number;
  readonly loss: number;
  readonly seconds: number;
  readonly done: boolean;
  /** The weights as they are now, in the order of `getWeights`. */
  readonly weights: readonly Float32Array[];
}

/** Windows, those of a step, and how often all of them are seen. */
const [WINDOWS, BATCH, EPOCHS] = [128, 32, 120] as const;
const stopper = new AbortController();

addEventListener('message', async ({ data }: MessageEvent<Kind | 'stop'>) => {
  if (data === 'stop') {
    stopper.abort();
    return;
  }
  const model = waveModel(1);
  const learningRate = new CosineDecay({ initialLearningRate: 0.02, decaySteps: (EPOCHS * WINDOWS) / BATCH });
  model.compile({ optimizer: new Adam({ learningRate }), loss: 'meanSquaredError' });
  const { x, y } = windows(data, WINDOWS);
  const begun = performance.now();
  let last: Report | undefined;
  const report = (done: boolean): void => postMessage({ ...last, done });
  await model.fit(x, y, {
    epochs: EPOCHS,
    batchSize: BATCH,
    signal: stopper.signal,
    callbacks: [
      {
        onEpochEnd(epoch, { loss = 0 }) {
          const weights = model.getWeights().map((weight) => weight.data as Float32Array);
          last = { epoch: epoch + 1, loss, seconds: (performance.now() - begun) / 1000, done: false, weights };
          report(false);
        },
      },
    ],
  });
  report(true);
});
