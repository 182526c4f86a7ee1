import { FormatError } from '../errors.ts';
import { platform } from '../platform/index.ts';
import { parseEvent, type RunEvent } from './events.ts';
import { fromJson, isRecord } from './json.ts';
import type { RunInfo, RunResult } from './run-folder.ts';

/** A run as its folder tells it. */
export interface Run {
  readonly path: string;
  /** run.json; without a result where the run did not come to its end. */
  readonly info: RunInfo & Partial<RunResult>;
  readonly events: readonly RunEvent[];
  /** Whether the last line ends too early, as after a crash; it is left out. */
  readonly cutOff: boolean;
}

const needed: Readonly<Record<string, 'string' | 'number' | 'object'>> = {
  experiment: 'string',
  preset: 'string',
  seed: 'number',
  options: 'object',
  versions: 'object',
  engine: 'object',
  began: 'string',
};

/**
 * Reads run.json and events.jsonl of a run folder.
 *
 * @throws ResourceError if one of them is missing, FormatError if one is damaged.
 */
export function readRun(path: string): Run {
  const info = readInfo(`${path}/run.json`);
  return { path, info, ...readEvents(`${path}/events.jsonl`) };
}

function readInfo(path: string): RunInfo & Partial<RunResult> {
  const refuse = (must: string, received: string): never => {
    throw new FormatError(`Cannot read run '${path}': ${must}, received ${received}`);
  };
  let info: unknown;
  try {
    info = fromJson(readText(path));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    refuse('file must be JSON', 'another format');
  }
  if (!isRecord(info)) return refuse('file must be a JSON object', JSON.stringify(info).slice(0, 60));
  for (const [name, kind] of Object.entries(needed)) {
    const received = info[name] === null || info[name] === undefined ? 'nothing' : typeof info[name];
    if (received !== kind) refuse(`${name} must be of type ${kind}`, received);
  }
  if (info.process !== undefined && !Number.isSafeInteger(info.process)) {
    refuse('process must be a whole number', String(info.process));
  }
  return info as unknown as RunInfo & Partial<RunResult>;
}

function readEvents(path: string): Pick<Run, 'events' | 'cutOff'> {
  const lines = readText(path).split('\n');
  const cutOff = lines.pop() !== '';
  const events = lines.map((line, index) =>
    parseEvent(line, (must, received) => {
      throw new FormatError(`Cannot read events '${path}': line ${index + 1} ${must}, received ${received}`);
    }),
  );
  return { events, cutOff };
}

function readText(path: string): string {
  return new TextDecoder().decode(platform().readFile(path));
}
