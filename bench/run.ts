// npm run bench: the products against the register-loop peak, variants of a step against the plain one, then workloads
// A, B, E, G, I, I1 and S against the peers that are here.
// npm run bench -- gemm | V | A | B | E | G | I | I1 | S runs only these.
// npm run bench -- experiments [NAME …] [--steps N] [--rounds N]: the presets of the experiments against the peers.
import { benchExperiments } from './experiments.ts';
import { benchGemm } from './gemm.ts';
import { benchPeers } from './peers.ts';
import { benchVariants } from './variants.ts';
import { workloads } from './workload.ts';

const all = ['gemm', 'V', ...Object.keys(workloads)];
const asked = process.argv.slice(2);
const ofExperiments = asked[0] === 'experiments';
const wrong = ofExperiments ? undefined : asked.find((name) => !all.includes(name));
if (wrong !== undefined) {
  const names = [...all, 'experiments'].join(', ');
  console.error(`error: Cannot run benchmark: name must be one of ${names}, received '${wrong}'`);
  process.exit(2);
}
if (ofExperiments) benchExperiments(asked.slice(1));
const chosen = ofExperiments ? [] : asked.length === 0 ? all : asked;
if (chosen.includes('gemm')) benchGemm();
if (chosen.includes('V')) benchVariants();
const names = chosen.filter((name) => Object.hasOwn(workloads, name));
if (names.length > 0) benchPeers(names);
