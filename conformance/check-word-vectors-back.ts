// node conformance/check-word-vectors-back.ts FOLDER: reads and opens what gensim wrote there, and writes it again.
import { join } from 'node:path';
import { platform } from '../src/platform/index.ts';
import { openWordVectors, readWordVectors, writeWordVectors } from '../src/text/index.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node conformance/check-word-vectors-back.ts FOLDER');

/** The bytes that come of a file when it is read, or opened, and written again as it was. */
function again(path: string): Uint8Array[] {
  const header = !path.endsWith('no-header.txt');
  const open = openWordVectors(path, { header });
  try {
    return [readWordVectors(path, { header }), open].map((vectors) =>
      writeWordVectors(vectors, { binary: vectors.layout?.binary === true }),
    );
  } finally {
    open.close();
  }
}

for (const name of platform().listFolder(folder)) {
  const path = join(folder, name);
  const bytes = Buffer.from(platform().readFile(path));
  const same = again(path).every((made) => bytes.equals(made));
  process.stdout.write(
    `${same ? 'ok' : 'not ok'} ${name} back from gensim: read and opened, written again byte for byte\n`,
  );
  if (!same) process.exitCode = 1;
}
