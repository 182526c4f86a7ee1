import { configure, engineReport } from '../backend/current.ts';
import type { RunResult } from '../experiments/experiment.ts';
import { saveModel } from '../interop/io.ts';
import type { EndEvent, RunEvent } from '../logs/events.ts';
import { createRunFolder, type RunFolder, type RunInfo, reopenRunFolder } from '../logs/run-folder.ts';
import { platform } from '../platform/index.ts';
import { progress } from './progress.ts';
import { checkSameBits } from './resume.ts';
import { runCallback, thinOut } from './run-callback.ts';
import { checkpointOf, RunCheckpoints } from './run-checkpoints.ts';
import { optionsOf, type RunOrder } from './run-order.ts';
import type { Shell } from './shell.ts';

/** What came out, besides what is in the folder. */
export interface RunOutcome {
  readonly result: RunResult;
  readonly end: EndEvent;
  /** Path of the saved model. */
  readonly saved: string;
}

/** Runs an experiment with progress and a run folder; Ctrl-C ends it early, with everything saved. */
export async function runExperiment(order: RunOrder, shell: Shell): Promise<RunOutcome> {
  const { experiment, preset, seed, steps, chosen, mode } = order;
  if (order.strict) await configure({ strict: true });
  const signal = shell.interruptible();
  const { folder, goesOn } = openFolder(order, shell.version);
  order.onBegin();
  let begun = performance.now();
  const clock = (): number => Math.round(performance.now() - begun) / 1000;
  const shown = progress(mode, shell.out);
  const write = thinOut((event) => folder.write(event));
  const show = mode === 'json' ? thinOut(shown.listen) : shown.listen;
  const tell = (event: RunEvent): void => {
    write(event);
    show(event);
  };
  const named = { experiment: experiment.name, preset, seed };
  const planned = steps ?? experiment.presets[preset].options.steps;
  const checkpoints = new RunCheckpoints({
    folder,
    signal,
    clock,
    resume: goesOn,
    onResume(seconds) {
      begun = performance.now() - 1000 * seconds;
    },
  });
  let end: EndEvent | undefined;
  try {
    tell({ event: 'start', ...named, ...(typeof planned === 'number' ? { steps: planned } : {}), seconds: clock() });
    const note = (text: string): void => tell({ event: 'note', text, seconds: clock() });
    const context = { callbacks: [checkpoints, runCallback(tell, clock)], tell: note, signal };
    const result = await experiment.run({ preset, seed, steps, chosen }, context);
    shown.close();
    const saved = folder.file('model.safetensors');
    await saveModel(result.model, saved);
    tell({ event: 'save', step: result.steps, path: saved, seconds: clock() });
    for (const path of order.save) {
      await saveModel(result.model, path);
      tell({ event: 'save', step: result.steps, path, seconds: clock() });
    }
    const interrupted = signal.aborted && (checkpoints.aborted ?? experiment.notResumed === undefined);
    end = {
      event: 'end',
      ...named,
      steps: result.steps,
      ...(interrupted ? { stopped: 'interrupt' } : {}),
      score: result.score,
      published: result.incomparable === undefined ? experiment.published.score : {},
      seconds: clock(),
      run: folder.path,
    };
    tell(end);
    return { result, end, saved };
  } finally {
    shown.close();
    folder.close(end);
    if (end !== undefined && end.stopped === undefined) checkpoints.remove();
  }
}

/** The folder of a new run, or that of the run that goes on, and whether there is a checkpoint to go on from. */
function openFolder(order: RunOrder, memcell: string): { folder: RunFolder; goesOn: boolean } {
  const info = infoOf(order, memcell);
  const { resume } = order;
  if (resume === undefined) return { folder: createRunFolder(info, { folder: order.folder }), goesOn: false };
  checkSameBits(resume, info);
  const folder = reopenRunFolder(resume.path, { ...info, began: resume.info.began });
  const goesOn = platform().kindOf(checkpointOf(resume.path)) !== 'nothing';
  if (!goesOn) folder.goOnFrom(0);
  return { folder, goesOn };
}

/** What run.json says from the start. */
function infoOf(order: RunOrder, memcell: string): RunInfo {
  const { runtime, cores } = platform();
  const { build, width, tile, fallbacks } = engineReport();
  return {
    experiment: order.experiment.name,
    preset: order.preset,
    seed: order.seed,
    options: optionsOf(order),
    versions: { memcell, [runtime.name]: runtime.version },
    engine: { build, width, tile, threads: 1, system: runtime.system, cores: cores(), fallbacks },
    began: new Date().toISOString(),
  };
}
