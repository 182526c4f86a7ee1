import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FormatError } from '../../src/errors.ts';
import { decodeText } from '../../src/text/encoding/decode-text.ts';
import type { Encoding } from '../../src/text/encoding/encodings.ts';
import { loadGolden } from './load.ts';

type Case = { encoding: Encoding; bytes: string } & ({ text: string } | { wrong: number });
const { cases } = loadGolden<Case>('encodings-python');

describe("decodeText reads as Python's codecs", () => {
  for (const { encoding, bytes: hex, ...expected } of cases) {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    it(`${encoding} ${hex}`, () => {
      if ('text' in expected) return assert.equal(decodeText(bytes, { encoding }), expected.text);
      return assert.throws(
        () => decodeText(bytes, { encoding }),
        (error) => error instanceof FormatError && error.message.includes(` offset ${expected.wrong} (line `),
      );
    });
  }
});
