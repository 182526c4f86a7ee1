// Runs after `npm ci` and `npm install`, on whatever Node there is. Without the AssemblyScript compiler
// (`npm ci --omit=dev`) there is nothing to prepare.
import { existsSync } from 'node:fs';

if (existsSync(new URL('../node_modules/assemblyscript/bin/asc.js', import.meta.url))) {
  await import('./build-kernels.ts');
} else {
  console.log('prepare: the AssemblyScript compiler is not installed, kernels are not built');
}
