// The workload of a fixture in a worker of a page: takes its steps on order, as bench/workload.ts does in Node.
import { backend, engineReport } from '../../src/backend/current.ts';
import { timedPeak } from '../../src/backend/wasm/peak.ts';
import { configure } from '../../src/index.ts';
import type { Fixture } from '../fixture.ts';
import { measure } from '../measure.ts';
import { stepOf } from '../model.ts';
import { COMPARED, type Stepper, stepper } from '../turns.ts';

interface Order {
  readonly order: string;
  readonly milliseconds: number;
  readonly threads: number;
}

let timed: Stepper | undefined;
let numbers: { fixture: Fixture; floats: Float32Array };

globalThis.onmessage = async ({ data }: MessageEvent<Order>) => {
  try {
    globalThis.postMessage(await answer(data));
  } catch (error) {
    globalThis.postMessage({ error: String(error) });
  }
};

async function answer({ order, milliseconds, threads }: Order): Promise<unknown> {
  if (order === 'start') {
    await configure({ threads });
    const [fixture, floats] = await Promise.all([fetch('/fixture.json'), fetch('/fixture.bin')]);
    numbers = { fixture: (await fixture.json()) as Fixture, floats: new Float32Array(await floats.arrayBuffer()) };
    timed = stepper(stepOf(numbers), numbers.fixture.workload.turn);
    const { build, width } = engineReport();
    return { build, width };
  }
  if (timed === undefined) throw new Error('there must be a start');
  if (order === 'warm') return timed.warm(milliseconds);
  if (order === 'round') return { turns: await timed.round(milliseconds) };
  if (order === 'peak') return { peak: peak() };
  const step = stepOf(numbers, { dropout: false });
  return { losses: Array.from({ length: COMPARED }, (_, i) => step(i)) };
}

function peak(): number {
  const loop = timedPeak(backend());
  const [timing] = measure([{ name: 'peak', run: loop.run }]);
  loop.release();
  return loop.flops / (timing?.best ?? Number.NaN) / 1e6;
}
