import type { Command } from 'commander';
import { cacheFolder, dataFolders } from '../../data/sets/data-folders.ts';
import type { DataSet } from '../../data/sets/data-set.ts';
import { findDataSet, notHere, partFile, placeOf } from '../../data/sets/find-data-set.ts';
import { dataSets } from '../../data/sets/index.ts';
import { ResourceError } from '../../errors.ts';
import { platform } from '../../platform/index.ts';
import { formatBytes } from '../numbers.ts';
import { wholeNumber } from '../options.ts';
import { type AddCommand, examples, type Shell } from '../shell.ts';
import { type Terminal, wrap } from '../terminal.ts';
import { didYouMean, UsageError } from '../usage-error.ts';

interface GetOptions {
  from?: string;
  out?: string;
  mirror?: string[];
  timeout: string;
  retries: string;
  quiet?: true;
}

/** `memcell data`: the public data sets, got and found. */
export const addData: AddCommand = (program, shell) => {
  const { out } = shell;
  const data = program
    .command('data')
    .summary('get public data sets')
    .description(
      'Lists the public data sets, downloads them, and says where they are.\n\n' +
        'They are looked for in the folder that MEMCELL_DATA names, then in the cache ' +
        'of the user; each has a folder of its own there.',
    )
    .addHelpText(
      'after',
      examples([
        ['memcell data list', 'what there is, and where'],
        ['memcell data get mnist', 'download the handwritten digits'],
        ['memcell data get cifar10 --from Downloads', 'take files that are here already'],
        ['ls "$(memcell data path mnist)"', 'its files'],
      ]),
    );
  data.action(() => data.outputHelp());
  data
    .command('list')
    .summary('list the data sets')
    .description('Lists the data sets: what each is, its size, whose it is, and where it lies.')
    .option('--json', 'print one JSON object a line')
    .addHelpText('after', examples([['memcell data list --json', 'for a program']]))
    .action(({ json }: { json?: true }) => {
      for (const set of Object.values(dataSets)) showSet(set, json === true, out);
    });
  data
    .command('get')
    .argument('<name>', 'its name, as memcell data list shows it')
    .summary('download a data set')
    .description(
      'Downloads the files of a data set and checks size and SHA-256 of each. What is ' +
        'broken off is kept and gone on with; a file has its name only when it is whole ' +
        'and right.\n\n' +
        'MEMCELL_MIRROR, or --mirror, names addresses in the place of the public ones: ' +
        'the files of mnist are looked for at <url>/mnist/.',
    )
    .option('--from <folder>', 'take the files from a folder; nothing is downloaded')
    .option('--out <folder>', "where its folder is made (default: the user's cache)")
    .option('--mirror <url>', 'address to download from; may be given again', (url, urls: string[] = []) => [
      ...urls,
      url,
    ])
    .option('--timeout <seconds>', 'without a byte, after which a connection is broken off', '30')
    .option('--retries <n>', 'attempts that may fail in a row at one address', '4')
    .option('--quiet', 'print nothing')
    .addHelpText(
      'after',
      examples([
        ['memcell data get mnist', "into the user's cache"],
        ['memcell data get cifar10 --from Downloads', 'without a network'],
        ['memcell data get mnist --mirror http://mirror.local/sets', 'from http://mirror.local/sets/mnist/'],
      ]),
    )
    .action(async (name: string, options: GetOptions, command: Command) => {
      const given = (option: string): boolean => command.getOptionValueSource(option) === 'cli';
      if (options.from !== undefined) checkFrom(name, given);
      await get(name, options, shell);
    });
  data
    .command('path')
    .argument('<name>', 'its name, as memcell data list shows it')
    .summary('print the folder of a data set')
    .description('Prints the folder that a data set lies in; an error where it is not on this machine.')
    .addHelpText('after', examples([['ls "$(memcell data path mnist)"', 'its files']]))
    .action((name: string) => {
      const set = known('find', name);
      const place = findDataSet(name);
      if (place === undefined) throw notHere('find', set);
      out.line(place);
    });
};

/** The set of that name. @throws UsageError with the nearest one as hint. */
function known(action: string, name: string): DataSet {
  const set = Object.hasOwn(dataSets, name) ? dataSets[name] : undefined;
  if (set !== undefined) return set;
  const names = Object.keys(dataSets);
  const must = `name must be one of ${names.join(', ')}`;
  throw new UsageError(`Cannot ${action} data set '${name}': ${must}, received '${name}'`, didYouMean(name, names));
}

function showSet(set: DataSet, json: boolean, out: Terminal): void {
  const { name, title, licence, homepage, sources } = set;
  const place = placeOf(set, {});
  const bytes = sources.reduce((sum, source) => sum + source.bytes, 0);
  if (json) {
    out.line(JSON.stringify({ name, title, bytes, licence, homepage, folder: place ?? null }));
    return;
  }
  const width = Math.max(...Object.keys(dataSets).map((one) => one.length));
  const row = (first: string, text: string): void => {
    out.line(`${first}  ${wrap(text, out.width() - width - 2, width + 2)}`);
  };
  const label = (text: string): string => `  ${out.paint('dim', text.padEnd(width - 2))}`;
  row(out.paint('bold', name.padEnd(width)), title);
  row(label('from'), `${bytes === 0 ? '' : `${formatBytes(bytes)}, `}${homepage} (licence: ${licence})`);
  if (place !== undefined) row(label('here'), place);
  else if (sources.length === 0) row(label('get'), `comes with ${set.folders[1]}`);
  else row(label('get'), `memcell data get ${name}${started(set)}`);
}

/** Options of a network mean nothing for a folder. */
function checkFrom(name: string, given: (option: string) => boolean): void {
  const option = ['mirror', 'timeout', 'retries'].find(given);
  if (option === undefined) return;
  throw new UsageError(`Cannot get data set '${name}': --${option} must be left out with --from, received both`, {
    hint: 'Nothing is downloaded with --from.',
  });
}

/** Says so where only some of the files are there. */
function started({ folders, parts }: DataSet): string {
  for (const root of dataFolders(undefined)) {
    const place = `${root}/${folders[0]}`;
    const count = parts.filter(({ name }) => partFile(place, name) !== undefined).length;
    if (count > 0) return `; ${count} of its ${parts.length} files are in ${place}`;
  }
  return '';
}

/** Where the files of a set come: where it is whole already, else in the cache; or in the folder that is asked for. */
function targetOf(set: DataSet, out: string | undefined): string {
  if (out === '') {
    throw new UsageError(`Cannot get data set '${set.name}': out must be the path of a folder, received ''`);
  }
  const place = out === undefined ? placeOf(set, {}) : undefined;
  if (place !== undefined) return place;
  const root = out ?? cacheFolder();
  if (root !== undefined) return `${root}/${set.folders[0]}`;
  throw new ResourceError(`Cannot get data set '${set.name}': HOME must name the folder of the user, received none`, {
    hint: 'Give a folder: --out <folder>',
  });
}

async function get(name: string, options: GetOptions, { out, interruptible }: Shell): Promise<void> {
  const action = `get data set '${name}'`;
  const set = known('get', name);
  if (set.sources.length === 0) {
    throw new UsageError(`Cannot ${action}: it must have files of its own, received a part of ${set.folders[1]}`, {
      hint: `It comes with that: memcell data get ${set.folders[1]}`,
    });
  }
  const timeout = wholeNumber(action, 'timeout', options.timeout);
  const retries = wholeNumber(action, 'retries', options.retries, { from: 0 });
  const mirrors = options.mirror ?? platform().environment('MEMCELL_MIRROR')?.trim().split(/\s+/);
  for (const mirror of mirrors ?? []) {
    if (/^https?:/i.test(mirror) && URL.canParse(mirror)) continue;
    throw new UsageError(`Cannot ${action}: mirror must be an address with http or https, received '${mirror}'`);
  }
  const folder = targetOf(set, options.out);
  const quiet = options.quiet === true;
  const { downloadProgress } = await import('../downloads/download-progress.ts');
  const { getDataSet } = await import('../downloads/get-data-set.ts');
  const progress = downloadProgress(out, quiet);
  const signal = interruptible();
  try {
    const got = await getDataSet({ set, folder, from: options.from, mirrors, timeout, retries, signal, progress });
    progress.close();
    if (quiet) return;
    if ('interrupted' in got) {
      const kept = got.kept === 0 ? '' : `; ${formatBytes(got.kept)} of ${got.interrupted} are kept`;
      out.line(`Interrupted${kept}. Run it again to go on.`);
    } else out.line(`${name} ${got.files === 0 ? 'is there already' : 'is there'}: ${folder}`);
    if (!('interrupted' in got) && options.out !== undefined) {
      out.line(out.paint('dim', `memcell finds it with MEMCELL_DATA=${options.out}`));
    }
  } finally {
    progress.close();
  }
}
