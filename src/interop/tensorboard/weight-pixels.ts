import type { Pixels } from '../../formats/png.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/**
 * A weight as a grey picture, the least number black and the greatest white: a vector as one line, a matrix (the longer
 * axis across), and of more axes all but the last one as lines. None for a single number.
 */
export function weightPixels({ data, shape }: Tensor): Pixels | undefined {
  const sizes = shape.filter((size) => size > 1);
  if (sizes.length === 0) return undefined;
  const columns = sizes.at(-1) as number;
  const rows = data.length / columns;
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const scale = greatest > least ? 255 / (greatest - least) : 0;
  const turned = rows > columns;
  const [height, width] = turned ? [columns, rows] : [rows, columns];
  const pixels = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = data[turned ? x * columns + y : y * columns + x] as number;
      pixels[y * width + x] = Math.round((value - least) * scale);
    }
  }
  return { width, height, channels: 1, pixels };
}
