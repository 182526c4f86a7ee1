import type { AddCommand } from '../shell.ts';
import { addConvert } from './convert.ts';
import { addData } from './data.ts';
import { addDoctor } from './doctor.ts';
import { addExport } from './export.ts';
import { addGenerate } from './generate.ts';
import { addInspect } from './inspect.ts';
import { addList } from './list.ts';
import { addPredict } from './predict.ts';
import { addRun } from './run.ts';
import { addRuns } from './runs.ts';
import { addSegment } from './segment.ts';
import { addTrain } from './train.ts';
import { addVectors } from './vectors.ts';
import { addWord2vec } from './word2vec.ts';

/** Every command, in the order of the help. */
export const commands: readonly AddCommand[] = [
  addList,
  addRun,
  addRuns,
  addTrain,
  addGenerate,
  addPredict,
  addInspect,
  addConvert,
  addExport,
  addSegment,
  addWord2vec,
  addVectors,
  addData,
  addDoctor,
];
