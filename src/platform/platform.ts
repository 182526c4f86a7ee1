/** Where the code runs. */
export interface Runtime {
  /** 'node', 'bun', 'deno' or 'browser'. */
  readonly name: string;
  /** Version of the runtime; in a browser its user agent. */
  readonly version: string;
  /** Operating system and processor, 'linux x64'; empty in a browser. */
  readonly system: string;
}

/** What a thread runs. */
export interface WorkerProgram {
  readonly text: string;
  /** Where the same text is served; undefined to run it as it is. */
  readonly url?: string | undefined;
}

/** A file that is read piece by piece, however large it is. */
export interface OpenFile {
  /** Bytes that it had when it was opened. */
  readonly size: number;
  /** Fills `target` from a position on; how many bytes there were, fewer than asked for only at the end of the file. */
  read(target: Uint8Array, position: number): number;
  close(): void;
}

/** A file that is written piece by piece under another name, and takes its own when it is whole. */
export interface NewFile {
  write(bytes: Uint8Array): void;
  /** Gives it its name. */
  commit(): void;
  /** Removes what was written, where it has not been committed. */
  discard(): void;
}

/** What differs between Node and a browser. In a browser every function that takes a path throws a ResourceError. */
export interface Platform {
  readonly runtime: Runtime;
  /** Number of threads that can run at once, at least 1. */
  cores(): number;
  /**
   * Number of threads that are worth starting for work that keeps a core busy: on Linux the physical cores that the
   * process may use, elsewhere in Node half of `cores`, in a browser `cores`.
   */
  physicalCores(): number;
  /** Whether memory can be shared with other threads: everywhere but in a page that is not cross-origin isolated. */
  canShareMemory(): boolean;
  /**
   * Starts a thread with `data` that keeps no process alive; calls `onEnd` with the reason where it ends or cannot start.
   * What is returned ends it.
   */
  startWorker(program: WorkerProgram, data: unknown, onEnd: (reason: string) => void): () => void;
  /** An environment variable; undefined where it is unset, empty, or there is no environment. */
  environment(name: string): string | undefined;
  /** The whole file. @throws ResourceError where it is missing, a folder, or may not be read. */
  readFile(path: string): Uint8Array;
  /**
   * Writes a whole file, or nothing: the bytes go to a temporary file beside it that then takes its name.
   * A device or pipe is written to as it is. @throws ResourceError where it cannot be written.
   */
  writeFileAtomic(path: string, content: Uint8Array | string): void;
  /** Opens a file to be read piece by piece. @throws ResourceError as `readFile`, here and at every piece. */
  openFile(path: string): OpenFile;
  /** Begins a file as `writeFileAtomic`, for contents too large to be in memory. @throws ResourceError, here and at every piece. */
  createFile(path: string): NewFile;
  /** Adds to the end of a file, which is made where it is missing. @throws ResourceError where it cannot be written. */
  appendFile(path: string, content: Uint8Array | string): void;
  /** Removes a file; nothing happens where there is none. @throws ResourceError where it cannot be removed. */
  removeFile(path: string): void;
  /** Makes a folder and those above it; false where it was there already. @throws ResourceError where it cannot be made. */
  makeFolder(path: string): boolean;
  /** Names of what lies in a folder, sorted. @throws ResourceError where it is missing, a file, or may not be read. */
  listFolder(path: string): string[];
  /** What stands at a path, links followed; 'other' is a device, a pipe or a socket. */
  kindOf(path: string): 'file' | 'folder' | 'other' | 'nothing';
}
