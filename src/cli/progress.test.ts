import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunEvent } from '../logs/events.ts';
import { LivePlot } from './live-plot.ts';
import { progress, progressMode } from './progress.ts';
import { describeProgress, drawProgress, type ProgressState } from './progress-bar.ts';
import { columnsOf, harmless, type Terminal, wrap } from './terminal.ts';

const state: ProgressState = {
  step: 5000,
  total: 20000,
  rate: 1234.5,
  seconds: 4,
  values: { loss: 0.25, binaryAccuracy: 0.75, meanAbsoluteError: 0.3 },
  done: false,
};
const plain = (_: string, text: string): string => text;
const bracketed = (style: string, text: string): string => `<${style}>${text}</>`;

/** A terminal that keeps what is written to it. */
function kept(interactive: boolean): Terminal & { text: string } {
  return {
    text: '',
    interactive,
    height: () => 24,
    width: () => 80,
    paint: plain,
    write(text) {
      this.text += text;
    },
    line(text = '') {
      this.text += `${text}\n`;
    },
  };
}

describe('drawProgress', () => {
  it('draws bar, share, steps, rate and the time that is left, then the values', () =>
    assert.deepEqual(drawProgress(state, 79, plain), [
      '━━━━━━━╸                          25%   5,000/20,000  1,235 steps/s   12 s left',
      'loss 0.2500  binaryAccuracy 0.7500  meanAbsoluteError 0.3000',
    ]));
  it('leaves out what does not fit', () => {
    assert.deepEqual(drawProgress(state, 59, plain), [
      '━━╸           25%   5,000/20,000  1,235 steps/s   12 s left',
      'loss 0.2500  binaryAccuracy 0.7500',
    ]);
    assert.deepEqual(drawProgress(state, 30, plain), ['━━          25%   5,000/20,000', 'loss 0.2500']);
    assert.deepEqual(drawProgress(state, 4, plain), [' 25%', '']);
  });
  it('never takes more columns than there are', () => {
    for (let width = 1; width < 200; width++) {
      for (const line of drawProgress(state, width, plain)) assert.ok(columnsOf(line) <= width, `width ${width}`);
    }
  });
  it('shows the track by its colour, and the whole bar in green', () => {
    const [half = ''] = drawProgress({ ...state, step: 10000, rate: undefined }, 40, bracketed);
    assert.equal(half, '<cyan>━━━━━━━━━╸</><dim>━━━━━━━━━</>   50%  10,000/20,000');
    const [whole = ''] = drawProgress({ ...state, step: 20000, rate: undefined, done: true }, 60, bracketed);
    assert.equal(whole, `<green>${'━'.repeat(27)}</><dim></>  100%  20,000/20,000    in 4.0 s`);
  });
  it('draws no bar where the end is not known', () =>
    assert.equal(drawProgress({ ...state, total: undefined }, 79, plain)[0], '5,000 steps  1,235 steps/s       4.0 s'));
  it('goes beyond its end without breaking', () =>
    assert.match(drawProgress({ ...state, step: 30000 }, 79, plain)[0] ?? '', /100%/));
});

describe('describeProgress', () => {
  it('says the same in one line', () => {
    assert.equal(
      describeProgress(state),
      'step 5,000 of 20,000  25%  loss 0.2500  binaryAccuracy 0.7500  meanAbsoluteError 0.3000  1,235 steps/s  12 s left',
    );
    assert.equal(
      describeProgress({ ...state, total: undefined, done: true, values: {} }),
      'step 5,000  1,235 steps/s  in 4.0 s',
    );
  });
});

describe('progress', () => {
  const step = (n: number, seconds: number): RunEvent => ({ event: 'step', step: n, loss: 1 / n, seconds });
  const start: RunEvent = { event: 'start', experiment: 'adder', preset: 'default', seed: 1, steps: 4, seconds: 0 };
  const end: RunEvent = {
    event: 'end',
    experiment: 'adder',
    preset: 'default',
    seed: 1,
    steps: 4,
    seconds: 3,
    score: {},
    published: {},
  };
  const events: RunEvent[] = [
    start,
    step(1, 0.1),
    step(2, 0.2),
    step(3, 1.2),
    { event: 'note', text: 'Nearly there.', seconds: 1.2 },
    step(4, 1.3),
    end,
  ];
  const shown = (mode: Parameters<typeof progress>[0]): string => {
    const out = kept(mode === 'bar');
    const { listen, close } = progress(mode, out);
    events.forEach(listen);
    close();
    close();
    return out.text;
  };

  it('lines come at most every second, and at the end', () =>
    assert.equal(
      shown('lines'),
      'step 1 of 4  25%  loss 1.000\n' +
        'step 3 of 4  75%  loss 0.3333\n' +
        'Nearly there.\n' +
        'step 4 of 4  100%  loss 0.2500  in 1.3 s\n',
    ));
  it('sentences are broken between words, tables are left as they are', () => {
    for (const mode of ['lines', 'bar'] as const) {
      const out = kept(false);
      const { listen, close } = progress(mode, out);
      const sentence = `${'word '.repeat(16)}more`;
      listen({ event: 'note', text: `${sentence}\n${'a  table '.repeat(9)}`, seconds: 0 });
      close();
      assert.equal(out.text, `${'word '.repeat(16).trim()}\nmore\n${'a  table '.repeat(9)}\n`);
    }
  });
  it('the bar is drawn over in place, and the cursor comes back', () => {
    const text = shown('bar');
    assert.ok(text.startsWith('\x1b[?25l'));
    assert.ok(text.endsWith(' 100%  4/4    in 1.3 s\nloss 0.2500\n\x1b[?25h'), JSON.stringify(text));
    assert.ok(text.includes('\r\x1b[1A\x1b[JNearly there.\n'), JSON.stringify(text));
  });
  it('json is every event, end is the last one, none is nothing', () => {
    assert.deepEqual(
      shown('json')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
      events,
    );
    assert.deepEqual(JSON.parse(shown('end')), end);
    assert.equal(shown('none'), '');
  });
  it('progressMode follows the options, then the terminal', () => {
    const modes = [kept(true), kept(false)].map((out) =>
      [{}, { json: true }, { quiet: true }, { json: true, quiet: true }].map((options) => progressMode(options, out)),
    );
    assert.deepEqual(modes, [
      ['bar', 'json', 'none', 'end'],
      ['lines', 'json', 'none', 'end'],
    ]);
  });
});

describe('terminal texts', () => {
  it('wrap breaks between words and indents', () => {
    assert.equal(wrap('one two three four', 9), 'one two\nthree\nfour');
    assert.equal(wrap('one two three four', 9, 2), 'one two\n  three\n  four');
    assert.equal(wrap('unbreakable', 4), 'unbreakable');
    assert.equal(wrap('', 4), '');
  });
  it('harmless shows what a terminal would obey', () =>
    assert.equal(harmless('a\x1b[31mb\u009b\x07\n\tc'), 'a\\x1b[31mb\\x9b\\x07\n\tc'));
});

describe('progress with a picture', () => {
  const step = (n: number): RunEvent => ({ event: 'step', step: n, loss: 1 / n, seconds: n });
  it('draws it above the bar, in place', () => {
    const out = kept(true);
    const plot = new LivePlot(out);
    const { listen, close } = progress('bar', out, plot);
    listen(step(1));
    listen({ event: 'note', text: 'a sentence', seconds: 1 });
    close();
    const [first = '', second = '', last = ''] = out.text.replaceAll('\x1b', '␛').split('Learning curve');
    assert.ok(first.startsWith('␛[?25l'));
    assert.match(second, /step\n1 steps\s+1\.0 s\nloss 1\.000\r␛\[\d+A␛\[Ja sentence\n$/);
    assert.match(last, /loss 1\.000\n␛\[\?25h$/);
    assert.equal(plot.shown?.title, 'Learning curve');
  });
  it('draws what the experiment gives instead, at most a few times a second', () => {
    const out = kept(true);
    const plot = new LivePlot(out);
    const figure = { kind: 'bars', labels: ['a'], values: [1], value: { label: 'share' } } as const;
    plot.draw({ ...figure, title: 'First' });
    const [title] = plot.lines();
    plot.draw({ ...figure, title: 'Second' });
    assert.deepEqual([title, plot.lines()[0], plot.lines(true)[0]], ['First', 'First', 'Second']);
  });
  it('draws nothing in a terminal that is too low', () => {
    const low = { ...kept(true), height: () => 10 };
    const plot = new LivePlot(low);
    plot.listen(step(1));
    assert.deepEqual(plot.lines(true), []);
    assert.equal(plot.shown, undefined);
  });
  it('comes once, after the last line, where there is no terminal', () => {
    const out = kept(false);
    const { listen, close } = progress('lines', out, new LivePlot(out));
    for (const n of [1, 2, 3]) listen(step(n));
    close();
    close();
    assert.equal(out.text.split('Learning curve').length, 2);
    assert.match(out.text, /^step 1 {2}[\s\S]*\nstep 3 {2}loss 0\.3333 {2}.*\nLearning curve\n● loss\n/);
  });
});
