// node bench/overhead.ts A|B|C|E|G|S [--fit] [--calls]: what a step costs outside the kernels, as a JSON line; --fit adds one
// of a step of fit beside one of trainOnBatch, --calls the kernel calls of a step.
// The kernel calls of one step are recorded with their arguments and then made again, in the same order and with the
// same arguments, by a function that does nothing else. The overhead is the step less these bare calls. Bytes are those
// that JavaScript allocates in a step, on its heap; blocks of the engine's memory are not among them.
import { getHeapStatistics } from 'node:v8';
import { backend } from '../src/backend/current.ts';
import { Random, type Tensor, tensor } from '../src/index.ts';
import { modelOf } from './model.ts';
import { median } from './statistics.ts';
import { stepOf } from './workload.ts';
import { type WorkloadName, workloads } from './workloads.ts';

type Kernel = (...args: number[]) => number | undefined;

/** One kernel call of a step. */
interface Call {
  readonly name: string;
  readonly run: Kernel;
  readonly args: readonly number[];
}

/** The kernel calls that `run` makes. */
function record(run: () => void): Call[] {
  const kernels = backend().kernels as unknown as Record<string, Kernel>;
  const own = { ...kernels };
  const calls: Call[] = [];
  for (const [name, kernel] of Object.entries(own)) {
    if (typeof kernel !== 'function') continue;
    kernels[name] = (...args) => {
      calls.push({ name, run: kernel, args });
      return kernel(...args);
    };
  }
  try {
    run();
  } finally {
    Object.assign(kernels, own);
  }
  return calls;
}

/** A function that makes these calls and nothing else: written out, so that no argument is unpacked. */
function bare(calls: readonly Call[]): () => void {
  const names = [...new Set(calls.map(({ name }) => name))];
  const lines = calls.map(({ name, args }) => `${name}(${args.join(', ')});`);
  const made = new Function(...names, `return () => { ${lines.join('\n')} };`);
  return made(...names.map((name) => calls.find((call) => call.name === name)?.run)) as () => void;
}

const microseconds = (milliseconds: number): number => Math.round(milliseconds * 1e5) / 100;

/** Milliseconds of one of `count` runs. */
function time(run: (i: number) => unknown, count: number): number {
  const start = performance.now();
  for (let i = 0; i < count; i++) run(i);
  return (performance.now() - start) / count;
}

/** Bytes that JavaScript allocates in one of `count` runs. */
function bytes(run: (i: number) => unknown, count: number): number {
  const allocated = (): number =>
    (getHeapStatistics() as unknown as { total_allocated_bytes: number }).total_allocated_bytes;
  const before = allocated();
  for (let i = 0; i < count; i++) run(i);
  return (allocated() - before) / count;
}

/** What a step of `fit` costs, shuffled, beside one of `trainOnBatch`: on batches of the same size. */
async function fitOf(workload: WorkloadName): Promise<object> {
  const { input, target } = workloads[workload];
  const [batchSize = 1] = input;
  const steps = 200;
  const random = new Random(1);
  const whole = (shape: readonly number[]): Tensor => {
    const all = [batchSize * steps, ...shape.slice(1)];
    return tensor(random.uniform(all.reduce((product, n) => product * n, 1)), all);
  };
  const [x, y] = [whole(input), whole(target)];
  const model = modelOf(workloads[workload]);
  const batch = [x, y].map((each) =>
    tensor(each.data.slice(0, each.size / steps), [batchSize, ...each.shape.slice(1)]),
  );
  const [own, bareSteps]: [number[], number[]] = [[], []];
  for (let round = 0; round < 30; round++) {
    bareSteps.push(time(() => model.trainOnBatch(batch[0] as Tensor, batch[1] as Tensor), steps));
    const start = performance.now();
    await model.fit(x, y, { batchSize });
    own.push((performance.now() - start) / steps);
  }
  const [fit, trainOnBatch] = [microseconds(median(own)), microseconds(median(bareSteps))];
  return { workload, fit, trainOnBatch, difference: microseconds(median(own) - median(bareSteps)) };
}

const name = (process.argv[2] ?? 'A') as WorkloadName;
const step = stepOf(name);
const [warm, count] = 'AES'.includes(name) ? [3000, 20] : [30, 1];
const rounds = 'AES'.includes(name) ? 300 : 40;
for (let i = 0; i < warm; i++) step(i);
const calls = record(() => step(0));
const kernels = bare(calls);
for (let i = 0; i < warm; i++) kernels();
for (let i = 0; i < warm; i++) step(i); // the record changed the table
const [whole, inside]: [number[], number[]] = [[], []];
for (let round = 0; round < rounds; round++) {
  whole.push(time(step, count));
  inside.push(time(kernels, count));
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
console.log(
  JSON.stringify({
    workload: name,
    step: microseconds(median(whole)),
    kernels: microseconds(median(inside)),
    overhead: microseconds(median(whole) - median(inside)),
    withCollections: microseconds(mean(whole) - mean(inside)),
    calls: calls.length,
    bytes: Math.round(bytes(step, 200 * count)),
  }),
);
if (process.argv.includes('--fit') && name !== 'S') console.log(JSON.stringify(await fitOf(name)));
if (process.argv.includes('--calls')) {
  for (const { name, args } of calls) console.log(name, args.slice(0, 4).join(' '));
}
