// Workload V: a step of LSTM(128) and of GRU(128) on [128, 28, 28] with a mask, with kept states and with dropout, as ratios
// to the plain step of the same run (one thread, turns alternate).
import { engineReport } from '../src/backend/current.ts';
import { Adam, Dense, GRU, type Layer, LSTM, Masking, Random, Sequential, tensor } from '../src/index.ts';
import { heading, measure } from './measure.ts';

type Kind = typeof LSTM | typeof GRU;

const SHAPE = [128, 28, 28];
const units = 128;

const variants: Readonly<Record<string, (kind: Kind) => Layer[]>> = {
  plain: (kind) => [new kind({ units })],
  masked: (kind) => [new Masking(), new kind({ units })],
  stateful: (kind) => [new kind({ units, stateful: true })],
  dropout: (kind) => [new kind({ units, dropout: 0.2, recurrentDropout: 0.2 })],
};

/** One training step; the sequences end after 14 to 28 steps, the rest is padding. */
function stepOf(layers: Layer[]): () => void {
  const [batch, steps, depth] = SHAPE as [number, number, number];
  const random = new Random(1);
  const values = random.uniform(batch * steps * depth);
  for (let i = 0; i < batch; i++) values.fill(0, (i * steps + 14 + (i % 15)) * depth, (i + 1) * steps * depth);
  const x = tensor(values, SHAPE);
  const y = tensor(random.uniform(batch * 10).map(Math.round), [batch, 10]);
  const model = new Sequential([...layers, new Dense({ units: 10, activation: 'softmax' })], { seed: 1 });
  model.compile({ optimizer: new Adam({ learningRate: 0.001 }), loss: 'meanSquaredError' });
  return () => model.trainOnBatch(x, y);
}

/** Milliseconds of a step, and that as a share of the plain one. */
export interface VariantRow {
  readonly layer: string;
  readonly variant: string;
  readonly milliseconds: number;
  readonly ratio: number;
}

/** Times the variants and prints their ratios to the plain step; gives the rows. */
export function benchVariants(): VariantRow[] {
  const rows: VariantRow[] = [];
  console.log(heading('V: variants of a step on [128, 28, 28]', engineReport()));
  for (const [name, kind] of Object.entries({ LSTM, GRU })) {
    const subjects = Object.entries(variants).map(([variant, layers]) => ({
      name: variant,
      run: stepOf(layers(kind)),
    }));
    const [plain, ...others] = measure(subjects, { turnMilliseconds: 20 });
    if (plain === undefined) throw new Error('there must be a plain step');
    console.log(`${name}(${units}) plain ${plain.median.toFixed(2)} ms`);
    const row = (variant: string, milliseconds: number): VariantRow => ({
      layer: name,
      variant,
      milliseconds,
      ratio: milliseconds / plain.median,
    });
    rows.push(row('plain', plain.median), ...others.map(({ name, median }) => row(name, median)));
    for (const { name, median, best } of others) {
      const ratios = `${(median / plain.median).toFixed(2)} (best ${(best / plain.best).toFixed(2)})`;
      console.log(`  ${name.padEnd(9)} ${median.toFixed(2).padStart(7)} ms  ${ratios} of the plain step`);
    }
  }
  return rows;
}

if (import.meta.main) benchVariants();
