import type { DataSet, KnownFile, SourceFile } from '../../data/sets/data-set.ts';
import { partFile } from '../../data/sets/find-data-set.ts';
import { FormatError, ResourceError } from '../../errors.ts';
import { platform } from '../../platform/index.ts';
import { checkFile, checkPart } from './check-file.ts';
import { copyFile } from './copy-file.ts';
import { type DownloadOptions, download } from './download.ts';
import type { DownloadProgress } from './download-progress.ts';
import { unpack } from './unpack.ts';

/** How to get a data set. */
export interface GetOrder extends Pick<DownloadOptions, 'timeout' | 'retries' | 'signal'> {
  readonly set: DataSet;
  /** Folder that the set's files come into. */
  readonly folder: string;
  /** Folder that has the files; undefined: they are downloaded. */
  readonly from: string | undefined;
  /** Addresses in the place of the set's own. */
  readonly mirrors: readonly string[] | undefined;
  readonly progress: DownloadProgress;
}

/** What came of it: how many files are new, or that it was interrupted and how many bytes of a file are kept. */
export type Got = { readonly files: number } | { readonly interrupted: string | undefined; readonly kept: number };

/**
 * Brings the files of a data set into its folder and holds each against its checksum. What is there and right stays.
 *
 * @throws ResourceError where a file cannot be had or written; FormatError where one that is there is another.
 */
export async function getDataSet(order: GetOrder): Promise<Got> {
  const { set, folder, signal } = order;
  platform().makeFolder(folder);
  let current: string | undefined;
  let kept = 0;
  try {
    const missing: KnownFile[] = [];
    for (const part of set.parts) if (!(await isThere(part, order))) missing.push(part);
    if (missing.length === 0) return { files: 0 };
    if (order.from !== undefined) return { files: await takeFrom(order.from, missing, order) };
    let files = 0;
    for (const source of set.sources) {
      const archive = source.name.endsWith('.tar.gz');
      if (!archive && !missing.some(({ name }) => source.name === name || source.name === `${name}.gz`)) continue;
      current = source.name;
      const target = `${folder}/${source.name}`;
      if (!(archive && (await isWhole(target, source, order)))) {
        kept = await fetchFile(source, target, order);
        if (signal.aborted) break;
      }
      if (archive) await unpackHere(target, order);
      files += archive ? missing.length : 1;
    }
    if (!signal.aborted) return { files };
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return { interrupted: current, kept };
}

/** Whether the folder has a part, and the right one. @throws FormatError where it has another. */
async function isThere(part: KnownFile, { set, folder, signal }: GetOrder): Promise<boolean> {
  const checked = await checkPart(folder, part, set, signal);
  if (checked?.wrong !== undefined) refuseThere(set, checked.path, checked.wrong);
  return checked !== undefined;
}

/** The same for an archive that came whole, and was not unpacked to its end. */
async function isWhole(path: string, file: KnownFile, { set, signal }: GetOrder): Promise<boolean> {
  if (platform().kindOf(path) !== 'file') return false;
  try {
    const { wrong } = await checkFile(path, file, signal);
    if (wrong !== undefined) refuseThere(set, path, wrong);
    return true;
  } catch (error) {
    if (platform().kindOf(path) === 'nothing') return false; // another process has unpacked it
    throw error;
  }
}

function refuseThere({ name }: DataSet, path: string, wrong: string): never {
  throw new FormatError(`Cannot get data set '${name}': '${path}' must be ${wrong}`, {
    hint: 'It is damaged, or another file. Remove it and run this again.',
  });
}

async function fetchFile(file: SourceFile, target: string, order: GetOrder): Promise<number> {
  const { set, progress, timeout, retries, signal } = order;
  progress.begin(file.name, file.bytes);
  return await download(file, target, {
    addresses:
      order.mirrors?.map((mirror) => `${mirror.replace(/\/*$/, '')}/${set.name}/${file.name}`) ??
      set.mirrors.map((mirror) => mirror + (file.at ?? file.name)),
    timeout,
    retries,
    signal,
    onProgress: progress.update,
    tell: progress.tell,
  });
}

/** Unpacks an archive of the set's own folder, which then goes. */
async function unpackHere(archive: string, { set, folder, signal, progress }: GetOrder): Promise<void> {
  progress.close();
  progress.tell(`Unpacking ${archive}`);
  try {
    await unpack(archive, set, folder, signal);
  } catch (error) {
    if (!finishedElsewhere(archive, set, folder)) throw error;
  }
  platform().removeFile(archive);
}

/** Whether another process was faster, and has taken the archive away after unpacking it. */
function finishedElsewhere(archive: string, { parts }: DataSet, folder: string): boolean {
  return platform().kindOf(archive) === 'nothing' && parts.every(({ name }) => partFile(folder, name) !== undefined);
}

/** Takes the missing parts out of a folder, or of the archive in it. */
async function takeFrom(from: string, missing: readonly KnownFile[], order: GetOrder): Promise<number> {
  const { set, folder, signal, progress } = order;
  if (platform().kindOf(from) !== 'folder') {
    throw new ResourceError(`Cannot get data set '${set.name}': '${from}' must be a folder, received none`, {
      hint: 'Look for a typing error in the path.',
    });
  }
  const archive = set.sources.find(({ name }) => name.endsWith('.tar.gz'));
  const places = [from, `${from}/${set.folders[0]}`];
  for (const place of places) {
    const path = archive && `${place}/${archive.name}`;
    if (path === undefined || platform().kindOf(path) !== 'file') continue;
    const { wrong } = await checkFile(path, archive as KnownFile, signal);
    if (wrong !== undefined) refuseThere(set, path, wrong);
    progress.tell(`Unpacking ${path}`);
    await unpack(path, set, folder, signal);
    return missing.length;
  }
  // all of them are looked at before the first is copied
  const found: string[] = [];
  for (const part of missing) {
    const place = places.find((one) => partFile(one, part.name) !== undefined);
    const checked = place === undefined ? undefined : await checkPart(place, part, set, signal);
    if (checked === undefined) {
      const must = archive
        ? `'${archive.name}', '${part.name}.gz' or '${part.name}', received none of them`
        : `'${part.name}.gz' or '${part.name}', received neither`;
      throw new ResourceError(`Cannot get data set '${set.name}': '${from}' must have ${must}`);
    }
    if (checked.wrong !== undefined) {
      throw new FormatError(`Cannot get data set '${set.name}': '${checked.path}' must be ${checked.wrong}`, {
        hint: 'It is damaged, or another file.',
      });
    }
    found.push(checked.path);
  }
  for (const path of found) await copyFile(path, folder, signal);
  return found.length;
}
