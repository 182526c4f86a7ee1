import { stripVTControlCharacters, styleText } from 'node:util';

/** How a piece of text is meant; looks like it only where colours are shown. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** One of the two streams of the process. */
export interface Terminal {
  /** Whether a person looks at it, so that lines may be drawn over. */
  readonly interactive: boolean;
  /** Columns now; 80 where it is not a terminal. */
  width(): number;
  /** Rows now; 24 where it is not a terminal. */
  height(): number;
  /** The text in a style, where the stream shows colours (NO_COLOR and FORCE_COLOR are heeded). */
  paint(style: Style, text: string): string;
  /** Writes the text as it is. */
  write(text: string): void;
  /** Writes a line. */
  line(text?: string): void;
}

/** The terminal behind a stream of the process. */
export function terminal(stream: NodeJS.WriteStream): Terminal {
  const write = (text: string): void => {
    stream.write(text);
  };
  return {
    interactive: stream.isTTY === true && process.env.TERM !== 'dumb',
    width: () => stream.columns || 80,
    height: () => stream.rows || 24,
    paint: (style, text) => (text === '' ? '' : styleText(style, text, { stream })),
    write,
    line: (text = '') => write(`${text}\n`),
  };
}

/** Columns that a text takes, without its colours. Written for the letters of this program, all one column wide. */
export function columnsOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** The text without characters that a terminal would obey, as a file's name may hold them. */
export function harmless(text: string): string {
  const shown = (sign: string): string => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return text.replace(/(?![\n\t])\p{Cc}/gu, shown);
}

/** Broken between words into lines of at most `width` columns, `indent` spaces before each but the first. */
export function wrap(text: string, width: number, indent = 0): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${' '.repeat(indent)}`);
}

/** Sentences broken between words; the lines of tables, which have spaces in a row, are left as they are. */
export function wrapSentences(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (line.includes('  ') ? line : wrap(line, width)))
    .join('\n');
}
