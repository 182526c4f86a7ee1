import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dataSets } from './index.ts';

describe('the index of data sets', () => {
  for (const [name, set] of Object.entries(dataSets)) {
    it(`${name} has what a download needs`, () => {
      assert.equal(set.name, name);
      assert.equal(set.folders[0], name);
      assert.ok(set.parts.length > 0);
      for (const { bytes, sha256 } of [...set.parts, ...set.sources]) {
        assert.ok(Number.isSafeInteger(bytes) && bytes > 0);
        assert.match(sha256 ?? '0'.repeat(64), /^[0-9a-f]{64}$/);
      }
      for (const mirror of set.mirrors) assert.match(mirror, /^https?:\/\/.*\/$/);
      assert.equal(set.sources.length === 0, set.mirrors.length === 0);
      for (const { at, name: file } of set.sources) assert.equal(encodeURI(decodeURI(at ?? file)), at ?? file);
      assert.match(set.homepage, /^https:/);
      // it comes in an archive, part by part, or with the set whose folder it may lie in
      const packed = set.sources.some((source) => source.name.endsWith('.tar.gz'));
      const single = set.parts.every((part) =>
        set.sources.some((source) => [part.name, `${part.name}.gz`].includes(source.name)),
      );
      const other = dataSets[set.folders[1] ?? ''];
      assert.ok(packed || single || set.parts.every(({ name: part }) => other?.parts.some((one) => one.name === part)));
    });
  }
  it('gives every checksum once', () => {
    const sums = Object.values(dataSets)
      .filter(({ sources }) => sources.length > 0)
      .flatMap(({ parts, sources }) => [
        ...new Map([...parts, ...sources].map((file) => [file.name, file.sha256])).values(),
      ]);
    const known = sums.filter((sum) => sum !== undefined);
    assert.equal(new Set(known).size, known.length);
  });
});
