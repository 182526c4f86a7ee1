import type { RunResult } from '../../experiments/experiment.ts';
import type { EndEvent, NoteEvent } from '../../logs/events.ts';
import type { RunInfo } from '../../logs/run-folder.ts';
import type { Figure } from '../../plots/index.ts';
import type { RunChoice } from '../run-order.ts';

/** What a report is made of. */
export interface Report {
  readonly choice: RunChoice;
  readonly info: RunInfo;
  readonly end: EndEvent;
  readonly result: RunResult;
  /** What was told, in order. */
  readonly notes: readonly NoteEvent[];
  readonly figures: readonly Figure[];
  /** Files of the run folder with their sizes. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
}
