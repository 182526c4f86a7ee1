import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileError } from '../../platform/file-error.ts';

const CHUNK = 1 << 20;
/** Milliseconds without a byte after which the part of a process on another machine counts as left behind. */
const LEFT_AFTER = 600_000;
const HOST: string = hostname().replace(/[^A-Za-z0-9]/g, '_');

/**
 * A file on its way to its name: 'x.gz' is written as 'x.gz.<machine>-<process>.part', which no other process touches, and
 * takes its name when it is whole. What is kept is 'x.gz.part'; an earlier process's part is taken over by renaming it, so
 * that only one can.
 */
export class PartFile {
  /** Bytes so far. */
  length = 0;
  readonly #target: string;
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(target: string, path: string, file: FileHandle) {
    this.#target = target;
    this.#path = path;
    this.#file = file;
  }

  /** Opens the part of `target`: empty, or with what was kept of it if that is at most `most` bytes. */
  static async open(target: string, most: number): Promise<PartFile> {
    const path = `${target}.${HOST}-${process.pid}.part`;
    return await guarded(target, async () => {
      await takeOver(target, path);
      const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o666);
      const part = new PartFile(target, path, file);
      part.length = (await file.stat()).size;
      if (part.length > most) await part.empty();
      return part;
    });
  }

  /** Adds to the end. @throws ResourceError where there is no room for it. */
  async write(bytes: Uint8Array): Promise<void> {
    await guarded(this.#target, async () => {
      for (let from = 0; from < bytes.length; ) {
        const { bytesWritten } = await this.#file.write(bytes, from, bytes.length - from, this.length);
        this.length += bytesWritten;
        from += bytesWritten;
      }
    });
  }

  /** SHA-256 of what stands in the file, read back from the disk. */
  async digest(): Promise<string> {
    return await guarded(this.#target, async () => {
      const hash = createHash('sha256');
      const chunk = new Uint8Array(CHUNK);
      for (let at = 0; ; ) {
        const { bytesRead } = await this.#file.read(chunk, 0, CHUNK, at);
        if (bytesRead === 0) return hash.digest('hex');
        hash.update(chunk.subarray(0, bytesRead));
        at += bytesRead;
      }
    });
  }

  /** Forgets what is there. */
  async empty(): Promise<void> {
    if (this.length > 0) await guarded(this.#target, () => this.#file.truncate(0));
    this.length = 0;
  }

  /** Gives the file its name. */
  async finish(): Promise<void> {
    await guarded(this.#target, async () => {
      await this.#file.sync();
      await this.#file.close();
      await rename(this.#path, this.#target);
    });
  }

  /** Keeps the bytes for another time; an empty part goes. */
  async keep(): Promise<void> {
    await guarded(this.#target, async () => {
      await this.#file.close();
      if (this.length === 0) await rm(this.#path, { force: true });
      else await rename(this.#path, `${this.#target}.part`);
    });
  }
}

/** Renames to `path` the largest part that no living process writes; the smaller ones go. */
async function takeOver(target: string, path: string): Promise<void> {
  const folder = dirname(target);
  const left: { place: string; size: number }[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`${basename(target)}.`)) continue;
    const [, owner, host, pid] = /^((\w+)-(\d+)\.)?part$/.exec(name.slice(basename(target).length + 1)) ?? [];
    if (owner === undefined && name !== `${basename(target)}.part`) continue;
    const place = join(folder, name);
    const found = await stat(place).catch(() => undefined);
    if (found === undefined) continue;
    const isLeft =
      owner === undefined || (host === HOST ? !isAlive(Number(pid)) : Date.now() - found.mtimeMs > LEFT_AFTER);
    if (isLeft) left.push({ place, size: found.size });
  }
  let taken = false;
  for (const { place } of left.sort((a, b) => b.size - a.size)) {
    if (taken) await rm(place, { force: true });
    else {
      // where another process was faster, it is gone
      taken = await rename(place, path).then(
        () => true,
        () => false,
      );
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH';
  }
}

async function guarded<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw fileError('write file', path, error);
  }
}
