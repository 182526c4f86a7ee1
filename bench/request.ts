// What the command line of the benchmarks asks for.
import { parseArgs } from 'node:util';
import { MAX_THREADS } from '../src/backend/pool/control.ts';
import { type WorkloadName, workloadNames, workloads } from './workloads.ts';

/** What is measured inside one process, by name. */
export const parts = {
  gemm: 'products [m, k]×[k, n] against the bare loop of the register tile',
  gates: 'the sequences of LSTM and GRU',
  optimizers: 'updates of weights',
  embedding: 'rows read by ids, and gradients added to them',
  conv: 'convolutions, their gradients, pooling',
  elementwise: 'elementwise kernels, activations, reductions',
  share: "a step's share of the peak, peak and steps in turns, and where its time goes (one thread)",
  overhead: 'what a step costs outside the kernels (one thread)',
  V: 'LSTM(128) and GRU(128) with a mask, kept states or dropout, against the plain step',
} as const;

export type PartName = keyof typeof parts;

/** Parts that are measured on one thread alone, whatever else is asked for. */
export const ON_ONE_THREAD: readonly string[] = ['share', 'overhead'] satisfies PartName[];

export type RivalName = 'pytorch' | 'keras' | 'jax' | 'tfjs-wasm' | 'tfjs-cpu' | 'jax-js' | 'brain.js';

/** Who takes turns with memcell: how, in which workloads, and whether on more than one thread. */
export interface Rival {
  readonly kind: 'python' | 'npm';
  readonly script: string;
  readonly argument?: string;
  readonly of: readonly WorkloadName[];
  readonly threads: boolean;
}

const npm = (script: string, of: string, argument?: string): Rival => ({
  kind: 'npm',
  script,
  of: of.split(' ') as WorkloadName[],
  threads: false,
  ...(argument === undefined ? {} : { argument }),
});
const python = (script: string, of: readonly WorkloadName[]): Rival => ({ kind: 'python', script, of, threads: true });
const MAIN: readonly WorkloadName[] = ['A', 'B', 'C', 'D', 'G', 'S'];

export const rivals: Readonly<Record<RivalName, Rival>> = {
  pytorch: python('torch_peer.py', workloadNames),
  keras: python('keras_peer.py', workloadNames),
  jax: python('jax_peer.py', MAIN),
  'tfjs-wasm': npm('tfjs.mjs', 'A B C S', 'wasm'),
  'tfjs-cpu': npm('tfjs.mjs', 'A B S', 'cpu'),
  'jax-js': npm('jax-js.mjs', 'A B S'),
  'brain.js': npm('brain.mjs', 'A B'),
};

/** A measurement that is asked for. */
export interface Request {
  readonly workloads: readonly WorkloadName[];
  readonly parts: readonly PartName[];
  readonly scaling: boolean;
  readonly threads: readonly number[];
  readonly rounds: number;
  readonly milliseconds: number;
  /** Who is compared with; nobody where `--peers` is not given. */
  readonly against: readonly RivalName[];
  readonly browser: boolean;
  readonly quick: boolean;
  readonly help: boolean;
}

/** Wrong usage, as a sentence. */
export class UsageError extends Error {}

/** Reads the arguments. @throws UsageError for unknown names and options, and for values out of their range. */
export function readRequest(args: readonly string[]): Request {
  const { values, positionals } = parsed(() => parseArguments(args));
  const known = [...workloadNames, ...Object.keys(parts), 'scaling'];
  for (const name of positionals) {
    if (!known.includes(name))
      throw new UsageError(
        `Cannot run benchmark: name must be one of ${[...known, 'experiments'].join(', ')}, received '${name}'`,
      );
  }
  const against = listOf('--against', values.against, Object.keys(rivals)) as RivalName[];
  const compared = values.peers === true || against.length > 0;
  const limited = compared || values.browser === true;
  if (values.browser && compared)
    throw new UsageError('Cannot run benchmark: --browser and --peers must be given one at a time, received both');
  const chosen = workloadNames.filter((name) => positionals.includes(name));
  const other = positionals.filter((name) => !Object.hasOwn(workloads, name));
  if (limited && other.length > 0)
    throw new UsageError(`Cannot run benchmark: peers and browser take workloads only, received '${other[0]}'`);
  const all = positionals.length === 0;
  const threads = listOf('--threads', values.threads ?? '1,2').map((text) => whole('--threads', text, MAX_THREADS));
  if (values.threads !== undefined && positionals.length > 0 && positionals.every((name) => name === 'scaling'))
    throw new UsageError(
      `Cannot run benchmark: --threads must be left out for scaling, which varies them, received '${values.threads}'`,
    );
  const alone = positionals.find((name) => ON_ONE_THREAD.includes(name));
  if (alone !== undefined && !threads.includes(1))
    throw new UsageError(`Cannot run benchmark: --threads must include 1 for ${alone}, received '${values.threads}'`);
  return {
    workloads: all ? (limited ? MAIN : workloadNames) : chosen,
    parts: (Object.keys(parts) as PartName[]).filter((name) => (all && !limited) || positionals.includes(name)),
    scaling: positionals.includes('scaling'),
    threads,
    rounds: whole('--rounds', values.rounds ?? (values.quick ? '1' : '5')),
    milliseconds: seconds(values.seconds ?? (values.quick ? '0.2' : '1')) * 1000,
    against: against.length > 0 ? against : compared ? (Object.keys(rivals) as RivalName[]) : [],
    browser: values.browser === true,
    quick: values.quick === true,
    help: values.help === true,
  };
}

/** What Node's parseArgs gives, its complaint as a UsageError. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // the sentence goes on with how such words could be passed as names
    throw new UsageError(`Cannot run benchmark: ${(error as Error).message.replace(/\. To specify .*$/s, '')}`);
  }
}

const parseArguments = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      threads: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      peers: { type: 'boolean' },
      against: { type: 'string' },
      browser: { type: 'boolean' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });

function listOf(option: string, text: string | undefined, known?: readonly string[]): string[] {
  const list = text === undefined ? [] : text.split(',');
  const wrong = list.find((name) => name === '' || known?.includes(name) === false);
  if (wrong === undefined) return list;
  throw new UsageError(
    `Cannot run benchmark: ${option} must be a list of ${known?.join(', ') ?? 'numbers'}, received '${text}'`,
  );
}

function whole(option: string, text: string, most = 9999): number {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= most) return Number(text);
  throw new UsageError(`Cannot run benchmark: ${option} must be a whole number from 1 to ${most}, received '${text}'`);
}

function seconds(text: string): number {
  if (/^(\d+\.?\d*|\.\d+)$/.test(text) && Number(text) > 0) return Number(text);
  throw new UsageError(`Cannot run benchmark: --seconds must be a number above 0, received '${text}'`);
}

/** The text of --help. */
export function helpText(): string {
  const list = (entries: readonly (readonly [string, string])[]): string =>
    entries.map(([name, text]) => `  ${name.padEnd(20)} ${text}`).join('\n');
  return [
    'Usage: npm run bench -- [NAME …] [options]',
    'Without a name: everything but scaling and experiments; with --peers or --browser: A B C D G S.',
    'Workloads: one training step with Adam each; S: one step of a stream.',
    list(Object.entries(workloads).map(([name, { title }]) => [name, title])),
    'Parts:',
    list([
      ...Object.entries(parts),
      ['scaling', 'time against T, B, U and threads, memory against T, with fitted exponents'],
      [
        'word2vec',
        'words a second against gensim and the C tool (own options: --text FILE --peers --rounds N --cbow 0)',
      ],
      ['experiments', 'presets of the experiments against PyTorch, NumPy, Keras (own options: --steps N --rounds N)'],
    ]),
    'Options:',
    list([
      ['--threads 1,2', 'numbers of threads, each timed for itself (1: pinned to one core)'],
      ['--rounds 5', 'rounds; everybody is timed once in each'],
      ['--seconds 1', 'time of a round, and of warming up'],
      ['--peers', 'takes turns with the peers, which are installed once into bench/peers and a cache folder'],
      [
        '--against LIST',
        `only these peers: ${Object.keys(rivals).slice(0, 4).join(', ')},\n${' '.repeat(23)}${Object.keys(rivals).slice(4).join(', ')}`,
      ],
      ['--browser', 'takes turns with Chromium; Node runs wide and narrow'],
      ['--quick', 'about a minute: one short round, kept nowhere'],
      ['--help', 'this text'],
    ]),
    'Rows go to bench/results/, each in the place of what was measured before; npm run docs:benchmarks makes the page of them.',
  ].join('\n\n');
}
