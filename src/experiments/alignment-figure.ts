import type { HeatFigure } from '../plots/figure.ts';
import type { Alignment } from '../tasks/translator.ts';

/** Blanks as something that is seen. */
const seen = (token: string): string => (token.trim() === '' ? '␣' : token);

/** Where each token of a translation looked: a row for each, dark where the source drew its look. */
export function alignmentFigure({ source, target, weights }: Alignment, caption: string): HeatFigure {
  return {
    kind: 'heat',
    title: 'Where the decoder looks',
    caption,
    rows: weights,
    x: 'source, as it is read',
    y: 'translation, as it is written',
    columnLabels: source.map(seen),
    rowLabels: target.map(seen),
    value: 'attention weight',
    min: 0,
    max: 1,
  };
}
