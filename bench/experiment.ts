// node bench/experiment.ts NAME PRESET STEPS: trains as `memcell run` does, for a number of steps, and prints a JSON line with
// the time of the training, that of the processor for it, and its losses.
import { engineReport } from '../src/backend/current.ts';
import type { PresetName } from '../src/experiments/experiment.ts';
import { experiments } from '../src/experiments/index.ts';

const [name = '', preset, steps] = process.argv.slice(2);
const experiment = experiments[name];
if (experiment === undefined)
  throw new Error(`experiment must be one of ${Object.keys(experiments)}, received '${name}'`);
const losses: number[] = [];
let before = 0;
let processor = 0;
let begun: NodeJS.CpuUsage | undefined;
const listener = {
  onTrainBegin(): void {
    begun = process.cpuUsage();
  },
  onTrainEnd(): void {
    const { user, system } = process.cpuUsage(begun);
    processor += (user + system) / 1000;
  },
  onBatchEnd(batch: number, { loss = Number.NaN }): void {
    // what is heard is the mean since the epoch began
    losses.push(batch === 0 ? loss : (batch + 1) * loss - batch * before);
    before = loss;
  },
};
const request = { preset: preset as PresetName, seed: 1, steps: Number(steps) };
const result = await experiment.run(request, { callbacks: [listener] });
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const { build, width } = engineReport();
const [first, last] =
  name === 'keras-adder' && preset === 'published' ? epochs() : [losses[0], mean(losses.slice(-20))];
console.log(
  JSON.stringify({
    peer: `memcell (${build} ${width}-bit)`,
    milliseconds: result.seconds * 1000,
    processor,
    steps: result.steps,
    first,
    last,
  }),
);

/** Mean losses of the first and the last epoch, as Keras tells them. */
function epochs(): [number, number] {
  return [mean(losses.slice(0, 79)), mean(losses.slice(-79))];
}
