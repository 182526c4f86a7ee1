// node test/support/word2vec-memory.ts MEGABYTES: trains word2vec on a generated file of that size; prints the most memory
// that the process had, in KiB.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from '../../src/platform/index.ts';
import { trainWord2vec } from '../../src/text/word2vec/index.ts';
import { mix } from '../../src/text/word2vec/random-words.ts';

const megabytes = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'memcell-word2vec-'));
try {
  const path = join(folder, 'text.txt');
  const file = platform().createFile(path);
  for (let piece = 0; piece < megabytes; piece++) {
    const lines: string[] = [];
    for (let line = 0, bytes = 0; bytes < 1e6; line++) {
      const words = Array.from({ length: 20 }, (_, i) => `word${mix(20 * line + i, piece) % 20_000}`);
      const text = words.join(' ');
      lines.push(text);
      bytes += text.length + 1;
    }
    file.write(new TextEncoder().encode(`${lines.join('\n')}\n`));
  }
  file.commit();
  await trainWord2vec(path, { size: 8, window: 1, negative: 1, iter: 1 });
  console.log(process.resourceUsage().maxRSS);
} finally {
  rmSync(folder, { recursive: true });
}
