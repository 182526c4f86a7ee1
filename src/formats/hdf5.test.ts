import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Hdf5Attribute, type Hdf5Group, readHdf5, writeHdf5 } from './hdf5.ts';

const group = (attributes: Record<string, Hdf5Attribute>, members: Record<string, unknown>): Hdf5Group => ({
  attributes: new Map(Object.entries(attributes)),
  members: new Map(Object.entries(members)) as Hdf5Group['members'],
});
const root = group(
  { text: 'häuser', long: 'x'.repeat(200_000), list: ['a', 'long one'] },
  {
    block: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, NaN) },
    inner: group(
      {},
      { 0: { shape: [2], data: BigInt64Array.of(1n, -2n) }, none: { shape: [0, 2], data: new Float32Array(0) } },
    ),
    step: { shape: [], data: Int32Array.of(7) },
  },
);

describe('HDF5', () => {
  it('comes back: groups, blocks of several kinds, scalars, long texts and lists', async () => {
    assert.deepEqual(await readHdf5(await writeHdf5(root)), root);
  });

  it('refuses files cut off anywhere', async () => {
    const bytes = await writeHdf5(root);
    for (let length = 0; length < bytes.length; length += 4801) {
      await assert.rejects(readHdf5(bytes.slice(0, length), 'x.h5'), {
        name: 'FormatError',
        message: "Cannot read hdf5 'x.h5': file must be whole, and HDF5, received other bytes",
      });
    }
  });

  it('gives its own errors for damaged bytes, or what is there', async () => {
    const bytes = await writeHdf5(
      group({ a: 'b' }, { g: group({}, { w: { shape: [2], data: Float32Array.of(1, 2) } }) }),
    );
    let refused = 0;
    for (let i = 0; i < bytes.length; i += 13) {
      const damaged = Uint8Array.from(bytes);
      damaged[i] = (damaged[i] as number) ^ 0x55;
      await readHdf5(damaged).catch((error: Error) => {
        assert.match(error.name, /^(Format|Unsupported)Error$/);
        refused++;
      });
    }
    assert.ok(refused > 10, `${refused} refused`);
  });
});
