import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { anyFigure, figures, step } from '../../test/support/figures.ts';
import type { Figure, LinesFigure } from './figure.ts';
import { textColumns } from './text-columns.ts';
import { type TerminalOptions, toTerminal } from './to-terminal.ts';

/** Draws it, and looks at what every text must keep to. */
function linesOf(figure: Figure, options: TerminalOptions = {}): string[] {
  const text = toTerminal(figure, options);
  const plain = options.color ? stripVTControlCharacters(text) : text;
  assert.doesNotMatch(plain, /(?!\n)\p{Cc}/u, 'only signs that show');
  assert.doesNotMatch(plain, /undefined|null/);
  const lines = plain.split('\n');
  assert.ok(lines.length <= (options.height ?? 20), `${lines.length} lines`);
  for (const line of lines) assert.ok(textColumns(line) <= (options.width ?? 80), line);
  if (options.color) {
    for (const line of text.split('\n')) assert.equal(line.split(ESC).length % 2, 1, 'each look ends');
  }
  return lines;
}

const lines = (parts: Partial<LinesFigure> = {}): LinesFigure => ({
  kind: 'lines',
  title: 'Loss',
  x: { label: 'epoch' },
  y: { label: 'loss', unit: 'nats' },
  series: [{ name: 'train', x: [0, 1, 2, 3], y: [0, 1, 2, 3] }],
  ...parts,
});
const ESC = '\u001b';
const sizes = [1, 5, 12, 20, 40, 80, 120, 300];

describe('toTerminal', () => {
  for (const [name, figure] of Object.entries(figures)) {
    it(`draws ${name} in any width, with colours and without`, () => {
      for (const width of sizes) {
        for (const height of [1, 4, 9, 20, 60]) {
          for (const color of [false, true]) linesOf(figure, { width, height, color });
        }
      }
    });
  }

  it('shades the least number that there is', () => {
    const named = { kind: 'heat', title: 't', x: 'x', y: 'y', value: 'v' } as const;
    for (const diverging of [false, true])
      linesOf({ ...named, rows: [[5e-324, 0]], diverging }, { width: 30, height: 6 });
  });

  it('is never wider or higher than asked', () => {
    const size = fc.integer({ min: 1, max: 130 });
    fc.assert(
      fc.property(anyFigure, size, size, fc.boolean(), (figure, width, height, color) => {
        linesOf(figure, { width, height, color });
      }),
      { numRuns: 400 },
    );
  });

  it('draws a line of dots between axes with labels and units', () => {
    assert.deepEqual(linesOf(lines(), { width: 24, height: 11 }), [
      'Loss',
      '● train',
      'loss (nats)',
      '  │                 ⣀⠤⠒⠉',
      '2 ┤            ⢀⡠⠔⠒⠉',
      '  │        ⢀⡠⠔⠊⠁',
      '  │    ⣀⠤⠔⠊⠁',
      '0 ┤⣀⠤⠒⠉',
      '  └┬─────┬──────┬──────┬',
      '   0     1      2      3',
      '           epoch',
    ]);
  });

  it('tells lines apart by marks, and by colours where it may', () => {
    const series = ['a', 'b'].map((name, i) => ({ name, x: [1, 2, 3], y: [i, i + 1, i], dashed: i === 1 }));
    const plain = toTerminal(lines({ series }));
    assert.match(plain, /● a {2}■╌ b/);
    assert.ok((plain.match(/●/g) ?? []).length > 1 && (plain.match(/■/g) ?? []).length > 1);
    assert.ok(!plain.includes('\x1b'));
    const colors = new Set(toTerminal(lines({ series }), { color: true }).match(/38;5;\d+/g));
    assert.equal(colors.size, 2);
  });

  it('leaves a gap where a value is not finite', () => {
    const x = Array.from({ length: 41 }, (_, i) => i);
    const y = x.map((i) => (i > 15 && i < 25 ? NaN : 1));
    const drawn = linesOf(lines({ series: [{ name: 'a', x, y }] }), { width: 44 }).find((line) => /[⠁-⣿]/.test(line));
    assert.match(drawn!, /[⠁-⣿]{10,} {6,}[⠁-⣿]{10,}$/);
  });

  it('draws a log axis by powers of ten', () => {
    const y = { label: 'norm', scale: 'log' } as const;
    const drawn = linesOf(lines({ y, series: [{ name: 'a', x: [1, 2, 3], y: [1e-9, 0, 1] }] })).join('\n');
    assert.match(drawn, /10⁰ ┤/);
    assert.match(drawn, /10⁻⁸ ┤/);
  });

  it('says that there are no values', () => {
    assert.match(linesOf(lines({ series: [] })).join('\n'), /│ +no values/);
    assert.match(linesOf(figures['histogram of zeros'] as Figure).join('\n'), /no values/);
    assert.doesNotMatch(linesOf(lines()).join('\n'), /no values/);
  });

  it('writes the numbers of a heat map where they have room, and shades where not', () => {
    const figure = figures.heat as Figure;
    const wide = linesOf(figure, { width: 60 });
    assert.match(wide[2]!, /^ {2}记忆 +0 +0\.5 +1$/);
    assert.match(wide[4]!, /a long name +another +short/);
    const narrow = linesOf(figure, { width: 16 });
    assert.match(narrow.join('\n'), /█/);
    assert.match(narrow.join('\n'), /-1|−1 " ░▒▓█" 2/);
  });

  it('puts two rows of a heat map into one line where lines are few', () => {
    const rows = Array.from({ length: 20 }, (_, i) => [i, 20 - i]);
    const figure: Figure = { kind: 'heat', title: 'H', rows, x: 'x', y: 'y', value: 'v' };
    const drawn = linesOf(figure, { height: 16, color: true });
    assert.equal(drawn.filter((line) => line.includes('▀')).length, 10);
    assert.match(linesOf(figure, { height: 16 }).join('\n'), /each the mean of 2 × 1/);
  });

  it('draws bars to an eighth of a column', () => {
    const value = { label: 'share', min: 0, max: 1 };
    const figure: Figure = { kind: 'bars', title: 'B', labels: ['a', 'b'], values: [0.5, -1], value, marked: 0 };
    const [, first, second] = linesOf(figure, { width: 24 });
    assert.match(first!, /^▸ a │█+[▏▎▍▌▋▊▉]? +0\.5$/);
    assert.match(second!, /^ {2}b │ +−1$/);
  });

  it('draws a histogram by eighths of a line', () => {
    const drawn = linesOf(figures.histogram as Figure, { width: 40, height: 12 }).join('\n');
    assert.match(drawn, /count/);
    assert.match(drawn, /█/);
    assert.match(drawn, /weight/);
  });

  it('draws pictures by half blocks in colour, and by shades without', () => {
    const figure = figures.image as Figure;
    const colored = toTerminal(figure, { color: true });
    assert.ok(colored.includes(`${ESC}[38;5;196;48;5;21m▀${ESC}[0m`));
    const grey: Figure = { kind: 'image', title: 'G', width: 2, height: 2, channels: 1, pixels: [0, 255, 0, 255] };
    assert.deepEqual(linesOf(grey), ['G', ' █']);
  });

  it('lists a memory cell step by step, in as many columns as have room', () => {
    const figure: Figure = { kind: 'cell', title: 'Cell', steps: [step, step] };
    const wide = linesOf(figure);
    assert.match(wide[1]!, /step +x +sum i +i +sum f +f +sum o +o +sum g +g +cell +h/);
    assert.match(wide[2]!, /1 +3 1 0 +90 +1 +110 +1 +−10 +0 +3 +3 +3 +0\.5/);
    assert.match(linesOf(figure, { width: 40 })[1]!, /^step +x +i +f +o +g +cell +h$/);
    assert.match(linesOf(figure, { width: 15 })[1]!, /^step 1: x 3 1$/);
    const many: Figure = { ...figure, steps: Array.from({ length: 40 }, () => step) };
    assert.match(linesOf(many).join('\n'), /\d+ more steps/);
  });

  it('writes nothing that a terminal would obey', () => {
    const figure = lines({ title: 'a\x1b[31mred\x07', series: [{ name: 'x\ny\u202e', x: [1], y: [1] }] });
    const drawn = linesOf(figure);
    assert.equal(drawn[0], 'a�[31mred�');
    assert.equal(drawn[1], '● x y�');
  });

  it('refuses what is no size', () => {
    assert.throws(() => toTerminal(lines(), { width: 0 }), {
      name: 'OptionError',
      message: 'Cannot draw figure: width must be a whole number from 1 to 10000, received 0',
    });
    assert.throws(() => toTerminal(lines(), { height: 2.5 }), /height must be a whole number/);
    assert.throws(() => toTerminal(lines(), { color: 1 as unknown as boolean }), /color must be true or false/);
    assert.throws(() => toTerminal(lines(), { colour: true } as object), { hint: "Did you mean 'color'?" });
    assert.throws(() => toTerminal({ kind: 'line' } as unknown as Figure), /kind must be one of/);
  });
});
