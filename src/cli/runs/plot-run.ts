import { FormatError, OptionError, ResourceError } from '../../errors.ts';
import { fromJson } from '../../logs/json.ts';
import { curveOf } from '../../logs/loss-curve.ts';
import { readRun } from '../../logs/read-run.ts';
import { platform } from '../../platform/index.ts';
import { checkFigure } from '../../plots/check-figure.ts';
import type { Figure } from '../../plots/index.ts';
import type { Terminal } from '../terminal.ts';
import { didYouMean } from '../usage-error.ts';
import { checkSvgFile, drawFigure } from './draw.ts';

/** What is drawn, and where to. */
export interface PlotOptions {
  readonly out: Terminal;
  /** A file; undefined for the terminal. */
  readonly svg: string | undefined;
  /** Name of a saved picture; undefined for the learning curve. */
  readonly picture: string | undefined;
}

/** Draws the learning curve of a run, or a picture that it left. */
export function plotRun(path: string, { out, svg, picture }: PlotOptions): void {
  checkSvgFile('plot run', svg);
  const figure = picture === undefined ? curveOf(readRun(path).events).loss() : readPicture(path, picture);
  if (figure === undefined) {
    throw new OptionError(`Cannot plot run '${path}': it must have taken a step, received a run without`, {
      hint: `Its pictures: ${picturesOf(path).join(', ') || 'none'}.`,
    });
  }
  drawFigure(figure, svg, out);
}

/** Names of the pictures that a run left. */
export function picturesOf(path: string): string[] {
  const folder = `${path}/plots`;
  if (platform().kindOf(folder) !== 'folder') return [];
  return platform()
    .listFolder(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
}

function readPicture(path: string, name: string): Figure {
  const names = picturesOf(path);
  if (!names.includes(name)) {
    const must = `picture must be one of ${names.join(', ') || '(none)'}`;
    throw new ResourceError(`Cannot plot run '${path}': ${must}, received '${name}'`, didYouMean(name, names));
  }
  const file = `${path}/plots/${name}.json`;
  try {
    const figure = fromJson(new TextDecoder().decode(platform().readFile(file))) as Figure;
    checkFigure(figure);
    return figure;
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new FormatError(`Cannot read picture '${file}': file must be JSON, received another format`);
    }
    if (!(error instanceof OptionError)) throw error;
    throw new FormatError(`Cannot read picture '${file}': it must be a figure, received other JSON`, {
      hint: error.message,
      cause: error,
    });
  }
}
