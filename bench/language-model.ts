// node bench/language-model.ts [--units 128] [--layers 1] [--steps 400] [--threads 1]: what a character model learns here and in
// PyTorch from the same weights, the same batches and as many steps of Adam: bits for each character of the last tenth of
// tinyshakespeare (of generated verses where it is not on this machine), both by our evaluation, and the time of a step.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findDataSet, generatedVerse, loadText } from '../src/data/index.ts';
import { heldOut } from '../src/experiments/train-language-model.ts';
import { Adam, type Callback, configure, tensor } from '../src/index.ts';
import { Characters, type LanguageModel, languageModel, tokenBatches, Vocabulary } from '../src/tasks/text.ts';
import { installPythonPeers } from './install.ts';
import { environmentOf } from './peers.ts';

const NET = { embeddingDim: 64, batchSize: 32, window: 64, learningRate: 0.002 } as const;
const HELD_OUT = 0.1;

const { values } = parseArgs({
  options: {
    units: { type: 'string', default: '128' },
    layers: { type: 'string', default: '1' },
    steps: { type: 'string', default: '400' },
    threads: { type: 'string', default: '1' },
  },
});
const [units, layers, steps, threads] = [values.units, values.layers, values.steps, values.threads].map(Number) as [
  number,
  number,
  number,
  number,
];
await configure({ threads });

const text =
  findDataSet('tinyshakespeare') === undefined ? generatedVerse({ poems: 1500 }) : await loadText('tinyshakespeare');
const segmenter = new Characters();
const vocabulary = Vocabulary.from(segmenter.segment(text));
const { learnt, rest } = heldOut(vocabulary.encode(segmenter.segment(text)), HELD_OUT);
// every stream as long as the others, so that no batch has a mask, and the epochs begin anew in both
const { batchSize, window } = NET;
const perEpoch = Math.floor((learnt.length - 1) / batchSize / window);
const ids = learnt.subarray(0, perEpoch * batchSize * window + 1);
const made = (): LanguageModel =>
  languageModel({ segmenter, vocabulary, embeddingDim: NET.embeddingDim, units, layers, seed: 1 });

const ours = made();
const theirs = made();
const folder = mkdtempSync(join(tmpdir(), 'memcell-language-model-'));
try {
  const peer = trainInPyTorch(theirs, folder);
  const own = await train(ours);
  for (const { name, model, milliseconds, loss } of [
    { name: 'memcell', model: ours, ...own },
    { name: `PyTorch ${peer.version}`, model: theirs, ...peer },
  ]) {
    const { bitsPerCharacter } = await model.evaluate(rest, { streams: 32 });
    console.log(
      `${name.padEnd(24)} ${bitsPerCharacter.toFixed(4)} bits a character after ${steps} steps of LSTM(${units})×${layers}, ` +
        `loss of the last step ${loss.toFixed(4)}, ${milliseconds.toFixed(1)} ms a step on ${threads} thread(s)`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function train(model: LanguageModel): Promise<{ milliseconds: number; loss: number }> {
  model.compile({ optimizer: new Adam({ learningRate: NET.learningRate }) });
  let [taken, loss, sum, begun] = [0, 0, 0, 0];
  const watch: Callback = {
    onEpochBegin() {
      sum = 0;
    },
    onBatchEnd(batch, logs, control) {
      const total = (logs.loss as number) * (batch + 1); // the loss a callback hears is the mean since the epoch began
      [loss, sum] = [total - sum, total];
      if (++taken === 1) begun = performance.now();
      if (taken === steps) control.stop();
    },
  };
  await model.fit(ids, { batchSize, window, epochs: Math.ceil(steps / perEpoch), callbacks: [watch] });
  return { milliseconds: (performance.now() - begun) / Math.max(1, steps - 1), loss };
}

/** Trains the same model there, and puts its weights into ours. */
function trainInPyTorch(
  { model }: LanguageModel,
  place: string,
): { milliseconds: number; loss: number; version: string } {
  const batches = [...tokenBatches(ids, NET)].flatMap(({ input, target }) => [...input.data, ...target.data]);
  const weights = model.getWeights();
  const settings = { ...NET, units, layers, steps, threads, perEpoch, vocabulary: vocabulary.size };
  writeFileSync(join(place, 'settings.json'), JSON.stringify(settings));
  writeFileSync(join(place, 'batches.bin'), Int32Array.from(batches));
  writeFileSync(join(place, 'weights.bin'), Float32Array.from(weights.flatMap(({ data }) => [...data])));
  const script = fileURLToPath(new URL('peers/language_model.py', import.meta.url));
  const printed = execFileSync(installPythonPeers(), [script, place], {
    encoding: 'utf8',
    env: { ...process.env, ...environmentOf(threads) },
  });
  const bytes = readFileSync(join(place, 'trained.bin'));
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let at = 0;
  model.setWeights(
    weights.map(({ shape, size }) => {
      at += size;
      return tensor(floats.subarray(at - size, at), shape);
    }),
  );
  return JSON.parse(printed.trim().split('\n').at(-1) as string);
}
