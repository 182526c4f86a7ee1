// node tfjs-bench.mjs A|B: times one workload of TensorFlow.js on WASM, one thread, and prints a JSON line (see ../workload.ts).
import tf from '@tensorflow/tfjs';
import { setThreadsCount } from '@tensorflow/tfjs-backend-wasm';

const name = process.argv[2];
const shapes = {
  A: [
    [64, 8, 2],
    [64, 8, 1],
  ],
  B: [
    [128, 28, 28],
    [128, 10],
  ],
}[name];
setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();
const [input, output] = shapes;
const model = tf.sequential();
const inputShape = input.slice(1);
const recurrentActivation = 'sigmoid';
if (name === 'A') {
  model.add(tf.layers.lstm({ units: 20, returnSequences: true, recurrentActivation, inputShape }));
  model.add(tf.layers.lstm({ units: 20, returnSequences: true, recurrentActivation }));
  model.add(tf.layers.dense({ units: 1, activation: 'sigmoid' }));
} else {
  model.add(tf.layers.lstm({ units: 128, recurrentActivation, inputShape }));
  model.add(tf.layers.dense({ units: 10, activation: 'softmax' }));
}
model.compile({ optimizer: tf.train.adam(0.001), loss: 'meanSquaredError' });
const batches = [0, 1, 2, 3].map((i) => [
  tf.randomUniform(input, 0, 1, 'float32', i),
  tf.randomUniform(output, 0, 1, 'float32', i).round(),
]);
const times = [];
let last = 0;
for (let i = 0; i < 3; i++) await model.trainOnBatch(...batches[i % 4]);
const begun = performance.now();
while (times.length < 5 || (times.length < 60 && performance.now() - begun < 5000)) {
  const start = performance.now();
  last = await model.trainOnBatch(...batches[times.length % 4]);
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
const milliseconds = times[times.length >> 1];
console.log(
  JSON.stringify({
    peer: `TensorFlow.js ${tf.version.tfjs} (wasm)`,
    workload: name,
    milliseconds,
    steps: times.length,
    last,
  }),
);
