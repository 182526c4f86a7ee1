import { physicalCores } from './cores.ts';
import { fileError } from './file-error.ts';
import type { Platform, Runtime, WorkerProgram } from './platform.ts';

/** Node, and runtimes that have its modules. Found through `process`, so that a bundler sees no import of them. */
export function nodePlatform(): Platform {
  const fs = process.getBuiltinModule('node:fs');
  const os = process.getBuiltinModule('node:os');
  const { dirname, join, resolve } = process.getBuiltinModule('node:path');

  /** A new file in a folder, and its name: two threads or processes never get the same one. */
  function openBeside(folder: string, mode: number): { place: string; file: number } {
    for (let n = 0; ; n++) {
      const place = join(folder, `.memcell-${process.pid}-${n}.tmp`);
      try {
        return { place, file: fs.openSync(place, 'wx', mode) };
      } catch (error) {
        if ((error as { code?: string }).code !== 'EEXIST') throw error;
      }
    }
  }

  function writeAtomic(path: string, content: Uint8Array | string): void {
    const before = fs.statSync(path, { throwIfNoEntry: false });
    if (before !== undefined && !before.isFile()) {
      fs.writeFileSync(path, content);
      return;
    }
    const target = before === undefined ? path : fs.realpathSync(path);
    const { place, file } = openBeside(dirname(target), before?.mode ?? 0o666);
    try {
      try {
        fs.writeFileSync(file, content);
        fs.fsyncSync(file);
      } finally {
        fs.closeSync(file);
      }
      fs.renameSync(place, target);
    } catch (error) {
      fs.rmSync(place, { force: true });
      throw error;
    }
  }

  /** Step by step: Node's own `recursive` never ends where a file system takes no folders and says that there is no such place. */
  function makeFolder(path: string): boolean {
    for (let again = false; ; again = true) {
      try {
        fs.mkdirSync(path);
        return true;
      } catch (error) {
        if (kindOf(path) === 'folder') return false;
        const { code = '' } = error as { code?: string };
        const parent = dirname(resolve(path));
        if (again || !['ENOENT', 'ENOTDIR'].includes(code) || kindOf(parent) === 'folder') throw error;
        makeFolder(parent);
      }
    }
  }

  /** What could be written of a content that does not fit is taken back. */
  function append(path: string, content: Uint8Array | string): void {
    const before = fs.statSync(path, { throwIfNoEntry: false });
    try {
      fs.appendFileSync(path, content);
    } catch (error) {
      if (before?.isFile()) fs.truncateSync(path, before.size);
      throw error;
    }
  }

  function startWorker({ text, url }: WorkerProgram, workerData: unknown, onEnd: (reason: string) => void): void {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const program = url === undefined ? text : new URL(url);
    const worker = new Worker(program, { eval: url === undefined, workerData, execArgv: [], env: {} });
    worker.unref();
    worker.on('error', (error) => onEnd(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => onEnd(`its end with code ${code}`));
  }

  /** As a plain Uint8Array: `slice` of a Buffer would not copy. */
  function readFile(path: string): Uint8Array {
    const { buffer, byteOffset, length } = fs.readFileSync(path);
    return new Uint8Array(buffer, byteOffset, length);
  }

  function kindOf(path: string): 'file' | 'folder' | 'other' | 'nothing' {
    const found = fs.statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return 'nothing';
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  }

  return {
    runtime: runtime(),
    cores: () => os.availableParallelism(),
    physicalCores: () => physicalCores(os.availableParallelism(), (path) => fs.readFileSync(path, 'utf8')),
    canShareMemory: () => true,
    startWorker,
    environment: (name) => process.env[name] || undefined,
    readFile: guard('read file', readFile),
    writeFileAtomic: guard('write file', writeAtomic),
    appendFile: guard('append to file', append),
    removeFile: guard('remove file', (path) => fs.rmSync(path, { force: true })),
    makeFolder: guard('make folder', makeFolder),
    listFolder: guard('list folder', (path) => fs.readdirSync(path).sort()),
    kindOf: guard('look at', kindOf),
  };
}

/** The same function, with errors of the file system as sentences. */
function guard<Rest extends unknown[], Result>(
  action: string,
  run: (path: string, ...rest: Rest) => Result,
): (path: string, ...rest: Rest) => Result {
  return (path, ...rest) => {
    try {
      return run(path, ...rest);
    } catch (error) {
      throw fileError(action, path, error);
    }
  };
}

function runtime(): Runtime {
  const { bun, deno, node } = process.versions;
  const [name, version] = bun ? ['bun', bun] : deno ? ['deno', deno] : ['node', node];
  return { name, version, system: `${process.platform} ${process.arch}` };
}
