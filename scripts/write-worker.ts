// Writes dist/worker.js, the file of 'memcell/worker': the program of a worker, for pages that serve it (docs/threads.md).
import { writeFileSync } from 'node:fs';
import { WORKER_TEXT } from '../src/backend/pool/worker-text.ts';

writeFileSync(new URL('../dist/worker.js', import.meta.url), WORKER_TEXT);
