import { FormatError, type MemcellError, OptionError, ResourceError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { platform } from '../platform/index.ts';
import { type Run, readRun } from './read-run.ts';

/** What became of a run. */
export type RunState = 'ended' | 'interrupted' | 'unfinished';

/** A folder of runs, one entry a run; one that cannot be read says why. */
export interface ListedRun {
  readonly name: string;
  readonly path: string;
  readonly run?: Run;
  readonly damage?: MemcellError;
}

/** Whether it has come to its end, was stopped by its user, or broke off (or is still at it). */
export function stateOf({ info }: Run): RunState {
  if (info.score === undefined) return 'unfinished';
  return info.stopped === undefined ? 'ended' : 'interrupted';
}

/** The runs in a folder, the one that began last first, damaged ones behind. Folders without a run.json are no runs. */
export function listRuns(root: string): ListedRun[] {
  if (platform().kindOf(root) === 'nothing') return [];
  const runs = platform()
    .listFolder(root)
    .map((name) => ({ name, path: `${root}/${name}` }))
    .filter(({ path }) => holdsRun(path))
    .map((place) => ({ ...place, ...readOrSayWhy(place.path) }));
  const began = ({ run }: ListedRun): string => run?.info.began ?? '';
  return runs.sort((a, b) => (began(a) < began(b) ? 1 : began(a) > began(b) ? -1 : a.name < b.name ? -1 : 1));
}

/**
 * The path of a run: a folder, a name under `root`, the beginning of one name alone, or `last` for the one that began last.
 *
 * @throws ResourceError where there is none, OptionError where a beginning is that of several.
 */
export function findRun(asked: string, root: string): string {
  if (platform().kindOf(asked) === 'folder') return asked.replace(/(?<=.)[/\\]+$/, '');
  const runs = listRuns(root);
  const refuse = (must: string, received: string, hint?: string): never => {
    throw new ResourceError(
      `Cannot find run '${asked}': ${must}, received ${received}`,
      hint === undefined ? {} : { hint },
    );
  };
  if (asked === 'last') {
    const last = runs.find(({ run }) => run !== undefined);
    return last?.path ?? refuse(`folder '${root}' must hold a run`, 'none');
  }
  const names = runs.map(({ name }) => name);
  const begun = asked === '' ? [] : runs.filter(({ name }) => name.startsWith(asked));
  const [only] = runs.filter(({ name }) => name === asked).concat(begun);
  if (only === undefined) {
    const near = nearestName(asked, names);
    const hint = near === undefined ? `memcell runs list shows those of '${root}'.` : `Did you mean '${near}'?`;
    return refuse(`it must be a folder, a run of '${root}', the beginning of one, or last`, 'no such run', hint);
  }
  if (only.name !== asked && begun.length > 1) {
    const shown = begun.slice(0, 3).map(({ name }) => name);
    throw new OptionError(
      `Cannot find run '${asked}': it must be the beginning of one name, received that of ${begun.length}`,
      { hint: `They are ${shown.join(', ')}${begun.length > shown.length ? ', …' : ''}.` },
    );
  }
  return only.path;
}

function holdsRun(path: string): boolean {
  if (platform().kindOf(path) !== 'folder') return false;
  return ['run.json', 'events.jsonl'].some((name) => platform().kindOf(`${path}/${name}`) !== 'nothing');
}

function readOrSayWhy(path: string): { run: Run } | { damage: MemcellError } {
  try {
    return { run: readRun(path) };
  } catch (error) {
    if (error instanceof FormatError || error instanceof ResourceError) return { damage: error };
    throw error;
  }
}
