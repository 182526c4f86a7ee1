import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { ramp } from '../../../test/support/ramp.ts';
import { memoryStore } from '../../../test/support/resumed.ts';
import { readEvents } from '../../formats/event-file.ts';
import type { LogEvent } from '../../formats/event-messages.ts';
import { Dense, Embedding, globalNorm, Input, LSTM, Model, Sequential, SGD } from '../../index.ts';
import type { FitOptions } from '../../models/options.ts';
import type { Callback } from '../../train/callback.ts';
import { BackupAndRestore, TensorBoard, type TensorBoardOptions } from '../io.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-tensorboard-'));
after(() => rmSync(root, { recursive: true }));
let logDir = root;
beforeEach(() => {
  logDir = mkdtempSync(join(root, 'case-'));
});

const x = ramp([8, 4, 2]);
const y = ramp([8, 1], 5);
const compiled = (): Sequential => {
  const model = new Sequential([new LSTM({ units: 3 }), new Dense({ units: 1 })], { seed: 1 });
  model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['meanAbsoluteError'] });
  return model;
};
const train = (options: TensorBoardOptions = {}, more: FitOptions = {}, model = compiled()) =>
  model.fit(x, y, {
    epochs: 3,
    batchSize: 4,
    ...more,
    callbacks: [new TensorBoard({ logDir, ...options }), ...(more.callbacks ?? [])],
  });

/** All events of a run, file by file. */
function events(run: string, folder = logDir): LogEvent[] {
  const names = readdirSync(join(folder, run)).sort();
  return names.flatMap((name) => readEvents(readFileSync(join(folder, run, name)), name));
}

/** Steps and values of each tag. */
function series(run: string, folder = logDir): Record<string, [number, unknown][]> {
  const found: Record<string, [number, unknown][]> = {};
  for (const { step, values } of events(run, folder)) {
    for (const { tag, value } of values) found[tag] = [...(found[tag] ?? []), [step, value]];
  }
  return found;
}

const steps = (run: string, tag: string): number[] | undefined => series(run)[tag]?.map(([step]) => step);
const numbers = (run: string, tag: string): unknown[] | undefined => series(run)[tag]?.map(([, value]) => value);

describe('TensorBoard', () => {
  it("writes loss and metrics after each epoch, in Keras's folders and under Keras's tags", async () => {
    const { history } = await train({}, { validationSplit: 0.25 });
    assert.deepEqual(Object.keys(series('train')), [
      ...['summary', 'epoch_loss', 'epoch_mean_absolute_error', 'epoch_learning_rate'],
    ]);
    assert.deepEqual(Object.keys(series('validation')), [
      ...['epoch_loss', 'epoch_mean_absolute_error'],
      ...['evaluation_loss_vs_iterations', 'evaluation_mean_absolute_error_vs_iterations'],
    ]);
    assert.deepEqual(steps('train', 'epoch_loss'), [0, 1, 2]);
    assert.deepEqual(numbers('train', 'epoch_loss'), history.loss?.map(Math.fround));
    assert.deepEqual(numbers('validation', 'epoch_loss'), history.valLoss?.map(Math.fround));
    assert.deepEqual(steps('validation', 'evaluation_loss_vs_iterations'), [2, 4, 6]);
    assert.deepEqual(new Set(numbers('train', 'epoch_learning_rate')), new Set([Math.fround(0.001)]));
  });
  it('writes after batches where it is asked to, counting from 1 over all epochs', async () => {
    await train({ updateFreq: 'batch' });
    assert.deepEqual(steps('train', 'batch_loss'), [1, 2, 3, 4, 5, 6]);
    rmSync(logDir, { recursive: true });
    await train({ updateFreq: 4, writeStepsPerSecond: true });
    assert.deepEqual(steps('train', 'batch_loss'), [4]);
    assert.deepEqual(steps('train', 'batch_steps_per_second'), [4]);
    assert.ok(numbers('train', 'epoch_steps_per_second')?.every((value) => (value as number) > 0));
  });
  it('writes histograms and pictures of the weights every so many epochs, and of gates for an input', async () => {
    await train({ histogramFreq: 2, writeImages: true, traceInput: ramp([2, 4, 2]) }, {}, compiled());
    const tags = Object.keys(series('train')).filter((tag) => tag.includes('/'));
    assert.deepEqual(tags, [
      ...['kernel', 'recurrent_kernel', 'bias'].flatMap((name) => [`lstm/${name}/histogram`, `lstm/${name}/image`]),
      ...['dense/kernel/histogram', 'dense/kernel/image', 'dense/bias/histogram'],
      ...['input_gate', 'forget_gate', 'candidate', 'output_gate', 'cell', 'hidden'].flatMap((gate) => [
        `lstm/${gate}/histogram`,
        `lstm/${gate}/image`,
      ]),
    ]);
    for (const tag of tags) assert.deepEqual(steps('train', tag), [0, 2], tag);
    const [, kernel] = series('train')['lstm/kernel/image']?.[0] ?? [];
    assert.deepEqual([(kernel as { width: number }).width, (kernel as { height: number }).height], [12, 2]);
    const [, gate] = series('train')['lstm/forget_gate/histogram']?.[0] ?? [];
    assert.equal((gate as { count: number }).count, 2 * 4 * 3);
  });
  it('asks a function for that input at each of those epochs, and writes no gates where it gives none', async () => {
    let asked = 0;
    const traceInput = () => (++asked === 1 ? undefined : ramp([1, 4, 2]));
    await train({ histogramFreq: 1, traceInput }, {}, compiled());
    assert.deepEqual(
      [steps('train', 'lstm/bias/histogram'), steps('train', 'lstm/cell/histogram')],
      [
        [0, 1, 2],
        [1, 2],
      ],
    );
    assert.equal(asked, 3);
  });
  it('draws the confusion matrix, of the validation where there is one', async () => {
    const labels = { data: Int32Array.from({ length: 8 }, (_, i) => i % 3), shape: [8] };
    for (const validationSplit of [0, 0.25]) {
      const model = new Sequential([new Dense({ units: 3, activation: 'softmax' })], { seed: 1 });
      const metrics = ['confusionMatrix'] as const;
      model.compile({ optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics });
      const callbacks = [new TensorBoard({ logDir, histogramFreq: 2, writeImages: true })];
      await model.fit(ramp([8, 2]), labels, { epochs: 3, validationSplit, callbacks });
      const run = validationSplit === 0 ? 'train' : 'validation';
      assert.deepEqual(steps(run, 'confusion_matrix'), [0, 2]);
      const [image] = numbers(run, 'confusion_matrix') as [{ width: number; encoded: Uint8Array }];
      assert.deepEqual([image.width, image.encoded[1]], [720, 0x50]);
    }
  });
  it('writes the norm of the gradients, and their histograms, without changing what is learnt', async () => {
    const seen: number[] = [];
    const look: Callback = { onGradients: (gradients) => void seen.push(globalNorm(gradients)) };
    const options = { updateFreq: 'batch', writeGradients: true, histogramFreq: 2 } as const;
    const { history } = await train(options, { callbacks: [look] });
    assert.deepEqual(numbers('train', 'batch_gradient_norm'), seen.map(Math.fround));
    const means = [0, 2, 4].map((i) => Math.fround(((seen[i] as number) + (seen[i + 1] as number)) / 2));
    assert.deepEqual(numbers('train', 'epoch_gradient_norm'), means);
    assert.deepEqual(steps('train', 'lstm/recurrent_kernel/gradient_histogram'), [0, 2]);
    const [, counts] = series('train')['lstm/bias/gradient_histogram']?.[0] ?? [];
    assert.equal((counts as { count: number }).count, 12);
    const plain = await compiled().fit(x, y, { epochs: 3, batchSize: 4 });
    assert.deepEqual(plain.history, history);
  });
  it('takes the rows of an embedding that have a gradient, once a piece where it is truncated', async () => {
    const layers = [new Embedding({ inputDim: 50, outputDim: 2 }), new LSTM({ units: 2, returnSequences: true })];
    const model = new Sequential(layers, { seed: 1 });
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const callbacks = [new TensorBoard({ logDir, histogramFreq: 1, writeGradients: true })];
    await model.fit({ data: Int32Array.of(1, 2, 1, 2), shape: [1, 4] }, ramp([1, 4, 2]), { truncate: 2, callbacks });
    const [, counts] = series('train')['embedding/embeddings/gradient_histogram']?.[0] ?? [];
    assert.equal((counts as { count: number }).count, 4);
    assert.equal(numbers('train', 'epoch_gradient_norm')?.length, 1);
  });
  it('tells weights of the same name apart in models of a model', async () => {
    const part = (name: string): Sequential =>
      new Sequential([Input({ shape: [2] }), new Dense({ units: 2, name: 'd' })], { name });
    const input = Input({ shape: [2] });
    const model = new Model({ inputs: input, outputs: part('b').apply(part('a').apply(input)) });
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const callbacks = [new TensorBoard({ logDir, histogramFreq: 1, writeGradients: true })];
    await model.fit(ramp([4, 2]), ramp([4, 2]), { callbacks });
    assert.deepEqual(
      Object.keys(series('train')).filter((tag) => tag.includes('kernel')),
      [
        'a/d/kernel/gradient_histogram',
        'b/d/kernel/gradient_histogram',
        'a/d/kernel/histogram',
        'b/d/kernel/histogram',
      ],
    );
  });
  it('writes the graph and the summary once, or not at all', async () => {
    const model = compiled();
    await train({}, {}, model);
    const graphs = events('train').filter(({ graph }) => graph !== undefined);
    assert.equal(graphs.length, 1);
    assert.ok(graphs[0]?.graph?.some(({ name }) => name === 'lstm/forget_gate'));
    const [text] = numbers('train', 'summary') as [{ values: [Uint8Array] }];
    assert.match(new TextDecoder().decode(text.values[0]), /^```\nModel: "sequential"\n[\s\S]*\n```$/);
    rmSync(logDir, { recursive: true });
    await train({ writeGraph: false });
    assert.ok(events('train').every(({ graph }) => graph === undefined));
    assert.equal(series('train').summary, undefined);
  });
  it('has written everything where training is aborted or fails', async () => {
    const controller = new AbortController();
    const stop: Callback = { onBatchEnd: (batch) => void (batch === 1 && controller.abort()) };
    await train({ updateFreq: 'batch' }, { signal: controller.signal, callbacks: [stop] });
    assert.deepEqual([steps('train', 'batch_loss'), steps('train', 'epoch_loss')], [[1, 2], [0]]);
    rmSync(logDir, { recursive: true });
    const fail: Callback = { onBatchEnd: () => Promise.reject(new Error('out')) };
    await assert.rejects(train({ updateFreq: 'batch' }, { callbacks: [fail] }), { message: 'out' });
    assert.deepEqual(steps('train', 'batch_loss'), [1]);
  });
  it('begins a new file for each training with the same callback', async () => {
    const callback = new TensorBoard({ logDir });
    for (let i = 0; i < 2; i++) await compiled().fit(x, y, { batchSize: 4, callbacks: [callback] });
    assert.equal(readdirSync(join(logDir, 'train')).length, 2);
    assert.deepEqual(steps('train', 'epoch_loss'), [0, 0]);
  });
  it('refuses what Keras has and it has not', () => {
    for (const option of ['profileBatch', 'embeddingsFreq']) {
      assert.throws(() => new TensorBoard({ [option]: 2 }), {
        name: 'UnsupportedError',
        message: `Cannot create TensorBoard: ${option} is not supported and must be left out, received 2`,
      });
    }
    const built = compiled();
    built.build([null, 4, 2]);
    const wrong = { histogramFreq: 1, traceInput: ramp([1, 4, 3]) };
    return assert.rejects(train(wrong, {}, built), { name: 'ShapeError' });
  });
  it('refuses an input of gates that is none, before any step, and one without histograms', () => {
    for (const traceInput of [null, 'x', 3]) {
      assert.throws(() => new TensorBoard({ histogramFreq: 1, traceInput: traceInput as never }), {
        name: 'OptionError',
        message: /^Cannot create TensorBoard: traceInput must be an input of the model, received /,
      });
    }
    assert.throws(() => new TensorBoard({ traceInput: x }), {
      message: 'Cannot create TensorBoard: histogramFreq must be at least 1 with traceInput, received 0',
    });
  });
});

describe('TensorBoard with BackupAndRestore', () => {
  const options: TensorBoardOptions = { updateFreq: 'batch', writeGradients: true, histogramFreq: 1 };
  const model = (): Sequential => {
    const made = new Sequential([new LSTM({ units: 2 }), new Dense({ units: 1 })], { seed: 3 });
    made.compile({ optimizer: new SGD({ learningRate: 0.1, momentum: 0.9 }), loss: 'mse' });
    return made;
  };
  const fit = (folder: string, callbacks: Callback[] = []) =>
    model().fit(x, y, {
      epochs: 4,
      batchSize: 3,
      validationSplit: 0.25,
      callbacks: [new TensorBoard({ ...options, logDir: folder }), ...callbacks],
    });
  const breakAt = (step: number): Callback => {
    let n = 0;
    return { onSettled: ({ step: s }) => (s > 0 && ++n === step ? Promise.reject(new Error('power cut')) : undefined) };
  };
  for (const [saveFreq, breaks] of [
    ['epoch', [5]],
    ['epoch', [3, 1, 2]],
    [2, [3, 2, 1]],
    [1, [2, 2]],
  ] as const) {
    it(`goes on without a gap or a repetition: saved every ${saveFreq}, broken off after ${breaks.join(', ')}`, async () => {
      const [whole, parts] = [join(logDir, 'whole'), join(logDir, 'parts')];
      await fit(whole, []);
      const store = memoryStore();
      for (const step of breaks) {
        const callbacks = [new BackupAndRestore(store, { saveFreq }), breakAt(step)];
        await assert.rejects(fit(parts, callbacks), { message: 'power cut' });
      }
      await fit(parts, [new BackupAndRestore(store, { saveFreq }), breakAt(0)]);
      for (const run of ['train', 'validation']) assert.deepEqual(series(run, parts), series(run, whole));
    });
  }
  it('does without what a crash left of a last record, and keeps files that are not its own', async () => {
    const store = memoryStore();
    const callbacks = (step = 0): Callback[] => [new BackupAndRestore(store, { saveFreq: 1 }), breakAt(step)];
    await assert.rejects(fit(logDir, callbacks(3)), { message: 'power cut' });
    const [name = ''] = readdirSync(join(logDir, 'train'));
    appendFileSync(join(logDir, 'train', name), Uint8Array.of(24, 0, 0));
    appendFileSync(join(logDir, 'train', 'events.out.tfevents.9.memcell'), '');
    await fit(logDir, callbacks());
    assert.deepEqual(steps('train', 'batch_loss'), [1, 2, 3, 4, 5, 6, 7, 8]);
    const restarts = events('train').filter(({ restart }) => restart === true);
    assert.deepEqual(
      restarts.map(({ step }) => step),
      [4],
    );
    assert.equal(readdirSync(join(logDir, 'train')).length, 3);
  });
  it('refuses to go on where its file is missing or shorter', async () => {
    const store = memoryStore();
    const callbacks = (step = 0): Callback[] => [new BackupAndRestore(store, { saveFreq: 1 }), breakAt(step)];
    await assert.rejects(fit(logDir, callbacks(3)), { message: 'power cut' });
    const [name = ''] = readdirSync(join(logDir, 'train'));
    const path = join(logDir, 'train', name);
    truncateSync(path, 10);
    await assert.rejects(fit(logDir, callbacks()), {
      name: 'FormatError',
      message: /^Cannot go on with file '.*': it must have the \d+ bytes that were written, received 10$/,
    });
    rmSync(path);
    await assert.rejects(fit(logDir, callbacks()), { message: /received none$/ });
  });
});
