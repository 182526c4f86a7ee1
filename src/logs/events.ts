import { fromJson, isRecord, toJson } from './json.ts';

/** Numbers by name. */
export type Numbers = Readonly<Record<string, number>>;

/** What a run has reached, by name: numbers, lists of them, … */
export type Score = Readonly<Record<string, unknown>>;

interface Timed {
  /** Since the run began; the time between an interruption and going on does not count. */
  readonly seconds: number;
}

/** A run begins. */
export interface StartEvent extends Timed {
  readonly event: 'start';
  readonly experiment: string;
  readonly preset: string;
  readonly seed: number;
  /** Steps that the whole run may take; left out where it is not known. */
  readonly steps?: number;
  /** Epochs that it may take. */
  readonly epochs?: number;
  /** Trainable numbers of the model. */
  readonly parameters?: number;
}

/** A run has found out how many steps it may take. */
export interface PlanEvent extends Timed {
  readonly event: 'plan';
  readonly steps: number;
}

/** An interrupted run goes on from its checkpoint. */
export interface ResumeEvent extends Timed {
  readonly event: 'resume';
  /** Steps that were taken before. */
  readonly step: number;
}

/** A training step has ended. */
export interface StepEvent extends Timed {
  readonly event: 'step';
  /** Steps taken so far, this one included. */
  readonly step: number;
  /** From 1. */
  readonly epoch?: number;
  readonly loss: number;
  readonly metrics?: Numbers;
  /** Steps a second. */
  readonly rate?: number;
}

/** An epoch has ended: means over it, and those of the validation. */
export interface EpochEvent extends Timed {
  readonly event: 'epoch';
  /** From 1. */
  readonly epoch: number;
  readonly step: number;
  readonly loss: number;
  readonly metrics?: Numbers;
  readonly validation?: Numbers;
}

/** The model has been tried on data of its own. */
export interface EvaluateEvent extends Timed {
  readonly event: 'evaluate';
  readonly step: number;
  readonly metrics: Numbers;
}

/** A file has been written. */
export interface SaveEvent extends Timed {
  readonly event: 'save';
  readonly step: number;
  readonly path: string;
}

/** A sentence for the reader. */
export interface NoteEvent extends Timed {
  readonly event: 'note';
  readonly text: string;
}

/** A run has ended. */
export interface EndEvent extends Timed {
  readonly event: 'end';
  readonly experiment: string;
  readonly preset: string;
  readonly seed: number;
  /** Steps taken. */
  readonly steps: number;
  readonly score: Score;
  /** The score of the experiment's source. */
  readonly published: Score;
  /** Why the two are not held beside one another, where they are not. */
  readonly incomparable?: string;
  /** Why it ended before its time. */
  readonly stopped?: 'interrupt';
  /** Its folder. */
  readonly run?: string;
}

/** What a run tells, in the order it happens. */
export type RunEvent =
  | StartEvent
  | PlanEvent
  | ResumeEvent
  | StepEvent
  | EpochEvent
  | EvaluateEvent
  | SaveEvent
  | NoteEvent
  | EndEvent;

/** Who listens to a run: progress bar, run folder, plots. */
export type RunListener = (event: RunEvent) => void;

type FieldKind = 'number' | 'string' | 'numbers' | 'record';

/** What a line of events.jsonl must hold, event by event; other fields are let through. */
const fields: Readonly<Record<RunEvent['event'], Readonly<Record<string, FieldKind>>>> = {
  start: { experiment: 'string', preset: 'string', seed: 'number' },
  plan: { steps: 'number' },
  resume: { step: 'number' },
  step: { step: 'number', loss: 'number' },
  epoch: { epoch: 'number', step: 'number', loss: 'number' },
  evaluate: { step: 'number', metrics: 'numbers' },
  save: { step: 'number', path: 'string' },
  note: { text: 'string' },
  end: {
    experiment: 'string',
    preset: 'string',
    seed: 'number',
    steps: 'number',
    score: 'record',
    published: 'record',
  },
};
const optional: Readonly<Record<string, FieldKind>> = { metrics: 'numbers', validation: 'numbers', rate: 'number' };

/** An event as one line of JSON, without its end. */
export function formatEvent(event: RunEvent): string {
  return toJson(event);
}

/**
 * An event from a line of JSON.
 *
 * @param refuse is called where the line is damaged, with what must hold and what came.
 */
export function parseEvent(line: string, refuse: (must: string, received: string) => never): RunEvent {
  let value: unknown;
  try {
    value = fromJson(line);
  } catch {
    return refuse('must be JSON', shorten(line));
  }
  if (!isRecord(value)) return refuse('must be a JSON object', shorten(line));
  const kind = value.event;
  if (typeof kind !== 'string' || !Object.hasOwn(fields, kind)) {
    return refuse(`must be one of the events ${Object.keys(fields).join(', ')}`, shorten(line));
  }
  const needed: Record<string, FieldKind> = { ...fields[kind as RunEvent['event']], seconds: 'number' };
  for (const [name, field] of Object.entries(value)) {
    const wanted = needed[name] ?? optional[name];
    if (wanted !== undefined && !fits(field, wanted)) refuse(`must have ${named[wanted]} as '${name}'`, shorten(line));
  }
  const missing = Object.keys(needed).find((name) => value[name] === undefined);
  if (missing !== undefined) refuse(`must have a field '${missing}'`, shorten(line));
  return value as unknown as RunEvent;
}

const named: Readonly<Record<FieldKind, string>> = {
  number: 'a number',
  string: 'a string',
  numbers: 'numbers by name',
  record: 'values by name',
};

function fits(value: unknown, kind: FieldKind): boolean {
  if (kind === 'record') return isRecord(value);
  if (kind === 'numbers') return isRecord(value) && Object.values(value).every((n) => typeof n === 'number');
  return typeof value === kind;
}

function shorten(line: string): string {
  return line.length <= 60 ? `'${line}'` : `'${line.slice(0, 59)}…'`;
}
