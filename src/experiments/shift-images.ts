import type { Random } from '../random.ts';
import { tensor } from '../tensor/tensor.ts';
import type { ImageBatch } from './image-data.ts';

/**
 * Each image moved by up to `most` pixels either way and mirrored half of the time, so that none comes twice the same; what
 * comes in from outside is 0.
 */
export function shiftImages({ input, target }: ImageBatch, most: number, random: Random): ImageBatch {
  const [count = 0, height = 0, width = 0, channels = 0] = input.shape;
  const moves = random.integers(2 * count, -most, most + 1);
  const mirrored = random.integers(count, 0, 2);
  const out = new Float32Array(input.size);
  for (let n = 0; n < count; n++) {
    const [down, right] = [moves[2 * n] as number, moves[2 * n + 1] as number];
    for (let row = Math.max(0, down); row < Math.min(height, height + down); row++) {
      for (let column = Math.max(0, right); column < Math.min(width, width + right); column++) {
        const seen = mirrored[n] === 1 ? width - 1 - (column - right) : column - right;
        const from = ((n * height + row - down) * width + seen) * channels;
        const to = ((n * height + row) * width + column) * channels;
        for (let c = 0; c < channels; c++) out[to + c] = input.data[from + c] as number;
      }
    }
  }
  return { input: tensor(out, input.shape), target };
}
