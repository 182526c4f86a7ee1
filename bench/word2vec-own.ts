// node bench/word2vec-own.ts FILE THREADS ITER OPTIONS: trains word2vec, and prints words, seconds and version as JSON.
import { readFileSync } from 'node:fs';
import { trainWord2vec, type Word2vecOptions } from '../src/text/index.ts';

const [file = '', threads, iter, options = '{}'] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const given = { ...(JSON.parse(options) as Word2vecOptions), threads: Number(threads), iter: Number(iter) };
const { words, seconds, vocabulary } = await trainWord2vec(file, given);
const ends = (vocabulary.counts[0] as number) * given.iter;
console.log(JSON.stringify({ words: words - ends, seconds, version }));
