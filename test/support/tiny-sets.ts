// Small data sets for tests of downloads: in two packed files, in an archive, in a file as it is. Their bytes are made here.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { DataSet, KnownFile, SourceFile } from '../../src/data/sets/data-set.ts';
import { Random } from '../../src/random.ts';

/** Bytes that look like nothing, the same for the same seed. */
export function noise(length: number, seed: number): Uint8Array {
  return Uint8Array.from(new Random(seed).uniform(length), (x) => Math.floor(x * 256));
}

/** Parts by name, unpacked. */
export const tinyParts: Readonly<Record<string, Uint8Array>> = {
  images: noise(300_000, 1),
  labels: noise(500, 2),
};
/** What a server has to give, by name. */
export const tinySources: Readonly<Record<string, Uint8Array>> = {
  'images.gz': gzipSync(tinyParts.images as Uint8Array),
  'labels.gz': gzipSync(tinyParts.labels as Uint8Array),
  'tiny.tar.gz': gzipSync(tar(tinyParts)),
  labels: tinyParts.labels as Uint8Array,
};

/** SHA-256 in hexadecimal digits. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function known(name: string, bytes: Uint8Array): SourceFile {
  return { name, bytes: bytes.length, sha256: sha256Of(bytes) };
}

const parts: readonly KnownFile[] = Object.entries(tinyParts).map(([name, bytes]) => known(name, bytes));
const sources: readonly SourceFile[] = Object.entries(tinySources).map(([name, bytes]) => known(name, bytes));

function row(name: string, chosen: readonly SourceFile[]): DataSet {
  const read: DataSet['read'] = () => Promise.reject(new Error('not to be read'));
  const about = { title: 'noise', licence: 'none', homepage: 'none' };
  return { ...about, name, folders: [name], parts, sources: chosen, mirrors: [], read };
}

/** The rows for the index. */
export const tinySets: Readonly<Record<string, DataSet>> = {
  tiny: row('tiny', sources.slice(0, 2)),
  packed: row('packed', sources.slice(2, 3)),
  plain: { ...row('plain', sources.slice(3)), parts: parts.slice(1) },
};

/** A tar archive of files in a folder. */
function tar(files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const [name, bytes] of Object.entries(files)) {
    const header = Buffer.alloc(512);
    header.write(`folder/${name}`);
    header.write('0000644\0', 100);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('        0', 148);
    header.write('ustar\x0000', 257);
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    );
    blocks.push(header, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, new Uint8Array(1024)]);
}
