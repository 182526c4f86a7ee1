import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { bytesOfText, textOfBytes } from './byte-text.ts';

it('bytes come back from their text, which needs no escapes', () => {
  const every = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.deepEqual([...bytesOfText(textOfBytes(every))], [...every]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = textOfBytes(bytes);
      assert.match(text, /^[ !#%&(-[\]^_a-~]*$/);
      assert.deepEqual([...bytesOfText(text)], [...bytes]);
    }),
  );
});
