/** A rectangle by its edges. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A mark, and the size of the name that is to stand beside it; without a name the width is 0. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Height of a name, its distance from the middle of its mark, and half the width of a mark. */
const [HEIGHT, APART, MARK] = [14, 6, 4];

/**
 * Where each name stands: the first of eight places around its mark where it overlaps no mark and no name before it, and
 * stays in the room; undefined where there is none.
 */
export function placeLabels(marks: readonly Labelled[], room: Rectangle): (Rectangle | undefined)[] {
  const taken: Rectangle[] = marks.map(({ x, y }) => ({
    left: x - MARK,
    top: y - MARK,
    right: x + MARK,
    bottom: y + MARK,
  }));
  return marks.map((mark) => {
    if (mark.width === 0) return undefined;
    const found = around(mark).find((place) => within(place, room) && !taken.some((other) => overlap(place, other)));
    if (found !== undefined) taken.push(found);
    return found;
  });
}

/** To the right, to the left, above, below, and the corners between. */
function around({ x, y, width }: Labelled): Rectangle[] {
  const [right, left, middle] = [x + APART, x - APART - width, x - width / 2];
  const [level, above, below] = [y - HEIGHT / 2, y - APART - HEIGHT, y + APART];
  const places = [
    [right, level],
    [left, level],
    [middle, above],
    [middle, below],
    [right - 2, above + 2],
    [right - 2, below - 2],
    [left + 2, above + 2],
    [left + 2, below - 2],
  ] as const;
  return places.map(([from, top]) => ({ left: from, top, right: from + width, bottom: top + HEIGHT }));
}

function within(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
  );
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
