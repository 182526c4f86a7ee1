import type { EngineOptions } from 'memcell';
import * as program from './program.ts';

/** The same in a worker, whose script lies beside that of the page. */
function workerDigest(options?: EngineOptions): Promise<string> {
  const worker = new Worker(new URL('worker.js', document.baseURI), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
    worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
    worker.postMessage(options);
  }).finally(() => worker.terminate()) as Promise<string>;
}

declare global {
  /** What a page of these tests offers. */
  var memcellPage: typeof program & { readonly workerDigest: typeof workerDigest };
}

globalThis.memcellPage = { ...program, workerDigest };
