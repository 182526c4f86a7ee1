import { CHUNK, layOut, type Net, PLAN, writeLayout } from './plan.ts';
import { mix } from './random-words.ts';
import type { Train, WordViews } from './reference.ts';
import { netOf } from './tables.ts';

const WORDS = 14;
const IDS = 48;
const COUNTS: readonly number[] = Array.from({ length: WORDS }, (_, id) => (id === 0 ? 6 : 40 - 2 * id));

/** A memory to train in. */
interface SampleStore {
  grow(bytes: number): void;
  views(): { readonly floats: Float32Array | Float64Array; readonly ints: Int32Array | Float64Array };
}

/**
 * Trains on a few words, by every way through the kernel, and gives the weights: the same for all that keep to the
 * specification. The rows have one vector of 16 or several.
 */
export function trainSample(store: SampleStore, bind: (views: WordViews) => Train): Float32Array {
  const nets = [true, false].flatMap((cbow) =>
    [16, 40].map((size) => netOf(COUNTS, { cbow, size, window: 3, negative: 5, hs: true, sample: cbow ? 0.01 : 0 })),
  );
  const results = nets.map((net) => trainNet(net, store, bind));
  const all = new Float32Array(results.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const result of results) {
    all.set(result, at);
    at += result.length;
  }
  return all;
}

function trainNet(net: Net, store: SampleStore, bind: (views: WordViews) => Train): Float32Array {
  const layout = layOut(net, { threads: 1, chunks: 1, ids: IDS });
  store.grow(layout.bytes);
  const { floats, ints } = store.views() as WordViews;
  ints.fill(0, 0, layout.bytes / 4);
  writeLayout(ints, net, layout);
  const [plan] = layout.plans;
  const [chunk, ids] = [layout.chunks[0] / 4, layout.ids[0]];
  const matrices = floats.subarray(layout.input / 4, layout.input / 4 + 3 * net.words * layout.rowSize);
  for (let i = 0; i < matrices.length; i++) matrices[i] = mix(i, 7) / 2 ** 32 - 0.5;
  for (let i = 0; i < IDS; i++) ints[ids / 4 + i] = mix(i, 9) % WORDS;
  floats[chunk + CHUNK.rate] = 0.05;
  ints.set([ids, IDS], chunk + CHUNK.ids);
  ints.set([1, 2], chunk + CHUNK.seed);
  ints[plan / 4 + PLAN.count] = 1;
  bind({ floats, ints })(plan, layout.desks[0] as number);
  return matrices.slice();
}
