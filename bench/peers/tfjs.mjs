// node tfjs.mjs FOLDER cpu|wasm: the workload of a fixture in TensorFlow.js; waits for orders on standard input.
import tf from '@tensorflow/tfjs';
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import { COMPARED, oneHot, readFixture, serve } from './common.mjs';

const [folder, backend] = process.argv.slice(2);
// what it prints of itself does not belong to the answers
console.warn = () => {};
setThreadsCount(1);
await tf.setBackend(backend);
await tf.ready();
const fixture = readFixture(folder);
const { layers, input, target, loss } = fixture;
const stateful = loss === 'stream';
const [batch, ...rest] = input;
const batchInputShape = stateful ? [batch, 1, ...rest] : [batch, ...rest];
const classes = layers.at(-1).units;
const batches = fixture.batches.map(({ x, y }) => ({
  x: tf.tensor(x, batchInputShape),
  y: loss === 'labels' ? tf.tensor(oneHot(y, classes), [batch, classes]) : tf.tensor(y, target),
}));

/** A step, with dropout or without. */
function build(dropout) {
  const model = tf.sequential();
  for (const [i, layer] of layers.entries()) {
    const shape = i === 0 ? { batchInputShape } : {};
    if (layer.kind === 'lstm') {
      const { units, sequences: returnSequences } = layer;
      const gates = { recurrentActivation: 'sigmoid', recurrentInitializer: 'zeros' };
      model.add(tf.layers.lstm({ units, returnSequences, stateful, ...gates, ...shape }));
    } else if (layer.kind === 'dense') {
      model.add(tf.layers.dense({ units: layer.units, activation: layer.activation, ...shape }));
    } else if (layer.kind !== 'dropout') throw new Error(`no ${layer.kind} here`);
    else if (dropout) model.add(tf.layers.dropout({ rate: layer.rate }));
  }
  model.setWeights(fixture.weights.map(({ shape, values }) => tf.tensor(values, shape)));
  if (stateful) {
    return (i) => {
      const out = model.predict(batches[i % 4].x);
      const [first] = out.dataSync();
      out.dispose();
      return first;
    };
  }
  // Keras's epsilon in the steps that are compared: it is added before the correction of the root
  const optimizer = tf.train.adam(0.001, 0.9, 0.999, 1e-7);
  const crossentropy = (y, prediction) => tf.losses.softmaxCrossEntropy(y, prediction);
  model.compile({ optimizer, loss: loss === 'labels' ? crossentropy : 'meanSquaredError' });
  return (i) => {
    if (i < COMPARED) optimizer.epsilon = 1e-7 / Math.sqrt(1 - 0.999 ** (i + 1));
    return model.trainOnBatch(batches[i % 4].x, batches[i % 4].y);
  };
}

await serve(`TensorFlow.js ${backend}`, tf.version.tfjs, fixture, build);
