/** A piece of a pen's way in pixels, with the radius of the pen at both ends. */
export interface PenStep {
  readonly x0: number;
  readonly y0: number;
  readonly radius0: number;
  readonly x1: number;
  readonly y1: number;
  readonly radius1: number;
}

/**
 * Draws a round-ended line whose width changes evenly, over a grey image of `size` by `size`: ink adds by its maximum.
 * Pixel (i, j) reaches from i to i + 1, and its ink falls from 1 to 0 over a band `softness` wide around the edge.
 */
export function drawLine(pixels: Float32Array, size: number, step: PenStep, softness: number): void {
  const { x0, y0, radius0, x1, y1, radius1 } = step;
  const reach = Math.max(radius0, radius1) + softness / 2;
  const [left, right] = range(Math.min(x0, x1) - reach, Math.max(x0, x1) + reach, size);
  const [top, bottom] = range(Math.min(y0, y1) - reach, Math.max(y0, y1) + reach, size);
  const dx = x1 - x0;
  const dy = y1 - y0;
  const square = dx * dx + dy * dy;
  const inverse = square > 0 ? 1 / square : 0;
  for (let j = top; j < bottom; j++) {
    const py = j + 0.5 - y0;
    for (let i = left; i < right; i++) {
      const px = i + 0.5 - x0;
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) * inverse));
      const ex = px - along * dx;
      const ey = py - along * dy;
      const inside = radius0 + along * (radius1 - radius0) - Math.sqrt(ex * ex + ey * ey);
      const ink = inside / softness + 0.5;
      const place = j * size + i;
      if (ink > (pixels[place] as number)) pixels[place] = ink < 1 ? ink : 1;
    }
  }
}

/** The pixels whose centres lie between two coordinates: first, and one past the last. */
function range(low: number, high: number, size: number): [first: number, end: number] {
  return [Math.max(0, Math.ceil(low - 0.5)), Math.min(size, Math.floor(high - 0.5) + 1)];
}
