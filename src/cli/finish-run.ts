import type { RunResult } from '../experiments/experiment.ts';
import { SummaryWriter, saveModel } from '../interop/io.ts';
import type { EndEvent, RunListener } from '../logs/events.ts';
import { toJson } from '../logs/json.ts';
import { curveOf } from '../logs/loss-curve.ts';
import { readRun } from '../logs/read-run.ts';
import type { RunFolder } from '../logs/run-folder.ts';
import { platform } from '../platform/index.ts';
import { type Figure, toSvg } from '../plots/index.ts';
import { reportPage } from './report/report-page.ts';
import type { RunOrder } from './run-order.ts';
import { filesOf } from './runs/run-files.ts';

/** What is to be written. */
export interface Finish {
  readonly folder: RunFolder;
  readonly order: RunOrder;
  readonly result: RunResult;
  readonly tell: RunListener;
  readonly clock: () => number;
}

/** A picture and the name of its files. */
export interface Picture {
  readonly name: string;
  readonly figure: Figure;
}

/** Where the model was saved, and why it could not be saved elsewhere. */
export interface Saved {
  readonly saved: string;
  readonly failure: unknown;
}

/** Saves the model in the folder, and where else it was asked for: what fails there is told at the end. */
export async function saveModels({ folder, order, result, tell, clock }: Finish): Promise<Saved> {
  const saved = folder.file('model.safetensors');
  const save = async (path: string): Promise<void> => {
    await saveModel(result.model, path);
    tell({ event: 'save', step: result.steps, path, seconds: clock() });
  };
  await save(saved);
  let failure: unknown;
  for (const path of order.save) {
    await save(path).catch((error: unknown) => {
      failure ??= error;
    });
  }
  return { saved, failure };
}

/** Writes the further files of a run and its pictures: each as it is drawn, and as the data that it is drawn from. */
export function writePictures({ folder, result }: Finish): readonly Picture[] {
  for (const [name, bytes] of Object.entries(result.files ?? {})) {
    platform().writeFileAtomic(folder.file(name), bytes);
  }
  folder.flush();
  const curve = curveOf(readRun(folder.path).events);
  const all = { 'learning-curve': curve.loss(), metrics: curve.metrics(), ...result.figures };
  const figures = Object.entries(all).flatMap(([name, figure]) => (figure === undefined ? [] : [{ name, figure }]));
  if (figures.length > 0) platform().makeFolder(folder.file('plots'));
  for (const { name, figure } of figures) {
    platform().writeFileAtomic(folder.file(`plots/${name}.svg`), toSvg(figure));
    platform().writeFileAtomic(folder.file(`plots/${name}.json`), `${toJson(figure)}\n`);
  }
  return figures;
}

/** Adds the pictures and what came out to the event files, where there are any. */
export function writeBoard({ folder, order, result }: Finish, pictures: readonly Picture[]): void {
  if (!order.tensorboard) return;
  const writer = new SummaryWriter(folder.file('train'));
  for (const { name, figure } of pictures) writer.addFigure(name, figure, result.steps);
  writer.addText('result', result.summary.map((line) => `    ${line}`).join('\n'), result.steps);
  writer.close();
}

/** Writes report.html. */
export function writeReport({ folder, order, result }: Finish, end: EndEvent, pictures: readonly Picture[]): void {
  const figures = pictures.map(({ figure }) => figure);
  const { info, events } = readRun(folder.path);
  const notes = events.flatMap((event) => (event.event === 'note' ? [event] : []));
  const files = filesOf(folder.path).filter(({ name }) => !name.startsWith('checkpoints') && name !== 'report.html');
  const page = reportPage({ choice: order, info, end, result, notes, figures, files });
  platform().writeFileAtomic(folder.file('report.html'), page);
}
