// Trains in a thread of its own, and tells the page how it goes.
import { Adam, engineReport, modelBytes } from './memcell.js';
import { batches, parityModel } from './parity.js';

const STEPS_PER_EPOCH = 10;
const EPOCHS = 150;

addEventListener('message', async ({ data: seed }) => {
  const model = parityModel(seed);
  model.compile({
    optimizer: new Adam({ learningRate: 0.02 }),
    loss: 'binaryCrossentropy',
    metrics: ['binaryAccuracy'],
  });
  const begun = performance.now();
  let rightEpochs = 0;
  await model.fit(batches(seed, 64), undefined, {
    epochs: EPOCHS,
    stepsPerEpoch: STEPS_PER_EPOCH,
    callbacks: [
      {
        onEpochEnd(epoch, { loss, binaryAccuracy }, control) {
          rightEpochs = binaryAccuracy === 1 ? rightEpochs + 1 : 0;
          const done = rightEpochs === 10 || epoch + 1 === EPOCHS;
          if (done) control.stop();
          const seconds = (performance.now() - begun) / 1000;
          const step = (epoch + 1) * STEPS_PER_EPOCH;
          postMessage({
            step,
            loss,
            accuracy: binaryAccuracy,
            seconds,
            done,
            model: modelBytes(model),
            engine: engineReport(),
          });
        },
      },
    ],
  });
});
