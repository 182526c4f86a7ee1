// What the tests call in a page, in a worker of one, and in Node.
import {
  configure,
  Dense,
  type EngineOptions,
  engineReport,
  LSTM,
  memory,
  Random,
  Sequential,
  type Tensor,
  tensor,
} from 'memcell';
import { loadModel, modelBytes, saveModel } from 'memcell/io';
import { sha256, trainDigest } from './train-digest.ts';

/** What became of a call that should be refused. */
export interface Refusal {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** What a page could do while a model was trained. */
export interface Turns {
  readonly steps: number;
  /** Messages that it took, and pictures that it drew. */
  readonly messages: number;
  readonly frames: number;
  /** The longest time without a message, in milliseconds. */
  readonly longest: number;
  /** Share of the time that went by in pauses between messages of more than 100 ms. */
  readonly late: number;
}

/** What the engine says of itself. */
export interface Report {
  readonly build: string;
  readonly threads: number;
  readonly warnings: readonly string[];
}

/** A model and a batch; a step takes some milliseconds. */
function small(): { model: Sequential; x: Tensor; y: Tensor } {
  const random = new Random(1);
  const model = new Sequential([new LSTM({ units: 24 }), new Dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: 'adam', loss: 'mse' });
  return { model, x: tensor(random.normal(32 * 8 * 3), [32, 8, 3]), y: tensor(random.uniform(32), [32, 1]) };
}

/** The digest of ten steps of some models; `options` are given to `configure` first. */
export async function digest(options?: EngineOptions): Promise<string> {
  if (options !== undefined) await configure(options);
  return await trainDigest();
}

/** Starts the engine, and asks what it found. */
export function report(): Report {
  const { build, threads, warnings } = engineReport();
  return { build, threads, warnings };
}

/** Trains by `fit` (or, with `blocking`, without a pause) for some milliseconds, and looks at what else gets its turn. */
export async function turns(milliseconds: number, blocking: boolean): Promise<Turns> {
  const { model, x, y } = small();
  model.trainOnBatch(x, y); // the engine has started
  const times: number[] = [performance.now()];
  let frames = 0;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    times.push(performance.now());
    port2.postMessage(0);
  };
  port2.postMessage(0);
  const onFrame = (): void => {
    frames++;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  const until = performance.now() + milliseconds;
  let steps = 0;
  if (blocking) {
    for (; performance.now() < until; steps++) model.trainOnBatch(x, y);
  } else {
    const onBatchEnd = (_: number, __: unknown, control: { stop(): void }): void => {
      steps++;
      if (performance.now() > until) control.stop();
    };
    await model.fit(x, y, { epochs: 1e6, batchSize: 32, callbacks: [{ onBatchEnd }] });
  }
  port1.onmessage = null;
  times.push(performance.now());
  const gaps = times.slice(1).map((time, i) => time - (times[i] as number));
  const late = gaps.filter((gap) => gap > 100).reduce((sum, gap) => sum + gap, 0);
  const whole = (times.at(-1) as number) - (times[0] as number);
  return { steps, messages: times.length - 2, frames, longest: Math.max(...gaps), late: late / whole };
}

/** The engine's memory before and after so many steps and predictions. */
export function memoryOver(steps: number): readonly [before: unknown, after: unknown] {
  const { model, x, y } = small();
  const run = (count: number): void => {
    for (let i = 0; i < count; i++) {
      model.trainOnBatch(x, y);
      model.predict(x);
    }
  };
  run(50);
  const before = memory();
  run(steps);
  return [before, memory()];
}

/** A digest of what the model in some file answers to numbers in its shape. */
export async function answers(bytes: ArrayBuffer | Uint8Array): Promise<string> {
  const model = await loadModel(bytes);
  const shape = (model.inputShape as readonly (number | null)[]).map((size, i) => (i === 0 ? 2 : (size ?? 3)));
  const size = shape.reduce((a, b) => a * b, 1);
  const input = Float32Array.from({ length: size }, (_, i) => (i * 7) % 5); // ids, too, where a model takes them
  return await sha256([model.predict(tensor(input, shape)).data]);
}

/** The same of a file that the page fetches. */
export async function fetchedAnswers(url: string): Promise<string> {
  return await answers(await (await fetch(url)).arrayBuffer());
}

/** Trains a model, offers its bytes as a download named so, and says what the model answers. */
export async function download(name: string): Promise<string> {
  const { model, x, y } = small();
  await model.fit(x, y, { epochs: 2 });
  const bytes = modelBytes(model);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = name;
  link.click();
  return await answers(bytes);
}

/** Asks for files by their paths. */
export async function paths(): Promise<readonly Refusal[]> {
  const { model, x } = small();
  model.predict(x);
  return [
    await refusal(() => saveModel(model, 'model.safetensors')),
    await refusal(() => loadModel('model.safetensors')),
  ];
}

/** Imports an entry of the package, and counts what it exports. */
export async function exportsOf(address: string): Promise<number> {
  return Object.keys(await import(/* @vite-ignore */ address)).length;
}

/** Runs what should throw an error of memcell's. */
export async function refusal(run: () => unknown): Promise<Refusal> {
  try {
    await run();
  } catch (error) {
    const { name, code = '', message, hint = '' } = error as Error & { code?: string; hint?: string };
    return { name, code, message, hint };
  }
  return { name: '', code: '', message: 'nothing was thrown', hint: '' };
}

/** Asks for the digest where something should be in the way. */
export async function refusedDigest(options?: EngineOptions): Promise<Refusal> {
  return await refusal(() => digest(options));
}
