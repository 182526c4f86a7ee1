// npm run bench: the products against the register-loop peak, variants of a step against the plain one, then workloads
// A, B, E, G, I, I1 and S against the peers that are here.
// npm run bench -- gemm | V | A | B | E | G | I | I1 | S runs only these.
import { benchGemm } from './gemm.ts';
import { benchPeers } from './peers.ts';
import { benchVariants } from './variants.ts';
import { workloads } from './workload.ts';

const all = ['gemm', 'V', ...Object.keys(workloads)];
const asked = process.argv.slice(2);
const wrong = asked.find((name) => !all.includes(name));
if (wrong !== undefined) {
  console.error(`error: Cannot run benchmark: name must be one of ${all.join(', ')}, received '${wrong}'`);
  process.exit(2);
}
const chosen = asked.length === 0 ? all : asked;
if (chosen.includes('gemm')) benchGemm();
if (chosen.includes('V')) benchVariants();
const names = chosen.filter((name) => Object.hasOwn(workloads, name));
if (names.length > 0) benchPeers(names);
