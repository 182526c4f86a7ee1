import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { placeLabels, type Rectangle } from './place-labels.ts';

const room: Rectangle = { left: 0, top: 0, right: 300, bottom: 200 };

describe('placeLabels', () => {
  it('puts a name to the right of its mark, and to the left at the edge', () => {
    const [right, left] = placeLabels(
      [
        { x: 100, y: 100, width: 40 },
        { x: 290, y: 100, width: 40 },
      ],
      room,
    );
    assert.ok(right!.left > 100 && left!.right < 290);
  });
  it('overlaps no name and no mark, and stays in the room', () => {
    const mark = fc.record({
      x: fc.integer({ min: 0, max: 300 }),
      y: fc.integer({ min: 0, max: 200 }),
      width: fc.nat(90),
    });
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 40 }), (marks) => {
        const names = placeLabels(marks, room).filter((place) => place !== undefined);
        for (const [i, a] of names.entries()) {
          assert.ok(a.left >= 0 && a.right <= 300 && a.top >= 0 && a.bottom <= 200);
          for (const b of names.slice(i + 1)) {
            assert.ok(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top);
          }
          for (const { x, y } of marks) assert.ok(!(x > a.left && x < a.right && y > a.top && y < a.bottom));
        }
      }),
    );
  });
});
