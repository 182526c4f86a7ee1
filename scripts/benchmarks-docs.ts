// npm run docs:benchmarks: writes docs/benchmarks.md from the rows in bench/results/; test/docs/benchmarks.test.ts holds it
// against them.
import { writeFileSync } from 'node:fs';
import {
  aloneSection,
  browserSection,
  sameWorkSection,
  targetsSection,
  timesSection,
  warmUpSection,
} from '../bench/page.ts';
import {
  experimentsSection,
  gemmSection,
  kernelsSection,
  overheadSection,
  scalingSection,
  shareSection,
  variantsSection,
} from '../bench/page-parts.ts';
import { section } from '../bench/page-text.ts';
import { readRows } from '../bench/results.ts';

/** docs/benchmarks.md as it should be. */
export function benchmarksDocs(): string {
  return [
    '# Benchmarks',
    '<!-- Written by npm run docs:benchmarks from bench/results/; do not edit. -->',
    'Times are medians of one machine that is named below each table; what carries over to another machine are the ratios. `npm run bench -- --help` says how to measure again; rows measured anew take the place of the old ones.',
    targetsSection(readRows('peers')),
    timesSection(readRows('peers')),
    sameWorkSection(readRows('peers')),
    warmUpSection(readRows('peers')),
    aloneSection(readRows('alone')),
    shareSection(readRows('share')),
    overheadSection(readRows('overhead')),
    browserSection(readRows('browser')),
    scalingSection(readRows('scaling')),
    gemmSection(readRows('gemm')),
    kernelsSection(readRows('kernels')),
    variantsSection(readRows('variants')),
    experimentsSection(readRows('experiments')),
    reading,
    '',
  ].join('\n\n');
}

const reading = section(
  'How to read this',
  `- **One run, in turns.** memcell and its peers each have a process of their own. All warm up first; then each is timed for a
  second, round by round, so that what disturbs the machine disturbs all. A ratio is taken in each round, and the median of the
  rounds is told.
- **One thread** means: pinned to one core, and every library told to use one thread. **Two threads**: not pinned, every library
  told to use two.
- **A step** is the whole of it: forward, loss, gradients, Adam, and the loss as a number. S is one step of a stream: one row in,
  one row out, the state kept.
- **Data** are drawn at random: what is measured is speed, not learning.`,
  '### What is not comparable',
  `- brain.js has no batches and no Adam: it takes one sequence after the other and predicts its next row. Its time is that of one
  sequence, times the size of the batch; its losses are not compared.
- E: Keras updates all rows of an embedding in every step, PyTorch (\`SparseAdam\`) and memcell those that were used. Only the
  first loss is compared.
- TensorFlow.js and jax-js run on one thread in Node, and only what they can: TensorFlow.js has no GRU of the
  kind of PyTorch and Keras, and at its rate in B a step of D would take most of a minute; for jax-js only the LSTM is written
  here, without dropout, its steps of time unrolled, so that its first step is a long compilation.
- Processes of other kinds start differently: 'ready' counts Python's imports, which a long training does not feel.`,
);

if (import.meta.main) writeFileSync(new URL('../docs/benchmarks.md', import.meta.url), benchmarksDocs());
