import { extname } from 'node:path';
import { platform } from '../../platform/index.ts';
import { type Figure, toSvg } from '../../plots/index.ts';
import { figureLines } from '../live-plot.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

/** Throws unless a picture can be written under this name. */
export function checkSvgFile(action: string, path: string | undefined): void {
  if (path === undefined || extname(path).toLowerCase() === '.svg') return;
  throw new UsageError(`Cannot ${action}: --svg must name a file that ends in .svg, received '${path}'`);
}

/** Draws a picture in the terminal, or into a file. */
export function drawFigure(figure: Figure, svg: string | undefined, out: Terminal): void {
  if (svg === undefined) {
    for (const line of figureLines(figure, out)) out.line(line);
    return;
  }
  platform().writeFileAtomic(svg, toSvg(figure));
  out.line(`Drawn: ${svg}`);
}
