import { rmSync } from 'node:fs';
import { engineReport } from '../backend/current.ts';
import { ResourceError } from '../errors.ts';
import { presetOf, type RunResult } from '../experiments/experiment.ts';
import { TensorBoard } from '../interop/io.ts';
import type { EndEvent, RunEvent } from '../logs/events.ts';
import { createRunFolder, type RunFolder, type RunInfo, reopenRunFolder } from '../logs/run-folder.ts';
import { platform } from '../platform/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { saveModels, writeBoard, writePictures, writeReport } from './finish-run.ts';
import { progress } from './progress.ts';
import { checkSameBits } from './resume.ts';
import { runCallback, thinOut } from './run-callback.ts';
import { checkpointOf, RunCheckpoints } from './run-checkpoints.ts';
import { optionsOf, type RunOrder } from './run-order.ts';
import { sha256 } from './sha256.ts';
import type { Shell } from './shell.ts';

/** What came out, besides what is in the folder. */
export interface RunOutcome {
  readonly result: RunResult;
  readonly end: EndEvent;
  /** Path of the saved model. */
  readonly saved: string;
  /** Why it could not be saved under one of the further names that were asked for. */
  readonly failure: unknown;
  /** Whether anything was told on the way: a step, a sentence. */
  readonly told: boolean;
  /** Whether somebody pressed Ctrl-C, also where the training had come to its end. */
  readonly interrupted: boolean;
}

const INTERRUPTED = 'Interrupted: what was learnt is saved. Ctrl-C again ends at once.';

/** Runs an experiment with progress and a run folder; Ctrl-C ends it early, with everything saved. */
export async function runExperiment(order: RunOrder, shell: Shell): Promise<RunOutcome> {
  const { experiment, preset, seed, steps, chosen, mode } = order;
  const signal = shell.interruptible();
  const { folder, goesOn, takeAway } = openFolder(order, shell.version);
  order.onBegin();
  let begun = performance.now();
  const clock = (): number => Math.round(performance.now() - begun) / 1000;
  const shown = progress(mode, shell.out, order.plot);
  const write = thinOut((event) => folder.write(event));
  const show = mode === 'json' ? thinOut(shown.listen) : shown.listen;
  let told = false;
  const tell = (event: RunEvent): void => {
    told ||= event.event === 'step' || event.event === 'note';
    if (event.event === 'resume') for (const before of eventsUntil(order, event.step)) order.plot?.listen(before);
    write(event);
    show(event);
  };
  const named = { experiment: experiment.name, preset, seed };
  const planned = steps ?? presetOf(experiment, preset).options.steps;
  const counted = runCallback(tell, clock);
  const checkpoints = new RunCheckpoints({
    folder,
    signal,
    clock,
    resume: goesOn,
    onResume(seconds) {
      begun = performance.now() - 1000 * seconds;
      tell({ event: 'resume', step: counted.step, seconds });
    },
  });
  signal.addEventListener('abort', () => {
    if (mode === 'bar' || mode === 'lines') shown.listen({ event: 'note', text: INTERRUPTED, seconds: clock() });
  });
  let end: EndEvent | undefined;
  let computed = false;
  try {
    tell({ event: 'start', ...named, ...(typeof planned === 'number' ? { steps: planned } : {}), seconds: clock() });
    const note = (text: string): void => tell({ event: 'note', text, seconds: clock() });
    let watched: Tensor | undefined;
    const callbacks = [checkpoints, counted, ...tensorBoardOf(order, folder.path, () => watched)];
    const watch = (input: Tensor): void => {
      watched ??= input;
    };
    const plan = (steps: number): void => tell({ event: 'plan', steps, seconds: clock() });
    const context = { callbacks, tell: note, plan, draw: order.plot?.draw, watch, signal };
    const result = await experiment.run({ preset, seed, steps, chosen }, context);
    computed = true;
    shown.close();
    const finish = { folder, order, result, tell, clock };
    const { saved, failure } = await saveModels(finish);
    const pictures = writePictures(finish);
    const cut = signal.aborted && (checkpoints.aborted ?? experiment.notResumed === undefined);
    end = {
      event: 'end',
      ...named,
      steps: result.steps,
      ...(cut ? { stopped: 'interrupt' } : {}),
      score: result.score,
      ...(result.incomparable === undefined
        ? { published: experiment.published?.score ?? {} }
        : { published: {}, incomparable: result.incomparable }),
      seconds: clock(),
      run: folder.path,
    };
    // an interrupted run may go on, and event files with it
    if (!cut) writeBoard(finish, pictures);
    writeReport(finish, end, pictures);
    tell(end);
    return { result, end, saved, failure, told, interrupted: signal.aborted };
  } catch (error) {
    computed ||= counted.step > 0;
    if (computed && error instanceof ResourceError && experiment.notResumed === undefined) {
      shell.err.line(`The run is in ${folder.path}: memcell run --resume ${folder.path} goes on with it.`);
    }
    throw error;
  } finally {
    shown.close();
    folder.close(end);
    if (end === undefined && !computed) takeAway();
    if (end !== undefined && end.stopped === undefined) checkpoints.remove();
  }
}

/** What a run that goes on had done. */
function eventsUntil({ resume }: RunOrder, step: number): readonly RunEvent[] {
  return resume?.events.filter((event) => 'step' in event && event.step <= step) ?? [];
}

/** What writes event files, where it is asked for: of weights and gates as often as makes some dozens of pictures. */
function tensorBoardOf(
  { tensorboard, experiment, preset, steps }: RunOrder,
  logDir: string,
  traceInput: () => Tensor | undefined,
): TensorBoard[] {
  if (!tensorboard) return [];
  const { options, stepsPerEpoch, stepsPerLook = 1 } = presetOf(experiment, preset);
  const planned = steps ?? Number(options.steps ?? 1000);
  const epochs = planned / (stepsPerEpoch ?? stepsPerLook);
  const histogramFreq = Math.ceil(epochs / (stepsPerEpoch === undefined ? 50 : 20));
  const updateFreq = Math.ceil(planned / 1000);
  return [new TensorBoard({ logDir, histogramFreq, updateFreq, writeGradients: true, traceInput })];
}

interface Opened {
  readonly folder: RunFolder;
  /** Whether there is a checkpoint to go on from. */
  readonly goesOn: boolean;
  /** Takes a new run away again that failed before its first step, on a bad file for example: nothing was learnt. */
  takeAway(): void;
}

/** The folder of a new run, or that of the run that goes on. */
function openFolder(order: RunOrder, memcell: string): Opened {
  const info = infoOf(order, memcell);
  const { resume } = order;
  if (resume === undefined) {
    const made = order.folder === undefined || platform().kindOf(order.folder) === 'nothing';
    const folder = createRunFolder(info, { folder: order.folder });
    const written = made ? [folder.path] : [folder.file('run.json'), folder.file('events.jsonl')];
    return {
      folder,
      goesOn: false,
      takeAway() {
        for (const path of written) rmSync(path, { recursive: true, force: true });
      },
    };
  }
  checkSameBits(resume, info);
  const folder = reopenRunFolder(resume.path, { ...info, began: resume.info.began });
  const goesOn = platform().kindOf(checkpointOf(resume.path)) !== 'nothing';
  if (!goesOn) folder.goOnFrom(0);
  return { folder, goesOn, takeAway() {} };
}

/** What run.json says from the start. */
function infoOf(order: RunOrder, memcell: string): RunInfo {
  const { runtime, cores } = platform();
  const { build, width, tile, threads, fallbacks, warnings } = engineReport();
  return {
    experiment: order.experiment.name,
    preset: order.preset,
    seed: order.seed,
    options: optionsOf(order),
    ...hashesOf(order),
    versions: { memcell, [runtime.name]: runtime.version },
    engine: { build, width, tile, threads, system: runtime.system, cores: cores(), fallbacks, warnings },
    began: new Date().toISOString(),
    process: process.pid,
  };
}

/** SHA-256 of the files that the experiment's own options name: a run goes on with the same ones only. */
function hashesOf({ experiment, chosen }: RunOrder): Pick<RunInfo, 'sha256'> {
  const named = (experiment.choices ?? []).flatMap(({ name, values, other }) => {
    const path = chosen[name];
    const isFile = other?.kind === 'file' && path !== undefined && !values.includes(path);
    return isFile && platform().kindOf(path) === 'file' ? [[name, sha256(path)] as const] : [];
  });
  return named.length === 0 ? {} : { sha256: Object.fromEntries(named) };
}
