import type { Net } from '../net.ts';
import { attentionPieces } from './attention.ts';
import { cellPieces } from './cells.ts';
import { corePieces } from './core.ts';
import { elementPieces } from './elements.ts';
import { maskPieces } from './masks.ts';
import { movingPieces } from './moving.ts';
import { productPieces } from './products.ts';
import { recurrentPieces } from './recurrent.ts';

/** Every method of a net, by its name. */
export const pieces: Partial<Net> = {
  ...corePieces,
  ...movingPieces,
  ...elementPieces,
  ...productPieces,
  ...maskPieces,
  ...recurrentPieces,
  ...cellPieces,
  ...attentionPieces,
};
