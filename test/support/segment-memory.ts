// node segment-memory.ts WAY IN OUT: segments a file, and prints the most memory that the process has had, in bytes.
import { Characters, Jieba, LatinWords, segmentFile, Words } from '../../src/text/index.ts';

const [way = '', from = '', to = ''] = process.argv.slice(2);
const segmenter =
  way === 'jieba'
    ? await Jieba.load()
    : way === 'words'
      ? new Words()
      : way === 'latin'
        ? new LatinWords()
        : new Characters();
await segmentFile(from, to, { segmenter });
console.log(process.resourceUsage().maxRSS * 1024);
