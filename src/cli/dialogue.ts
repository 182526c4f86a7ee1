import { createInterface } from 'node:readline';
import { MemcellError } from '../errors.ts';
import type { Dialogue } from '../experiments/experiment.ts';
import { type Terminal, wrap } from './terminal.ts';

/** Asks on a terminal again and again until the input ends; shows the examples where there is nobody to ask. */
export async function holdDialogue({ questions, read, reply, examples }: Dialogue, out: Terminal): Promise<void> {
  const show = (values: readonly number[]): void => {
    for (const line of reply(values)) out.line(line);
    out.line();
  };
  if (!out.interactive || process.stdin.isTTY !== true) {
    examples.forEach(show);
    return;
  }
  out.line(out.paint('dim', 'Ask as often as you like; Ctrl-D ends.'));
  const input = createInterface({ input: process.stdin, output: process.stdout });
  input.once('SIGINT', () => input.close());
  const lines = input[Symbol.asyncIterator]();

  /** Asks until the answer can be read; undefined where the input has ended. */
  async function ask(question: string): Promise<number | undefined> {
    for (;;) {
      input.setPrompt(`${question}: `);
      input.prompt();
      const answer = await lines.next();
      if (answer.done) return undefined;
      try {
        return read(answer.value);
      } catch (error) {
        if (!(error instanceof MemcellError)) throw error;
        out.line(out.paint('yellow', wrap(error.message, out.width())));
      }
    }
  }

  try {
    for (;;) {
      const values: number[] = [];
      for (const question of questions) {
        const value = await ask(question);
        if (value === undefined) return out.line();
        values.push(value);
      }
      show(values);
    }
  } finally {
    input.close();
  }
}
