import { trace } from '../inspect/trace.ts';
import { Input } from '../layers/input.ts';
import { LSTM } from '../layers/lstm.ts';
import { Sequential } from '../models/sequential.ts';
import { cellDrawing } from '../plots/cell-drawing.ts';
import type { CellFigure, CellStep, HeatFigure } from '../plots/figure.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Experiment, PresetName, RunContext, RunRequest, RunResult } from './experiment.ts';

/** What is read, and what it comes to: x1 is remembered where x2 is 1, forgotten where it is −1, told where x3 is 1. */
const SEQUENCE = [
  [3, 1, 0],
  [4, 1, 0],
  [2, 0, 0],
  [1, 0, 1],
  [3, -1, 0],
];
const OUTPUTS = [0, 0, 0, 7, 0];

const presets = {
  default: {
    description: 'gates ten times as steep: they are open or closed to the last digit',
    options: { gateWeight: 1000, gateBias: 100, steps: SEQUENCE.length },
  },
  published: {
    description: 'the source to the letter: gates with weights of 100 and biases of 10',
    options: { gateWeight: 100, gateBias: 10, steps: SEQUENCE.length },
  },
} as const;

/** One memory cell whose weights are set by hand, and each of its gates at each step. */
export const lstmByHand: Experiment = {
  name: 'lstm-by-hand',
  title: 'one memory cell with weights set by hand, gate by gate and step by step',
  presets,
  scoreMeaning: 'outputs: what the cell tells at each of the five steps; nothing is trained, a step is a step of time',
  published: { score: { outputs: OUTPUTS }, text: 'rounded to whole numbers' },
  notResumed: 'it trains nothing',
  run,
};

/** The cell of a preset: gates i, f, o look at one input each, the candidate is x1 itself, and nothing looks at h. */
export function handModel(preset: PresetName): Sequential {
  const { gateWeight: w, gateBias: b } = presets[preset].options;
  const lstm = new LSTM({ units: 1, activation: 'linear', returnSequences: true });
  const model = new Sequential([Input({ shape: [null, 3] }), lstm], { name: 'lstm_by_hand', seed: 0 });
  model.setWeights([
    [
      [0, 0, 1, 0], // x1: the candidate
      [w, w, 0, 0], // x2: the input gate and the forget gate
      [0, 0, 0, w], // x3: the output gate
    ],
    [[0, 0, 0, 0]],
    [-b, b, 0, -b],
  ]);
  return model;
}

/** The gates in the order of the table, and what stands in front of each. */
const COLUMNS = ['candidate', 'input', 'forget', 'output'] as const;
const SUMS: readonly ((x: readonly number[], w: number, b: number) => number)[] = [
  ([x1 = 0]) => x1,
  ([, x2 = 0], w, b) => w * x2 - b,
  ([, x2 = 0], w, b) => w * x2 + b,
  ([, , x3 = 0], w, b) => w * x3 - b,
];

async function run({ preset, steps: asked }: RunRequest, _context: RunContext): Promise<RunResult> {
  const begun = performance.now();
  const model = handModel(preset);
  const { gateWeight, gateBias } = presets[preset].options;
  const read = SEQUENCE.slice(0, asked);
  const [seen] = trace(model, [read]);
  const values = (seen as { values: Readonly<Record<string, Tensor>> }).values;
  const of = (name: string, t: number): number => values[name]?.data[t] as number;
  const outputs = read.map((_, t) => of('hidden', t));
  const steps = read.map((input, t): CellStep => {
    const [candidate = 0, entry = 0, forget = 0, output = 0] = SUMS.map((sum) => sum(input, gateWeight, gateBias));
    return {
      input,
      sums: { input: entry, forget, candidate, output },
      gates: {
        input: of('inputGate', t),
        forget: of('forgetGate', t),
        candidate: of('candidate', t),
        output: of('outputGate', t),
      },
      cell: of('cell', t),
      hidden: of('hidden', t),
    };
  });
  const rows = steps.map(({ input, sums, gates, cell, hidden }, t) => [
    t + 1,
    input.join(' '),
    ...COLUMNS.flatMap((gate) => [sums[gate], gates[gate]]),
    cell,
    hidden,
  ]);
  const heads = ['step', 'x1 x2 x3', 'sum', 'g', 'sum', 'i', 'sum', 'f', 'sum', 'o', 'cell', 'output'];
  const told = outputs.map((value) => Math.round(value)).join(', ');
  return {
    score: { outputs },
    model,
    steps: read.length,
    seconds: (performance.now() - begun) / 1000,
    summary: [
      ...table([heads, ...rows]),
      'i, f and o are how far the input gate, the forget gate and the output gate are open, g is what may enter.',
      `Rounded, the outputs are ${told}.`,
    ],
    figures: { ...pictures(steps) },
  };
}

/** The cell drawn at each step, and how far its gates are open. */
function pictures(steps: readonly CellStep[]): { readonly cell: CellFigure; readonly gates: HeatFigure } {
  const of = { input: 'input gate', forget: 'forget gate', output: 'output gate' } as const;
  const names = Object.keys(of) as (keyof typeof of)[];
  return {
    cell: cellDrawing(steps, { title: 'One memory cell, step by step' }),
    gates: {
      kind: 'heat',
      title: 'How far each gate is open',
      rows: names.map((name) => steps.map(({ gates }) => gates[name])),
      rowLabels: names.map((name) => of[name]),
      columnLabels: steps.map((_, t) => String(t + 1)),
      x: 'step',
      y: 'gate',
      value: 'share that passes',
      min: 0,
      max: 1,
      numbers: true,
    },
  };
}

/** Columns of equal width, set to the right. */
function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const texts = rows.map((row) => row.map(shown));
  const widths = (texts[0] as string[]).map((_, k) => Math.max(...texts.map((row) => (row[k] as string).length)));
  return texts.map((row) => row.map((text, k) => text.padStart(widths[k] as number)).join(' '));
}

/** Whole numbers as they are, others with four digits that count. */
function shown(value: string | number): string {
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  return Math.abs(value) < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(4)));
}
