import { ResourceError } from '../errors.ts';
import type { Platform, WorkerProgram } from './platform.ts';

/** A page or a worker of one: no files, no environment. */
export function browserPlatform(): Platform {
  return {
    runtime: { name: 'browser', version: globalThis.navigator?.userAgent ?? '', system: '' },
    cores,
    physicalCores: cores,
    canShareMemory: () => globalThis.crossOriginIsolated === true,
    startWorker,
    environment: () => undefined,
    readFile: (path) => refuse('read file', path, 'Pass the bytes of the file, for example of fetch(url).'),
    openFile: (path) => refuse('read file', path, 'Pass the bytes of the file, for example of fetch(url).'),
    createFile: (path) => refuse('write file', path, 'Take the bytes instead of a path, and offer them as a download.'),
    writeFileAtomic: (path) =>
      refuse('write file', path, 'Take the bytes instead of a path, and offer them as a download.'),
    appendFile: (path) => refuse('append to file', path),
    removeFile: (path) => refuse('remove file', path),
    makeFolder: (path) => refuse('make folder', path),
    listFolder: (path) => refuse('list folder', path),
    kindOf: (path) => refuse('look at', path),
  };
}

function cores(): number {
  return globalThis.navigator?.hardwareConcurrency || 1;
}

function startWorker({ text, url }: WorkerProgram, data: unknown, onEnd: (reason: string) => void): () => void {
  const address = url ?? URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.onerror = ({ message }) => onEnd(`${message || 'an error event'} of the script at ${address}`);
  worker.onmessageerror = () => onEnd('a message that it could not read');
  worker.postMessage(data);
  if (url === undefined) URL.revokeObjectURL(address);
  return () => worker.terminate();
}

function refuse(action: string, path: string, hint?: string): never {
  const sentence = `Cannot ${action} '${path}': paths work in Node only, received a browser`;
  throw new ResourceError(sentence, hint === undefined ? {} : { hint });
}
