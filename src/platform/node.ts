import { ResourceError } from '../errors.ts';
import { physicalCores } from './cores.ts';
import { fileError } from './file-error.ts';
import type { NewFile, OpenFile, Platform, Runtime, WorkerProgram } from './platform.ts';

/** Node, and runtimes that have its modules. Found through `process`, so that a bundler sees no import of them. */
export function nodePlatform(): Platform {
  const fs = process.getBuiltinModule('node:fs');
  const os = process.getBuiltinModule('node:os');
  const { dirname, join, resolve } = process.getBuiltinModule('node:path');

  /** Files that are being written, under names that nobody asked for. */
  const unfinished = new Set<string>();

  /** Takes away what a process that ends in the middle had begun. */
  function removeUnfinished(): void {
    for (const place of unfinished) fs.rmSync(place, { force: true });
  }

  /** A new file in a folder, and its name: two threads or processes never get the same one. */
  function openBeside(folder: string, mode: number): { place: string; file: number } {
    for (let n = 0; ; n++) {
      const place = join(folder, `.memcell-${process.pid}-${n}.tmp`);
      try {
        const file = fs.openSync(place, 'wx', mode);
        if (unfinished.size === 0) process.once('exit', removeUnfinished);
        unfinished.add(place);
        return { place, file };
      } catch (error) {
        if ((error as { code?: string }).code !== 'EEXIST') throw error;
      }
    }
  }

  /** Where to write what is to become the file at a path; undefined for a device or a pipe, which is written as it is. */
  function beside(path: string): { target: string; place: string; file: number } | undefined {
    const before = fs.statSync(path, { throwIfNoEntry: false });
    if (before !== undefined && !before.isFile()) return undefined;
    const target = before === undefined ? path : fs.realpathSync(path);
    return { target, ...openBeside(dirname(target), before?.mode ?? 0o666) };
  }

  function createFile(path: string): NewFile {
    const { target, place, file } = beside(path) ?? { target: path, place: undefined, file: fs.openSync(path, 'w') };
    let open = true;
    const close = (): void => {
      if (open) fs.closeSync(file);
      open = false;
      if (place === undefined || !unfinished.delete(place)) return;
      if (unfinished.size === 0) process.removeListener('exit', removeUnfinished);
    };
    const discard = (): void => {
      const begun = open;
      close();
      if (begun && place !== undefined) fs.rmSync(place, { force: true });
    };
    const whole = (action: () => void): void => {
      try {
        action();
      } catch (error) {
        discard();
        throw error;
      }
    };
    return {
      write: guarded('write file', path, (bytes: Uint8Array) => {
        whole(() => {
          for (let at = 0; at < bytes.length; ) at += fs.writeSync(file, bytes, at);
        });
      }),
      commit: guarded('write file', path, () => {
        whole(() => {
          if (place !== undefined) fs.fsyncSync(file);
          if (place !== undefined) fs.renameSync(place, target);
        });
        close();
      }),
      discard,
    };
  }

  function writeAtomic(path: string, content: Uint8Array | string): void {
    const file = createFile(path);
    file.write(typeof content === 'string' ? new TextEncoder().encode(content) : content);
    file.commit();
  }

  function openFile(path: string): OpenFile {
    const file = fs.openSync(path, 'r');
    const found = fs.fstatSync(file);
    if (found.isDirectory()) {
      fs.closeSync(file);
      throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
    }
    let open = true;
    return {
      size: found.size,
      read: guarded('read file', path, (target: Uint8Array, position: number) => {
        let at = 0;
        while (at < target.length) {
          const got = fs.readSync(file, target, at, target.length - at, position + at);
          if (got === 0) break;
          at += got;
        }
        return at;
      }),
      close() {
        if (open) fs.closeSync(file);
        open = false;
      },
    };
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

  function startWorker({ text, url }: WorkerProgram, workerData: unknown, onEnd: (reason: string) => void): () => void {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    const program = url === undefined ? text : new URL(url);
    const worker = new Worker(program, { eval: url === undefined, workerData, execArgv: [], env: {} });
    worker.unref();
    worker.on('error', (error) => onEnd(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => onEnd(`its end with code ${code}`));
    return () => void worker.terminate();
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
    openFile: guard('read file', openFile),
    createFile: guard('write file', createFile),
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
  return (path, ...rest) => guarded(action, path, () => run(path, ...rest))();
}

/** A function of a file that is open, likewise. */
function guarded<Rest extends unknown[], Result>(
  action: string,
  path: string,
  run: (...rest: Rest) => Result,
): (...rest: Rest) => Result {
  return (...rest) => {
    try {
      return run(...rest);
    } catch (error) {
      throw error instanceof ResourceError ? error : fileError(action, path, error);
    }
  };
}

function runtime(): Runtime {
  const { bun, deno, node } = process.versions;
  const [name, version] = bun ? ['bun', bun] : deno ? ['deno', deno] : ['node', node];
  return { name, version, system: `${process.platform} ${process.arch}` };
}
