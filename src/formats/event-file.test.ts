import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FormatError } from '../errors.ts';
import { crc32c, maskedCrc32c } from './crc32c.ts';
import { eventBytes, readEvents, readRecords, recordBytes } from './event-file.ts';
import type { LogEvent } from './event-messages.ts';
import { textTensor } from './tensor-message.ts';

const text = (letters: string): Uint8Array => new TextEncoder().encode(letters);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const join = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const events: LogEvent[] = [
  { wallTime: 1763748371.25, step: 0, fileVersion: 'brain.Event:2', values: [] },
  { wallTime: 2, step: 7, restart: true, values: [] },
  { wallTime: 2, step: 5_000_000_000, values: [{ tag: '损失', kind: 'scalar', value: 0.25 }] },
  {
    wallTime: 3,
    step: 1,
    values: [
      {
        tag: 'h',
        kind: 'histogram',
        value: { min: -1, max: 2, count: 3, sum: 1, sumOfSquares: 5, limits: [0, 2], counts: [1, 2] },
      },
      {
        tag: 'i',
        kind: 'image',
        description: 'what it shows',
        value: { width: 3, height: 2, channels: 1, encoded: Uint8Array.of(1, 2) },
      },
      { tag: 't', plugin: 'text', kind: 'tensor', value: textTensor(['über **x**'], []) },
      { tag: 'n', kind: 'tensor', value: { dtype: 1, shape: [2], values: [1.5, -1] } },
      { tag: 'o', kind: 'other', value: undefined },
    ],
  },
  {
    wallTime: 4,
    step: 0,
    graph: [
      {
        name: 'x',
        op: 'Placeholder',
        inputs: [],
        shapes: [[null, 3]],
        dtype: 'int32',
        attributes: {},
      },
      {
        name: 'd/MatMul',
        op: 'MatMul',
        inputs: ['x', 'd/kernel'],
        shapes: [[null, 2], []],
        dtype: 'float32',
        attributes: { units: '2' },
      },
    ],
    values: [],
  },
];

describe('crc32c', () => {
  it('has the check value of its definition and the examples of RFC 3720', () => {
    assert.equal(crc32c(text('123456789')), 0xe3069283);
    assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
    assert.equal(crc32c(new Uint8Array(32).fill(255)), 0x62a8ab43);
    assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
    assert.equal(crc32c(new Uint8Array()), 0);
  });
  it('is masked by a turn and a constant', () => {
    assert.equal(maskedCrc32c(new Uint8Array()), 0xa282ead8);
    const crc = 0xe3069283;
    assert.equal(maskedCrc32c(text('123456789')), (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  });
});

describe('records', () => {
  it('are a length, its checksum, data and its checksum', () => {
    const bytes = recordBytes(text('abc'));
    assert.equal(hex(bytes.subarray(0, 8)), '0300000000000000');
    const view = new DataView(bytes.buffer);
    assert.equal(view.getUint32(8, true), maskedCrc32c(bytes.subarray(0, 8)));
    assert.equal(hex(bytes.subarray(12, 15)), hex(text('abc')));
    assert.equal(view.getUint32(15, true), maskedCrc32c(text('abc')));
    assert.equal(bytes.length, 19);
  });
  it('come back in order, empty ones too, from any place in a buffer', () => {
    const file = join(text('x'), recordBytes(text('one')), recordBytes(new Uint8Array()), recordBytes(text('three')));
    const records = readRecords(file.subarray(1)).map((data) => new TextDecoder().decode(data));
    assert.deepEqual(records, ['one', '', 'three']);
    assert.deepEqual(readRecords(new Uint8Array()), []);
  });
});

describe('events', () => {
  it('have the bytes that their messages say', () => {
    const version = eventBytes({ wallTime: 1.5, step: 0, fileVersion: 'brain.Event:2', values: [] });
    // wall_time (1, double) 1.5; file_version (3, text of 13 bytes)
    assert.equal(hex(version.subarray(12, -4)), `09000000000000f83f1a0d${hex(text('brain.Event:2'))}`);
    const scalar = eventBytes({ wallTime: 0, step: 300, values: [{ tag: 'a', kind: 'scalar', value: -2 }] });
    // step (2) 300; summary (5) { value (1) { tag (1) 'a', simple_value (2, float) -2 } }
    assert.equal(hex(scalar.subarray(12, -4)), '09000000000000000010ac022a0a0a080a016115000000c0');
  });
  it('come back as they were written', () => {
    const bytes = join(...events.map(eventBytes));
    assert.deepEqual(readEvents(bytes), events);
  });
  it('of TensorFlow are read: numbers in tensors, as they lie in memory', () => {
    // tensor { dtype (1) DT_DOUBLE, tensor_shape (2), tensor_content (4) }, in value { tag, tensor (8) }
    const content = new Uint8Array(new Float64Array([0.5]).buffer);
    const tensor = join(Uint8Array.of(0x08, 2, 0x12, 0, 0x22, 8), content);
    const value = join(Uint8Array.of(0x0a, 1, 0x61, 0x42, tensor.length), tensor);
    const summary = join(Uint8Array.of(0x0a, value.length), value);
    const [event] = readEvents(recordBytes(join(Uint8Array.of(0x2a, summary.length), summary)));
    assert.deepEqual(event?.values, [{ tag: 'a', kind: 'tensor', value: { dtype: 2, shape: [], values: [0.5] } }]);
  });
});

describe('readEvents refuses', () => {
  const file = join(recordBytes(text('first')), eventBytes({ wallTime: 1, step: 2, values: [] }));
  const refuses = (bytes: Uint8Array, message: RegExp): void => {
    assert.throws(
      () => readEvents(bytes, 'f'),
      (error) => error instanceof FormatError && message.test(error.message),
    );
  };
  const changed = (at: number): Uint8Array => file.map((byte, i) => (i === at ? byte ^ 1 : byte));

  it('a record that is cut off, saying which', () => {
    const second = /^Cannot read event file 'f': record 2 \(at byte 21\) must/;
    refuses(file.subarray(0, 30), second);
    refuses(file.subarray(0, file.length - 1), second);
    refuses(file.subarray(0, file.length - 1), /must hold at most \d+ bytes in this file, received \d+$/);
  });
  it('a damaged byte wherever it is', () => {
    for (let at = 0; at < file.length; at++) refuses(changed(at), /^Cannot read event file 'f': /);
    refuses(changed(0), /: checksum of the length of record 1 \(at byte 0\) must fit, received another one$/);
    refuses(changed(13), /: checksum of the data of record 1 \(at byte 0\) must fit, received another one$/);
  });
  it('what are no bytes, a path for one', () => {
    for (const wrong of ['logs/x', null, new ArrayBuffer(8)]) {
      assert.throws(() => readEvents(wrong as never), {
        name: 'OptionError',
        message: /^Cannot read event file: bytes must be a Uint8Array, received /,
      });
    }
  });
  it('messages that are cut off or damaged behind checksums that fit', () => {
    let refusals = 0;
    for (const [record = new Uint8Array()] of events.map((event) => readRecords(eventBytes(event)))) {
      for (let at = 0; at < record.length; at++) {
        for (const byte of [0, 127, 128, 255]) {
          const damaged = record.map((each, i) => (i === at ? byte : each));
          for (const bytes of [damaged, damaged.subarray(0, at)]) {
            try {
              readEvents(recordBytes(bytes));
            } catch (error) {
              refusals++;
              assert.ok(error instanceof FormatError, String(error));
            }
          }
        }
      }
    }
    assert.ok(refusals > 1000, `${refusals}`);
  });
  it('a record that holds no event', () => {
    refuses(recordBytes(Uint8Array.of(0x0a, 200, 1)), /: record 1 must be an Event message, received other bytes \(/);
    refuses(recordBytes(Uint8Array.of(0x09, 1)), /: record 1 must be an Event message, received other bytes \(/);
    refuses(recordBytes(Uint8Array.of(0x0f)), /: record 1 must be an Event message, received other bytes \(/);
    assert.throws(
      () => readEvents(recordBytes(Uint8Array.of(0x0f))),
      /^FormatError: Cannot read event file: record 1 /,
    );
  });
});
