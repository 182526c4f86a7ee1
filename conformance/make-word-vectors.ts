// node conformance/make-word-vectors.ts FOLDER: word vectors in every layout, and what is asked of them with our answers.
import { join } from 'node:path';
import { platform } from '../src/platform/index.ts';
import { Random } from '../src/random.ts';
import { saveWordVectors, WordVectors } from '../src/text/index.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node conformance/make-word-vectors.ts FOLDER');
platform().makeFolder(folder);
const random = new Random(7);
const [count, size] = [400, 24];
const words = Array.from({ length: count }, (_, i) => `${['word', '词', 'λέξη', '𠮷'][i % 4]}${i}`);
const numbers = random.normal(count * size);
// numbers of every size, and those that lie half way between two of six decimals
for (let i = 0; i < size * 40; i++) numbers[i]! *= 10 ** ((i % 40) - 30);
for (let i = 0; i < size * 20; i++) numbers[size * 60 + i] = ((2 * i + 1) * (i % 2 === 0 ? 1 : -1)) / 128;
const vectors = new WordVectors({ words, vectors: numbers, size });

for (const variant of ['c', 'gensim'] as const) {
  for (const ending of ['bin', 'txt']) saveWordVectors(vectors, join(folder, `${variant}.${ending}`), { variant });
}
const asked = words.filter((_, i) => i % 37 === 0);
const pairs = asked.slice(1).map((word, i) => [asked[i] as string, word] as const);
const answers = {
  words,
  nearest: asked.map((word) => ({ word, found: vectors.nearest(word) })),
  analogies: pairs.map(([a, b]) => {
    const positive = [b, words[5] as string];
    return { positive, negative: [a], found: vectors.analogy({ positive, negative: [a] }) };
  }),
  odd: pairs.map(([a, b]) => ({
    words: [a, b, 'word8', 'word12'],
    found: vectors.doesNotMatch([a, b, 'word8', 'word12']),
  })),
};
platform().writeFileAtomic(join(folder, 'answers.json'), JSON.stringify(answers));
