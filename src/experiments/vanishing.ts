import { NumericError } from '../errors.ts';
import { GlorotUniform, Identity, type Initializer, Orthogonal } from '../initializers/index.ts';
import { gradientNorms } from '../inspect/gradient-norms.ts';
import { Dense } from '../layers/dense.ts';
import { GRU } from '../layers/gru.ts';
import { Input } from '../layers/input.ts';
import { LSTM } from '../layers/lstm.ts';
import { SimpleRNN } from '../layers/simple-rnn.ts';
import { Sequential } from '../models/sequential.ts';
import { SGD } from '../optimizers/index.ts';
import type { LineSeries, LinesFigure } from '../plots/figure.ts';
import { Random } from '../random.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { Experiment, PresetName, RunContext, RunRequest, RunResult } from './experiment.ts';
import { trainSteps } from './train-steps.ts';

const [BATCH, STEPS, DEPTH, UNITS] = [16, 100, 8, 32];
/** Steps whose gradient is told, counted from 1. */
const TOLD = [1, 25, 50, 75, 90, 100];
const CELLS = ['SimpleRNN', 'LSTM', 'GRU'] as const;
type CellName = (typeof CELLS)[number];

const sizes = { batchSize: BATCH, timeSteps: STEPS, depth: DEPTH, units: UNITS };
const presets = {
  default: {
    description: 'beginnings that remember: SimpleRNN from the identity with relu, biases of 5 where a gate keeps',
    options: { ...sizes, keepBias: 5, learningRate: 1, clipNorm: 1, steps: 300 },
  },
  published: {
    description: "the usual beginnings: Glorot's and orthogonal weights gate by gate, a forget bias of 1",
    options: { ...sizes, keepBias: 1, learningRate: 1, clipNorm: 1, steps: 300 },
  },
} as const;

/** How much of a gradient is left a hundred steps back, in three kinds of cells, and what clipping is for. */
export const vanishing: Experiment = {
  name: 'vanishing',
  title: 'how much of a gradient is left a hundred steps back: SimpleRNN, LSTM, GRU',
  presets,
  scoreMeaning: 'gradientNorm: norm of ∂L/∂h at some steps before training, L = ½ |h|² of the last step / batch',
  published: {
    score: {},
    text: 'the source has the recurrence alone (4.4e-5 and 2.1e4); at step 1 PyTorch has 1.3e-14, 1.2e-7 and 4.4e-17, medians of ten seeds',
  },
  notResumed: 'it trains six models one after another, for seconds only',
  run,
};

/** One layer and its beginning; for training with a Dense(1) behind it. */
export function vanishingModel(
  preset: PresetName,
  cell: CellName,
  random: Random,
  { head }: { head: boolean },
): Sequential {
  const { keepBias } = presets[preset].options;
  const remembers = preset === 'default' && cell === 'SimpleRNN';
  const options = { units: UNITS, ...(remembers ? { activation: 'relu' as const } : {}) };
  const layer = { SimpleRNN: () => new SimpleRNN(options), LSTM: () => new LSTM(options), GRU: () => new GRU(options) };
  const parts = [layer[cell](), ...(head ? [new Dense({ units: 1 })] : [])];
  const model = new Sequential([Input({ shape: [null, DEPTH] }), ...parts], { name: 'vanishing', seed: 0 });
  const gates = { SimpleRNN: 1, LSTM: 4, GRU: 3 }[cell];
  const recurrent = gateWise(remembers ? new Identity() : new Orthogonal(), UNITS, gates, random);
  const bias = new Float32Array(gates * UNITS);
  if (cell === 'LSTM') bias.fill(keepBias, UNITS, 2 * UNITS); // the forget gate
  if (cell === 'GRU' && preset === 'default') bias.fill(keepBias, 0, UNITS); // the update gate
  const none = new Float32Array(bias.length);
  const own = [
    tensor(gateWise(new GlorotUniform(), DEPTH, gates, random), [DEPTH, gates * UNITS]),
    tensor(recurrent, [UNITS, gates * UNITS]),
    cell === 'GRU' ? tensor(Float32Array.of(...bias, ...none), [2, gates * UNITS]) : tensor(bias, [bias.length]),
  ];
  model.setWeights([...own, ...model.getWeights().slice(own.length)]);
  return model;
}

/** A matrix [rows, gates·U] whose blocks [rows, U] are drawn one by one. */
function gateWise(initializer: Initializer, rows: number, gates: number, random: Random): Float32Array {
  const all = new Float32Array(rows * gates * UNITS);
  for (let gate = 0; gate < gates; gate++) {
    const block = initializer.initialize([rows, UNITS], random.split());
    for (let row = 0; row < rows; row++) {
      all.set(block.subarray(row * UNITS, (row + 1) * UNITS), (row * gates + gate) * UNITS);
    }
  }
  return all;
}

/** What a linear recurrence h' = w·h makes of 1, 0, 0, …: h after 1,000 steps. */
export function recurrence(w: number): number {
  const rnn = new SimpleRNN({ units: 1, activation: 'linear', useBias: false });
  const model = new Sequential([Input({ shape: [null, 1] }), rnn], { seed: 0 });
  model.setWeights([[[1]], [[w]]]);
  return model.predict([Array.from({ length: 1000 }, (_, t) => [t === 0 ? 1 : 0])]).item();
}

/** ‖∂L/∂h‖ after each step, L = ½ ‖h_T‖² / B. */
function normsOf(model: Sequential, x: Tensor): readonly number[] {
  const zeros = tensor(new Float32Array(BATCH * UNITS), [BATCH, UNITS]);
  const [found] = gradientNorms(model, x, zeros, { loss: 'mse' });
  return (found?.norms ?? []).map((norm) => (norm * UNITS) / 2); // the mean is over B·U squares
}

/** Random sequences; the first number of the first step is to be told after the last one. */
function* firstNumbers(random: Random): Generator<{ input: Tensor; target: Tensor }> {
  for (;;) {
    const x = random.normal(BATCH * STEPS * DEPTH);
    const first = Float32Array.from({ length: BATCH }, (_, b) => x[b * STEPS * DEPTH] as number);
    yield { input: tensor(x, [BATCH, STEPS, DEPTH]), target: tensor(first, [BATCH, 1]) };
  }
}

async function run({ preset, seed, steps: asked }: RunRequest, context: RunContext): Promise<RunResult> {
  const { steps: planned, learningRate, clipNorm } = presets[preset].options;
  const steps = asked ?? planned;
  const random = new Random(seed);
  const input = (key: number): Tensor => tensor(random.fold(key).normal(BATCH * STEPS * DEPTH), [BATCH, STEPS, DEPTH]);
  const gradientNorm: Record<string, Record<number, number>> = {};
  const rows: string[] = [];
  const through: LineSeries[] = [];
  const trained: LineSeries[] = [];
  const afterwards: LineSeries[] = [];
  for (const [k, cell] of CELLS.entries()) {
    const model = vanishingModel(preset, cell, random.fold(k), { head: false });
    const norms = normsOf(model, input(10));
    through.push({ name: cell, x: counted(norms), y: norms });
    const told = TOLD.map((t) => [t, norms[t - 1] as number] as const);
    gradientNorm[cell] = Object.fromEntries(told);
    const numbers = told.map(([, norm]) => norm.toExponential(1).padStart(8)).join(' ');
    rows.push(`${cell.padEnd(9)} ${numbers}  ${model.countParams().toLocaleString('en-US')} weights`);
  }

  const trainings = CELLS.flatMap((cell, k) => [false, true].map((clipped) => ({ cell, k, clipped })));
  const begun = performance.now();
  let done = 0;
  let last: Sequential | undefined;
  for (const [i, { cell, k, clipped }] of trainings.entries()) {
    const share = Math.floor((steps + trainings.length - 1 - i) / trainings.length);
    if (share === 0) continue;
    const model = vanishingModel(preset, cell, random.fold(k), { head: true });
    const optimizer = new SGD({ learningRate, ...(clipped ? { globalClipNorm: clipNorm } : {}) });
    model.compile({ optimizer, loss: 'mse' });
    const losses: number[] = [];
    const onStep = (_step: number, loss: number): undefined => void losses.push(loss);
    let finite = true;
    try {
      await trainSteps(model, firstNumbers(random.fold(20)), { steps: share, onStep }, context);
    } catch (error) {
      if (!(error instanceof NumericError)) throw error;
      finite = false; // no weight changed in that step
    }
    const { input: seen, target } = firstNumbers(random.fold(21)).next().value as { input: Tensor; target: Tensor };
    const [found] = gradientNorms(model, seen, target, { loss: 'mse' });
    const norms = found?.norms ?? [];
    const name = `${cell}${clipped ? ', clipped' : ''}`;
    rows.push(trainedRow(name, { losses, norms, finite }));
    trained.push({ name, x: counted(losses), y: losses, dashed: clipped });
    const x = counted(norms).filter((t) => Number.isFinite(norms[t - 1]));
    if (x.length > 0) afterwards.push({ name, x, y: x.map((t) => norms[t - 1] as number), dashed: clipped });
    done += losses.length;
    last = model;
  }
  const share = Math.ceil(steps / trainings.length);
  return {
    score: { gradientNorm },
    model: last as Sequential,
    steps: done,
    seconds: (performance.now() - begun) / 1000,
    summary: [
      `h of h' = w·h fed 1, 0, 0, …, after 1,000 steps: ${[0.99, 1.01].map((w) => `${recurrence(w).toPrecision(6)} for w = ${w}`).join(', ')}.`,
      `step      ${TOLD.map((t) => String(t).padStart(8)).join(' ')}`,
      ...rows.slice(0, CELLS.length),
      `Training to tell after 100 steps what came at the first, ${share} steps at most, gradient descent ${learningRate}; ` +
        `clipped: all gradients to a norm of ${clipNorm}. The largest loss, and ‖∂L/∂h‖ at steps 1 and ${STEPS} of time afterwards:`,
      ['training'.padEnd(18), 'steps'.padStart(5), ...['max loss', 'step 1', `step ${STEPS}`].map(right)].join(' '),
      ...rows.slice(CELLS.length),
    ],
    figures: {
      gradients: logFigure({
        title: 'What is left of a gradient, step by step back',
        caption: 'Before training; L = ½ ‖h‖² of the last step / batch.',
        ...THROUGH_TIME,
        series: through,
      }),
      clipping: logFigure({
        title: 'Gradient descent with clipped gradients and without',
        caption: 'A line that ends early: the next step was no longer finite.',
        x: 'training step',
        y: 'loss',
        series: trained,
      }),
      afterwards: logFigure({
        title: 'What is left of a gradient after training, clipped and not',
        caption: 'Before clipping; what is no longer finite is left out.',
        ...THROUGH_TIME,
        series: afterwards,
      }),
    },
  };
}

/** What a training came to, as a row of a table. */
function trainedRow(
  name: string,
  { losses, norms, finite }: { losses: readonly number[]; norms: readonly number[]; finite: boolean },
): string {
  const numbers = [Math.max(...losses), norms[0] ?? Number.NaN, norms[STEPS - 1] ?? Number.NaN];
  const told = numbers.map((value) => right(Number.isFinite(value) ? value.toExponential(1) : 'infinite'));
  const ended = finite ? '' : '  then no longer finite';
  return `${name.padEnd(18)} ${String(losses.length).padStart(5)} ${told.join(' ')}${ended}`;
}

function right(text: string): string {
  return text.padStart(8);
}

/** What the lines of gradients through time lie along. */
const THROUGH_TIME = { x: 'step of time', y: '‖∂L/∂h‖' } as const;

interface LogLines {
  readonly title: string;
  readonly caption: string;
  /** Labels of the axes. */
  readonly x: string;
  readonly y: string;
  readonly series: readonly LineSeries[];
}

/** Lines over a logarithmic axis. */
function logFigure({ title, caption, x, y, series }: LogLines): LinesFigure {
  return { kind: 'lines', title, caption, x: { label: x }, y: { label: y, scale: 'log' }, series };
}

/** 1, 2, 3, … for each value. */
function counted(values: readonly number[]): number[] {
  return values.map((_, i) => i + 1);
}
