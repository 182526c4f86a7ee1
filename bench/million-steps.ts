// A million training steps of a tiny model: memory in use at the end is that after the first hundred. node bench/million-steps.ts [steps]
import { Dense, LSTM, memory, Sequential, tensor } from '../src/index.ts';

const steps = Number(process.argv[2] ?? 1_000_000);
const model = new Sequential([new LSTM({ units: 2 }), new Dense({ units: 1 })]);
model.compile({ optimizer: 'adam', loss: 'mse' });
const x = tensor([[[0], [1]]]);
const y = tensor([[0.5]]);
for (let i = 0; i < 100; i++) model.trainOnBatch(x, y);
const before = memory();
const begun = performance.now();
for (let i = 100; i < steps; i++) model.trainOnBatch(x, y);
const seconds = (performance.now() - begun) / 1000;
const after = memory();
const heap = process.memoryUsage();
console.log(
  JSON.stringify({ steps, seconds: Number(seconds.toFixed(1)), before, after, rss: heap.rss, heapUsed: heap.heapUsed }),
);
if (JSON.stringify(before) !== JSON.stringify(after)) {
  console.error('memory in use changed');
  process.exitCode = 1;
}
