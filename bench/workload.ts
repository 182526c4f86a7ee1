// node bench/workload.ts A|B|C|D|E|G|I|I1|S: times one workload of memcell and prints a JSON line (MEMCELL_THREADS says on how
// many threads). With a folder of a fixture after the name it waits for orders on its input: warm N, round N, check, end.
import { createInterface } from 'node:readline';
import { backend, engineReport } from '../src/backend/current.ts';
import { timedPeak } from '../src/backend/wasm/peak.ts';
import { makeFixture, type Numbers, readFixture } from './fixture.ts';
import { measure } from './measure.ts';
import { stepOf as stepOn } from './model.ts';
import { median } from './statistics.ts';
import { COMPARED, type Stepper, stepper } from './turns.ts';
import { type WorkloadName, workloadNames, workloads } from './workloads.ts';

/** One step of a workload by name, as `i => loss`; S gives the first number of its output. */
export function stepOf(name: WorkloadName): (i: number) => number {
  return stepOn(makeFixture(workloads[name]));
}

if (import.meta.main) {
  const [name = '', folder] = process.argv.slice(2);
  if (!Object.hasOwn(workloads, name))
    throw new Error(`workload must be one of ${workloadNames.join(', ')}, received '${name}'`);
  const numbers = folder === undefined ? makeFixture(workloads[name as WorkloadName]) : readFixture(folder);
  const timed = stepper(stepOn(numbers), numbers.fixture.workload.turn);
  if (folder === undefined) await once(name, timed, numbers.fixture.workload.turn);
  else await serve(timed, numbers);
}

async function once(name: string, timed: Stepper, turn: number): Promise<void> {
  const { build, width } = engineReport();
  const { losses } = await timed.warm(1000);
  const turns = await timed.round(3000);
  const peer = `memcell (${build} ${width}-bit)`;
  const last = losses.at(-1);
  console.log(JSON.stringify({ peer, workload: name, milliseconds: median(turns), steps: turns.length * turn, last }));
}

async function serve(timed: Stepper, numbers: Numbers): Promise<void> {
  const { build, width } = engineReport();
  const answer = (value: object): void => console.log(`@ ${JSON.stringify(value)}`);
  answer({ peer: 'memcell', version: `${build} ${width}-bit` });
  for await (const line of createInterface({ input: process.stdin })) {
    const [order, milliseconds] = line.split(' ');
    if (order === 'warm') answer(await timed.warm(Number(milliseconds)));
    else if (order === 'round') answer({ turns: await timed.round(Number(milliseconds)) });
    else if (order === 'check') answer({ losses: check(numbers) });
    else if (order === 'peak') answer({ peak: peak() });
    else break;
  }
  process.exit(0);
}

/** The losses without dropout, from the same weights. */
function check(numbers: Numbers): number[] {
  const step = stepOn(numbers, { dropout: false });
  return Array.from({ length: COMPARED }, (_, i) => step(i));
}

/** GFLOP/s of the bare loop of the register tile, in this process. */
function peak(): number {
  const loop = timedPeak(backend());
  const [timing] = measure([{ name: 'peak', run: loop.run }]);
  loop.release();
  return loop.flops / (timing?.best ?? Number.NaN) / 1e6;
}
