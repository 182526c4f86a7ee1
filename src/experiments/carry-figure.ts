import { trace } from '../inspect/trace.ts';
import type { Sequential } from '../models/sequential.ts';
import type { HeatFigure } from '../plots/figure.ts';
import { adderSamples, BITS } from './adder-data.ts';

/** The units of the last recurrent layer while the model adds two numbers, bit by bit. */
export function carryFigure(model: Sequential, a: number, b: number): HeatFigure {
  const hidden = trace(model, adderSamples([a], [b]).input).at(-1)?.values.hidden;
  const values = hidden?.data ?? [];
  const units = values.length / BITS;
  return {
    kind: 'heat',
    title: `The units while it adds ${a} and ${b}`,
    caption: 'Bits from the least significant one; a unit that keeps its sign is one that carries.',
    rows: Array.from({ length: units }, (_, unit) =>
      Array.from({ length: BITS }, (_, t) => values[t * units + unit] ?? 0),
    ),
    rowLabels: Array.from({ length: units }, (_, unit) => String(unit + 1)),
    columnLabels: Array.from({ length: BITS }, (_, t) => String(t)),
    x: 'bit',
    y: 'unit',
    value: 'h',
    min: -1,
    max: 1,
    diverging: true,
  };
}
