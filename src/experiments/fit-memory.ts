import { Input } from '../layers/input.ts';
import { RNN } from '../layers/rnn.ts';
import { MeanSquaredError } from '../losses/index.ts';
import { Sequential } from '../models/sequential.ts';
import type { Optimizer } from '../optimizers/index.ts';
import type { LinesFigure } from '../plots/figure.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import type { RunContext, RunRequest, RunResult } from './experiment.ts';
import { MemoryCell } from './memory-cell.ts';
import { trainSteps } from './train-steps.ts';

/** One sequence that is learnt by heart. */
export interface Lesson {
  readonly name: string;
  /** [T, D]. */
  readonly inputs: readonly (readonly number[])[];
  /** [T]. */
  readonly targets: readonly number[];
}

/** Memory cells over the lesson's steps, of which the first one answers. */
export function memoryModel({ name, inputs }: Lesson, units: number, seed: number): Sequential {
  const shape = [inputs.length, inputs[0]?.length ?? 0];
  const rnn = new RNN({ cell: new MemoryCell({ units, outputs: 1 }), returnSequences: true });
  return new Sequential([Input({ shape }), rnn], { name: name.replaceAll('-', '_'), seed });
}

/** The lesson as a batch of one. */
export function batchOf({ inputs, targets }: Lesson): { input: Tensor; target: Tensor } {
  return { input: tensor([inputs.map((row) => [...row])]), target: tensor([targets.map((y) => [y])]) };
}

/** What was to be said at each step, and what is said. */
function answersFigure({ targets }: Lesson, answers: readonly number[]): LinesFigure {
  const x = targets.map((_, t) => t + 1);
  return {
    kind: 'lines',
    title: 'What is to be said, and what is said',
    x: { label: 'step' },
    y: { label: 'h[0]' },
    series: [
      { name: 'target', x, y: targets },
      { name: 'answer', x, y: answers, dashed: true },
    ],
  };
}

/** How a lesson is learnt. */
export interface LessonPlan {
  readonly units: number;
  readonly optimizer: Optimizer;
  /** Iterations, each over the whole lesson. */
  readonly steps: number;
  /** Iterations between two losses that are told. */
  readonly tellEvery: number;
}

/** Learns the lesson, one step for the whole of it, and tells what it answers. */
export async function fitMemory(
  lesson: Lesson,
  { units, optimizer, steps, tellEvery }: LessonPlan,
  { seed }: RunRequest,
  context: RunContext,
): Promise<RunResult> {
  const model = memoryModel(lesson, units, seed);
  model.compile({ optimizer, loss: new MeanSquaredError({ reduction: 'sum' }) });
  const batch = batchOf(lesson);
  const again = function* (): Generator<typeof batch> {
    for (;;) yield batch;
  };
  const onStep = (step: number, loss: number): undefined => {
    if ((step - 1) % tellEvery === 0) context.tell?.(`iteration ${step - 1}: loss ${loss.toPrecision(6)}`);
  };
  const trained = await trainSteps(model, again(), { steps, onStep }, context);
  const { loss, seconds } = trained;
  const answers = [...model.predict(batch.input).data];
  const time = `after ${trained.steps.toLocaleString('en-US')} iterations in ${seconds.toFixed(1)} s of training`;
  return {
    score: { loss },
    model,
    steps: trained.steps,
    seconds,
    summary: [
      `The loss is ${loss.toExponential(2)} ${time}.`,
      `It answers ${answers.map((y) => y.toFixed(5)).join(', ')}.`,
    ],
    figures: { answers: answersFigure(lesson, answers) },
  };
}
