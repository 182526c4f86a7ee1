import { curveOf, scaleOf } from '../../logs/loss-curve.ts';
import { type Run, readRun } from '../../logs/read-run.ts';
import type { LineSeries, LinesFigure } from '../../plots/figure.ts';
import { formatCount, formatTime } from '../numbers.ts';
import { flatScore } from '../report/score-table.ts';
import { measuredText, valueText } from '../report/table.ts';
import { type Column, table } from '../table.ts';
import { columnsOf, harmless, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { checkSvgFile, drawFigure } from './draw.ts';
import { stepsOf } from './run-row.ts';

/** Compares runs in the terminal; the picture may go into a file. */
export function compareRuns(
  paths: readonly string[],
  { out, svg }: { readonly out: Terminal; readonly svg: string | undefined },
): void {
  checkSvgFile('compare runs', svg);
  if (new Set(paths).size < 2) {
    throw new UsageError(
      `Cannot compare runs: there must be two or more, received ${paths.length === 1 ? 'one' : 'the same one'}`,
    );
  }
  const runs = paths.map(readRun);
  for (const line of compareLines(runs, out.width())) out.line(line);
  const figure = compareFigure(runs);
  if (figure === undefined) return;
  out.line();
  drawFigure(figure, svg, out);
}

/** Runs below one another: what differs among what was chosen, then what came out. */
function compareLines(runs: readonly Run[], width: number): string[] {
  const chosen = runs.map(({ info }) => ({
    experiment: info.experiment,
    preset: info.preset,
    seed: info.seed,
    ...info.options,
    ...info.versions,
    build: info.engine.build,
  }));
  const differing = [...new Set(chosen.flatMap((one) => Object.keys(one)))].filter((name) => {
    const values = chosen.map((one) => JSON.stringify((one as Record<string, unknown>)[name]));
    return new Set(values).size > 1;
  });
  const scores = runs.map(({ info }) => flatScore(info.score ?? {}));
  const scored = [...new Set(scores.flatMap((score) => Object.keys(score)))];
  const columns: Column[] = [
    { head: 'run' },
    ...differing.map((head) => ({ head, right: true })),
    { head: differing.includes('steps') ? 'taken' : 'steps', right: true },
    { head: 'time', right: true },
    ...scored.map((head) => ({ head, right: true })),
  ];
  const rows = runs.map((run, i) => [
    run.path,
    ...differing.map((name) => valueText((chosen[i] as Record<string, unknown>)[name])),
    formatCount(stepsOf(run)),
    formatTime(run.info.seconds ?? run.events.at(-1)?.seconds ?? 0),
    ...scored.map((name) => measuredText(scores[i]?.[name])),
  ]);
  const lines = table(columns, rows);
  if (lines.every((line) => columnsOf(line) <= width)) return lines.map(harmless);
  // a column for each run instead: what is compared stands below one another
  const [, ...heads] = columns.map(({ head }) => head);
  const turned = heads.map((head, k) => [head, ...rows.map((row) => row[k + 1] ?? '')]);
  const paths = rows.map(([path = '']) => ({ head: path, right: true, least: 12 }));
  return table([{ head: 'run', least: 16 }, ...paths], turned, { width }).map(harmless);
}

/** The learning curves of runs in one picture. */
function compareFigure(runs: readonly Run[]): LinesFigure | undefined {
  const series = runs.flatMap(({ path, events }): LineSeries[] => {
    const [loss] = curveOf(events).loss()?.series ?? [];
    return loss === undefined ? [] : [{ ...loss, name: path }];
  });
  if (series.length === 0) return undefined;
  const y = { label: 'loss', ...scaleOf(series.flatMap((one) => one.y)) };
  return { kind: 'lines', title: 'Learning curves', x: { label: 'step' }, y, series };
}
