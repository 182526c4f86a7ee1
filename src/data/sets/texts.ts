import { FormatError } from '../../errors.ts';
import type { DataSet, OpenPart, SourceFile } from './data-set.ts';

/** A text of one file at a fixed commit of a public repository. */
function textSet(
  about: Pick<DataSet, 'name' | 'title' | 'licence' | 'homepage'>,
  source: SourceFile,
  mirror: string,
): DataSet<string> {
  const { at: _, ...part } = source;
  const folders = [about.name] as const;
  return {
    ...about,
    folders,
    parts: [part],
    sources: [source],
    mirrors: [mirror],
    read: (open) => readText(part.name, open),
  };
}

async function readText(part: string, open: OpenPart): Promise<string> {
  const bytes = await open(part);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError(`Cannot read '${part}': it must be UTF-8, received bytes that are not`, {
      cause,
      hint: 'The file is damaged, or another one. Remove it and get it again.',
    });
  }
}

/** The Dream of the Red Chamber: a Chinese novel of the 18th century in 120 chapters, simplified characters. */
export const hongloumeng: DataSet<string> = textSet(
  {
    name: 'hongloumeng',
    title: 'The Dream of the Red Chamber (红楼梦), the whole novel, 120 chapters, simplified characters',
    licence: 'public domain, Cao Xueqin and Gao E, 18th century',
    homepage: 'https://github.com/tennessine/corpus',
  },
  {
    name: 'hongloumeng.txt',
    at: '%E7%BA%A2%E6%A5%BC%E6%A2%A6.txt', // 红楼梦.txt
    bytes: 2_522_985,
    sha256: '5eca888fb54188d644df70fa555dd3c9cbdd3a8d7b3034fb59f7a81e16f05dc7',
  },
  'https://raw.githubusercontent.com/tennessine/corpus/c5ce96aca36c6a3cb4da5f0ff7d2d5fa30c32aea/',
);

/** Parts of Shakespeare's plays, as character models are commonly tried out on. */
export const tinyshakespeare: DataSet<string> = textSet(
  {
    name: 'tinyshakespeare',
    title: "40,000 lines of Shakespeare's plays, as A. Karpathy's char-rnn has them",
    licence: 'public domain, W. Shakespeare',
    homepage: 'https://github.com/karpathy/char-rnn',
  },
  {
    name: 'tinyshakespeare.txt',
    at: 'input.txt',
    bytes: 1_115_394,
    sha256: '86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed',
  },
  'https://raw.githubusercontent.com/karpathy/char-rnn/6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e/data/tinyshakespeare/',
);

/** English sentences and their Chinese translations: a line is English, Chinese and whose they are, with tabs between. */
export const cmnEng: DataSet<string> = textSet(
  {
    name: 'cmn-eng',
    title: '22,075 English sentences with a Chinese translation, of Tatoeba by way of manythings.org/anki, as of 2020',
    licence: 'CC BY 2.0 FR, the contributors of Tatoeba, who are named in each line',
    homepage: 'https://www.manythings.org/anki/',
  },
  {
    name: 'cmn-eng.txt',
    at: 'cmn.txt',
    bytes: 3_146_134,
    sha256: 'e1439be4f55aeb39f30c478aa6372dec93764475395eefbb9bce49e768a3bba2',
  },
  'https://raw.githubusercontent.com/sunlanchang/Seq2Seq-for-NMT/1728183451ab6f0a0c7acf9e0b592db378ddc6fc/data/',
);
