import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readEvents } from '../../formats/event-file.ts';
import type { HistogramCounts, LogEvent } from '../../formats/event-messages.ts';
import { Dense } from '../../layers/dense.ts';
import { Sequential } from '../../models/sequential.ts';
import { learningCurves } from '../../plots/index.ts';
import { tensor } from '../../tensor/tensor.ts';
import { countValues } from './histogram-counts.ts';
import { SummaryWriter } from './summary-writer.ts';

const root = mkdtempSync(join(tmpdir(), 'memcell-events-'));
after(() => rmSync(root, { recursive: true }));

/** What is written, but for the file's first event. */
function written(add: (writer: SummaryWriter) => void): LogEvent[] {
  const parts: Uint8Array[] = [];
  const writer = new SummaryWriter((bytes) => void parts.push(bytes));
  add(writer);
  writer.close();
  const [first, ...rest] = readEvents(new Uint8Array(Buffer.concat(parts)));
  assert.equal(first?.fileVersion, 'brain.Event:2');
  return rest;
}

describe('SummaryWriter', () => {
  it('writes numbers, NaN too, at their steps and times', () => {
    const events = written((writer) => {
      writer.addScalar('loss', 0.1, 7, { wallTime: 12.5 });
      writer.addScalar('loss', NaN, 8);
      writer.addScalar('准确率', 1);
    });
    assert.deepEqual(events[0], {
      wallTime: 12.5,
      step: 7,
      values: [{ tag: 'loss', kind: 'scalar', value: Math.fround(0.1) }],
    });
    assert.ok(Number.isNaN(events[1]?.values[0]?.value));
    assert.deepEqual([events[2]?.values[0]?.tag, events[2]?.step], ['准确率', 0]);
    assert.ok(Math.abs((events[1]?.wallTime ?? 0) - Date.now() / 1000) < 60);
  });
  it('counts values in buckets', () => {
    const [even, one, list] = written((writer) => {
      writer.addHistogram('h', tensor([0, 1, 2, 3, 4, 5, 6, 10]), 1, { bins: 5 });
      writer.addHistogram('h', [2, 2], 2);
      writer.addHistogram('h', [-1, 1], 3);
    }).map(({ values }) => values[0]?.value);
    assert.deepEqual(even, {
      ...{ min: 0, max: 10, count: 8, sum: 31, sumOfSquares: 191 },
      ...{ limits: [2, 4, 6, 8, 10], counts: [2, 2, 2, 1, 1] },
    });
    assert.deepEqual(one, { min: 2, max: 2, count: 2, sum: 4, sumOfSquares: 8, limits: [2], counts: [2] });
    assert.equal((list as HistogramCounts).counts.length, 30);
  });
  it('counts values at the ends of the numbers, and those closer together than buckets', () => {
    const count = (values: readonly number[], bins: number) => countValues('count', values, bins);
    const wide = count([-1.7e308, 0, 1.7e308], 3);
    assert.deepEqual(wide.counts, [1, 1, 1]);
    assert.ok(wide.limits.every((limit, i) => Number.isFinite(limit) && limit > (wide.limits[i - 1] ?? -Infinity)));
    assert.deepEqual(count([0, 5e-324], 3).counts, [2]);
    assert.deepEqual(count([1, 1 + 2 ** -52], 30).limits, [1 + 2 ** -52]);
    assert.deepEqual(count([1, 2, 3], 1).counts, [3]);
  });
  it('writes pictures and texts', () => {
    const [image, text] = written((writer) => {
      writer.addImage('i', { width: 2, height: 1, channels: 3, pixels: [0, 1, 2, 3, 4, 255] }, 3);
      writer.addText('t', '**x**', 4);
    });
    const { kind, value } = image?.values[0] ?? {};
    assert.ok(kind === 'image' && typeof value === 'object' && 'encoded' in value);
    assert.deepEqual([value.width, value.height, value.channels, value.encoded[1]], [2, 1, 3, 0x50]);
    assert.deepEqual(text?.values, [
      {
        tag: 't',
        plugin: 'text',
        kind: 'tensor',
        value: { dtype: 7, shape: [], values: [new TextEncoder().encode('**x**')] },
      },
    ]);
  });
  it('draws figures', () => {
    const figure = learningCurves({ loss: [3, 2, 1] });
    const [small] = written((writer) => writer.addFigure('f', figure, 2, { width: 300, height: 200, wallTime: 5 }));
    const { value } = small?.values[0] ?? {};
    assert.ok(typeof value === 'object' && 'encoded' in value);
    assert.deepEqual([value.width, value.height, value.channels, small?.step, small?.wallTime], [300, 200, 3, 2, 5]);
    assert.throws(() => new SummaryWriter(() => {}).addFigure('f', {} as never), { name: 'OptionError' });
  });
  it('keeps at most maxQueue events back, until flush and close', () => {
    const sizes: number[] = [];
    const writer = new SummaryWriter((bytes) => void sizes.push(readEvents(bytes).length), { maxQueue: 3 });
    assert.deepEqual(sizes, [1]);
    for (let step = 0; step < 4; step++) writer.addScalar('a', step, step);
    assert.deepEqual(sizes, [1, 3]);
    writer.flush();
    writer.flush();
    assert.deepEqual(sizes, [1, 3, 1]);
    writer.addScalar('a', 5, 5);
    writer.close();
    writer.close();
    assert.deepEqual(sizes, [1, 3, 1, 1]);
    assert.throws(() => writer.addScalar('a', 6, 6), {
      message: "Cannot add scalar 'a': writer must be open, received one that is closed",
    });
  });
  it('makes a file of its own that comes after those in the folder', () => {
    const folder = join(root, 'runs/one');
    const writers = [1, 2, 3].map(() => new SummaryWriter(folder));
    for (const [i, writer] of writers.entries()) writer.addScalar('a', i);
    for (const writer of writers) writer.close();
    const names = readdirSync(folder).sort();
    assert.deepEqual(
      names.map((name) => join(folder, name)),
      writers.map(({ path }) => path),
    );
    for (const [i, name] of names.entries()) {
      assert.match(name, /^events\.out\.tfevents\.\d{10}\.memcell\.\w+$/);
      assert.equal(readEvents(readFileSync(join(folder, name)))[1]?.values[0]?.value, i);
    }
  });
  it('makes a file that no other process makes in the same second', () => {
    const folders = [join(root, 'one'), join(root, 'other')];
    const names = folders.map((folder) => new SummaryWriter(folder).path?.split('/').at(-1)?.split('.').at(-1));
    assert.notEqual(names[0], names[1]);
  });
  it('says from which step on earlier files count no more', () => {
    const parts: Uint8Array[] = [];
    new SummaryWriter((bytes) => void parts.push(bytes), { purgeStep: 5 }).close();
    const [, restart] = readEvents(new Uint8Array(Buffer.concat(parts)));
    assert.deepEqual([restart?.step, restart?.restart], [5, true]);
  });
  it('refuses what it cannot write', () => {
    const writer = new SummaryWriter(() => {});
    const refuses = (run: () => void, message: string): void => {
      assert.throws(run, (error: Error) => {
        assert.equal(error.message, message);
        return true;
      });
    };
    refuses(
      () => new SummaryWriter(''),
      "Cannot create SummaryWriter: target must be the path of a folder or a function that takes bytes, received ''",
    );
    refuses(
      () => new SummaryWriter(() => {}, { flushSecs: 3 } as object),
      'Cannot create SummaryWriter: flushSecs is not supported and must be left out, received 3',
    );
    refuses(
      () => writer.addScalar('a', 1, 1e300),
      "Cannot add scalar 'a': step must be a whole number from 0 to 9007199254740991, received 1e+300",
    );
    refuses(
      () => writer.addHistogram('h', [1, 2], 0, { bins: 1e9 }),
      "Cannot add histogram 'h': bins must be a whole number from 1 to 10000, received 1000000000",
    );
    refuses(
      () => writer.addHistogram('h', [1, 2], 0, null as never),
      "Cannot add histogram 'h': options must be an object, received null",
    );
    refuses(
      () => writer.addFigure('f', {} as never, 0, null as never),
      "Cannot add figure 'f': options must be an object, received null",
    );
    refuses(() => writer.addScalar('', 1), "Cannot add scalar '': tag must be a text, received ''");
    refuses(() => writer.addScalar('a', '1' as never), "Cannot add scalar 'a': value must be a number, received '1'");
    refuses(
      () => writer.addScalar('a', 1, -1),
      "Cannot add scalar 'a': step must be a whole number from 0 to 9007199254740991, received -1",
    );
    refuses(
      () => writer.addScalar('a', 1, 0, { wallTime: NaN }),
      "Cannot add scalar 'a': wallTime must be a finite number, received NaN",
    );
    refuses(
      () => writer.addHistogram('h', []),
      "Cannot add histogram 'h': there must be at least one value, received none",
    );
    refuses(
      () => writer.addHistogram('h', [0, Infinity]),
      "Cannot add histogram 'h': values must be finite numbers, received Infinity at 1",
    );
    refuses(
      () => writer.addHistogram('h', 3 as never),
      "Cannot add histogram 'h': values must be a tensor or a list, received 3",
    );
    refuses(() => writer.addImage('i', '<svg/>' as never), "Cannot add image 'i': it must be pixels, received a text");
    const image = { width: 2, height: 1, channels: 1, pixels: [0, 1] } as const;
    refuses(
      () => writer.addImage('i', { ...image, pixels: [1] }),
      "Cannot add image 'i': there must be 2 pixels, received 1",
    );
    refuses(
      () => writer.addImage('i', { ...image, pixels: [1, 256] }),
      "Cannot add image 'i': pixels must be from 0 to 255, received 256 at 1",
    );
    refuses(
      () => writer.addImage('i', { ...image, channels: 2 as never }),
      "Cannot add image 'i': channels must be 1 or 3, received 2",
    );
    refuses(
      () => writer.addImage('i', null as never),
      "Cannot add image 'i': it must be { width, height, channels, pixels }, received null",
    );
    refuses(() => writer.addText('t', 1 as never), "Cannot add text 't': it must be a text, received 1");
    refuses(
      () => writer.addGraph({} as never),
      'Cannot add graph: model must be a Sequential or a Model, received an object',
    );
    refuses(
      () => writer.addGraph(new Sequential([new Dense({ units: 1 })])),
      "Cannot add graph of Sequential 'sequential': it must be built, received a model that has no shapes yet",
    );
    writeFileSync(join(root, 'file'), '');
    assert.throws(() => new SummaryWriter(join(root, 'file')), { name: 'ResourceError' });
  });
});
