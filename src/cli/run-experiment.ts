import { configure, engineReport } from '../backend/current.ts';
import type { Experiment, PresetName, RunResult } from '../experiments/experiment.ts';
import { saveModel } from '../interop/io.ts';
import type { EndEvent, RunEvent } from '../logs/events.ts';
import { createRunFolder, type RunInfo } from '../logs/run-folder.ts';
import { platform } from '../platform/index.ts';
import { type ProgressMode, progress } from './progress.ts';
import { runCallback, thinOut } from './run-callback.ts';
import type { Shell } from './shell.ts';

/** What `memcell run` was asked for. */
export interface RunOrder {
  readonly experiment: Experiment;
  readonly preset: PresetName;
  readonly seed: number;
  readonly steps: number | undefined;
  /** Folder of the run; undefined for one of its own under runs/. */
  readonly folder: string | undefined;
  readonly strict: boolean;
  readonly mode: ProgressMode;
  /** Called when the run folder is there and training begins. */
  readonly onBegin: () => void;
}

/** What came out, besides what is in the folder. */
export interface RunOutcome {
  readonly result: RunResult;
  readonly end: EndEvent;
  /** Path of the saved model. */
  readonly saved: string;
}

/** Runs an experiment with progress and a run folder; Ctrl-C ends it early, with everything saved. */
export async function runExperiment(order: RunOrder, shell: Shell): Promise<RunOutcome> {
  const { experiment, preset, seed, steps, mode } = order;
  if (order.strict) await configure({ strict: true });
  const folder = createRunFolder(infoOf(order, shell.version), { folder: order.folder });
  order.onBegin();
  const signal = shell.interruptible();
  const begun = performance.now();
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
  let end: EndEvent | undefined;
  try {
    tell({ event: 'start', ...named, ...(typeof planned === 'number' ? { steps: planned } : {}), seconds: clock() });
    const note = (text: string): void => tell({ event: 'note', text, seconds: clock() });
    const context = { callbacks: [runCallback(tell, clock)], tell: note, signal };
    const result = await experiment.run({ preset, seed, steps }, context);
    shown.close();
    const saved = folder.file('model.safetensors');
    await saveModel(result.model, saved);
    tell({ event: 'save', step: result.steps, path: saved, seconds: clock() });
    end = {
      event: 'end',
      ...named,
      steps: result.steps,
      ...(signal.aborted ? { stopped: 'interrupt' } : {}),
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
  }
}

/** What run.json says from the start. */
function infoOf({ experiment, preset, seed, steps, strict }: RunOrder, memcell: string): RunInfo {
  const { runtime, cores } = platform();
  const { build, width, tile, fallbacks } = engineReport();
  return {
    experiment: experiment.name,
    preset,
    seed,
    options: { ...experiment.presets[preset].options, ...(steps === undefined ? {} : { steps }), strict },
    versions: { memcell, [runtime.name]: runtime.version },
    engine: { build, width, tile, threads: 1, system: runtime.system, cores: cores(), fallbacks },
    began: new Date().toISOString(),
  };
}
