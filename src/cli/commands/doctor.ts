import type { Diagnosis } from '../diagnosis.ts';
import { type AddCommand, examples } from '../shell.ts';
import { type Terminal, wrap } from '../terminal.ts';
import { THREADS, useThreads } from '../threads.ts';

/** Columns of the names in front. */
const INDENT = 12;
const GIB = 2 ** 30;

/** `memcell doctor`: what the engine found on this machine, and how fast it is. */
export const addDoctor: AddCommand = (program, { out, version }) => {
  program
    .command('doctor')
    .summary('check the engine on this machine')
    .description(
      'Starts the engine, tests the code that will run against the reference, and measures it on one thread and on all.',
    )
    .option(...THREADS)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples([
        ['memcell doctor', 'what runs here, and how fast'],
        ['memcell doctor --threads 4', 'how fast four threads are beside one'],
        ['MEMCELL_WIDE=0 memcell doctor', 'the same without 256-bit operations'],
        ['MEMCELL_STRICT=1 memcell doctor', 'the build with the same bits on every machine'],
      ]),
    )
    .action(async ({ json, threads }: { json?: true; threads?: string }) => {
      await useThreads('check the engine', threads);
      const { diagnose } = await import('../diagnosis.ts');
      const found = await diagnose(version);
      if (json) out.line(JSON.stringify(found));
      else show(found, out);
    });
};

function show({ memcell, runtime, processor, cores, memory, engine, speed }: Diagnosis, out: Terminal): void {
  const row = (name: string, text: string): void => {
    out.line(out.paint('dim', name.padEnd(INDENT)) + wrap(text, out.width() - INDENT, INDENT));
  };
  row('memcell', memcell);
  row('runtime', runtime);
  row('processor', `${processor}, ${cores} ${cores === 1 ? 'core' : 'cores'}`);
  row('memory', `${(memory / GIB).toFixed(1)} GiB; the engine takes at most 4 GiB of it`);
  const { build, width, tile, threads, milliseconds, fallbacks, warnings, selfTest } = engine;
  row(
    'engine',
    `${build} build, ${width}-bit, tile ${tile}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, started in ${milliseconds.toFixed(0)} ms`,
  );
  for (const warning of warnings) row('warning', out.paint('yellow', warning));
  for (const fallback of fallbacks) row('gave up', out.paint('yellow', fallback));
  const names = selfTest.map(({ name, maxError }) =>
    maxError === 0 ? name : `${name} (${maxError.toExponential(0)})`,
  );
  row('self-test', `${out.paint('green', 'passed')} by ${names.join(', ')}; in brackets the largest difference`);
  row('speed', `${speed.peak.toFixed(1)} GFLOP/s is the most that the loop of registers does`);
  for (const { size, gflops, share, onAll } of speed.products) {
    const all = threads > 1 ? `; ${onAll.toFixed(1)} on ${threads} threads` : '';
    row('', `${gflops.toFixed(1).padStart(5)} GFLOP/s, ${(100 * share).toFixed(0)} % of it: ${size}${all}`);
  }
}
