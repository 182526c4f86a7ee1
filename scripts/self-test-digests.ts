// Writes src/backend/wasm/self-test-digests.ts: what the reference gives for the checks of the engine's self-test.
// To be run when a check or the reference changes: `node scripts/self-test-digests.ts`.
import { writeFileSync } from 'node:fs';
import { referenceKernels } from '../src/backend/reference/kernels.ts';
import { referenceStore } from '../src/backend/reference/store.ts';
import { digestsOf, SELF_TEST_ELEMENTS } from '../src/backend/wasm/self-test.ts';

const store = referenceStore('float32');
store.grow(4 * SELF_TEST_ELEMENTS);
const rows = digestsOf(referenceKernels(store.views, 'float32'), store.views, 0).map(({ name, digest }) => {
  const [hash, ...sums] = digest;
  return `  ${name}: [${[hash, ...sums.map((sum) => Number(sum.toPrecision(8)))].join(', ')}],\n`;
});
writeFileSync(
  new URL('../src/backend/wasm/self-test-digests.ts', import.meta.url),
  `import type { Digest } from './digest.ts';

/** What the float32 reference gives for the checks of self-test.ts. Written by scripts/self-test-digests.ts. */
export const referenceDigests: Readonly<Record<string, Digest>> = {
${rows.join('')}};
`,
);
