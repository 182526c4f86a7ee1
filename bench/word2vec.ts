// npm run bench -- word2vec --text FILE [--peers] [--threads 1,2] [--rounds 3] [--cbow 0]: word2vec with the options that
// the novel was trained with, against gensim and the C tool.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPythonPeers } from './install.ts';
import { environmentOf } from './peers.ts';
import { parsed, UsageError } from './request.ts';

/** Words a second of one of them: those of the vocabulary, line ends left out, once for each time. */
export interface Word2vecRow {
  readonly peer: string;
  readonly version: string;
  readonly threads: number;
  readonly model: 'CBOW' | 'skip-gram';
  /** The median of the rounds, and the slowest and the fastest of them. */
  readonly wordsPerSecond: number;
  readonly from: number;
  readonly to: number;
}

interface Run {
  readonly words: number;
  readonly seconds: number;
  readonly version: string;
}
type Options = typeof PUBLISHED & { readonly cbow: boolean };

const PUBLISHED = { size: 200, window: 8, negative: 25, sample: 1e-4, minCount: 5 } as const;
const ITER = 3;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Times all in turns, and prints a line for each. */
export function benchWord2vec(args: readonly string[]): Word2vecRow[] {
  const { values } = parsed(() =>
    parseArgs({
      args: [...args],
      options: {
        text: { type: 'string' },
        peers: { type: 'boolean' },
        threads: { type: 'string' },
        rounds: { type: 'string' },
        cbow: { type: 'string' },
      },
    }),
  );
  const { text } = values;
  if (text === undefined || !existsSync(text)) {
    const received = text === undefined ? 'none' : `'${text}'`;
    throw new UsageError(`Cannot run benchmark: --text must name a file of words, received ${received}`);
  }
  const options: Options = { ...PUBLISHED, cbow: values.cbow !== '0' };
  const rows: Word2vecRow[] = [];
  for (const threads of (values.threads ?? '1,2').split(',').map(Number)) {
    const contenders: [string, () => Run][] = [['memcell', () => own(text, threads, options)]];
    if (values.peers) contenders.push(...peers(text, threads, options));
    const runs = new Map<string, Run[]>(contenders.map(([peer]) => [peer, []]));
    for (let round = 0; round < Number(values.rounds ?? 3); round++) {
      for (const [peer, run] of contenders) runs.get(peer)?.push(run());
    }
    for (const [peer, found] of runs) {
      const rates = found.map(({ words, seconds }) => words / seconds).sort((a, b) => a - b);
      const row: Word2vecRow = {
        ...{ peer, threads, version: found[0]?.version ?? '', model: options.cbow ? 'CBOW' : 'skip-gram' },
        ...{ wordsPerSecond: rates[rates.length >> 1] ?? NaN, from: rates[0] ?? NaN, to: rates.at(-1) ?? NaN },
      };
      rows.push(row);
      const [middle, least, most] = [row.wordsPerSecond, row.from, row.to].map((rate) => `${Math.round(rate / 1000)}`);
      console.log(`word2vec ${row.model} ${threads} ${peer.padEnd(11)} ${middle} thousand words/s (${least}–${most})`);
    }
  }
  return rows;
}

function own(text: string, threads: number, options: Options): Run {
  return ran(
    process.execPath,
    [here('word2vec-own.ts'), text, String(threads), String(ITER), JSON.stringify(options)],
    threads,
  );
}

function peers(text: string, threads: number, options: Options): [string, () => Run][] {
  const python = installPythonPeers();
  const args = [here('peers/gensim_word2vec.py'), text, String(threads), String(ITER), JSON.stringify(options)];
  const tool = process.env.MEMCELL_WORD2VEC_C;
  const found: [string, () => Run][] = [];
  if (spawnSync(python, ['-c', 'import gensim']).status === 0) found.push(['gensim', () => ran(python, args, threads)]);
  else console.log('gensim is not in the environment of the peers: left out');
  if (tool !== undefined) found.push(['word2vec.c', () => cTool(tool, text, threads, options)]);
  else console.log('MEMCELL_WORD2VEC_C does not name the C tool: left out');
  return found;
}

function ran(command: string, args: readonly string[], threads: number): Run {
  const env = { ...process.env, ...environmentOf(threads) };
  const { stdout, stderr, status } = spawnSync(command, args, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) as string) as Run;
}

/** It says no time: what one epoch more takes. Its words are those of ours. */
function cTool(tool: string, text: string, threads: number, { cbow, size, window, negative, sample }: Options): Run {
  const time = (iter: number): number => {
    const flags = {
      train: text,
      output: '/dev/null',
      cbow: Number(cbow),
      size,
      window,
      negative,
      sample,
      iter,
      threads,
    };
    const args = Object.entries({ ...flags, debug: 0 }).flatMap(([name, value]) => [`-${name}`, String(value)]);
    const begun = performance.now();
    if (spawnSync(tool, args).status !== 0) throw new Error(`${tool} failed`);
    return (performance.now() - begun) / 1000;
  };
  const { words } = own(text, 1, { ...PUBLISHED, cbow });
  return { words: words / ITER, seconds: time(2) - time(1), version: 'gcc -O3' };
}
