/** What every picture has. */
interface Named {
  readonly title: string;
  /** A sentence under it. */
  readonly caption?: string;
}

/** One axis of a picture. */
export interface Axis {
  readonly label: string;
  /** Written after the label in brackets: 's', '°C'. */
  readonly unit?: string;
  /** Default 'linear'. */
  readonly scale?: 'linear' | 'log';
  /** Ends of the axis. Default: those of the values. */
  readonly min?: number;
  readonly max?: number;
}

/** One line of a `LinesFigure`: points in order; what is not finite makes a gap. */
export interface LineSeries {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Default false. */
  readonly dashed?: boolean;
  /** Its colour's place in the palette, from 0: blue, red, green, pink, … Default: the line's own place. */
  readonly color?: number;
}

/** Lines over a common axis: learning curves, a series with its forecast, gradients through time. */
export interface LinesFigure extends Named {
  readonly kind: 'lines';
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly LineSeries[];
}

/** Numbers as shades: gates over time, a confusion matrix, an attention map. */
export interface HeatFigure extends Named {
  readonly kind: 'heat';
  readonly rows: readonly (readonly number[])[];
  /** What lies along a row, and what the rows are. */
  readonly x: string;
  readonly y: string;
  readonly columnLabels?: readonly string[];
  readonly rowLabels?: readonly string[];
  /** What a shade means, with its unit. */
  readonly value: string;
  /** Values at the two ends of the shades. Default: the least and the greatest; of two colours the largest size, both ways. */
  readonly min?: number;
  readonly max?: number;
  /** Two colours from the middle of the range, for values of both signs. Default false. */
  readonly diverging?: boolean;
  /** Write the number into each cell. Default false. */
  readonly numbers?: boolean;
}

/** Bars by name: probabilities of classes, accuracy by class. */
export interface BarsFigure extends Named {
  readonly kind: 'bars';
  readonly labels: readonly string[];
  readonly values: readonly number[];
  /** What a bar measures; its `min` is 0 unless it says otherwise. */
  readonly value: Axis;
  /** Index of a bar to set off: the right class. */
  readonly marked?: number;
}

/** A point with its name. */
export interface NamedPoint {
  readonly x: number;
  readonly y: number;
  /** Written beside it where there is room. Default: none. */
  readonly label?: string;
  /** Its colour's place in the palette, from 0. Default: 0. */
  readonly color?: number;
}

/** Points with their names: words on a map. */
export interface PointsFigure extends Named {
  readonly kind: 'points';
  readonly x: Axis;
  readonly y: Axis;
  /** The first ones get room for their names first. */
  readonly points: readonly NamedPoint[];
}

/** Counts of values between edges: `edges` has one number more than `counts`. */
export interface HistogramFigure extends Named {
  readonly kind: 'histogram';
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly x: Axis;
}

/** A small picture: `pixels` are rows of [height, width, channels], 0 to 255; 1 channel is grey, 3 are red, green, blue. */
export interface ImageFigure extends Named {
  readonly kind: 'image';
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: readonly number[];
}

/** What one memory cell did at one step. */
export interface CellStep {
  readonly input: readonly number[];
  /** Sums before the activations. */
  readonly sums: {
    readonly input: number;
    readonly forget: number;
    readonly candidate: number;
    readonly output: number;
  };
  /** The activations themselves. */
  readonly gates: {
    readonly input: number;
    readonly forget: number;
    readonly candidate: number;
    readonly output: number;
  };
  readonly cell: number;
  readonly hidden: number;
}

/** An LSTM cell drawn with its gates, once a step. */
export interface CellFigure extends Named {
  readonly kind: 'cell';
  readonly steps: readonly CellStep[];
}

/** A text in pieces, each with a number; joined, the pieces are the text. */
export interface WordsRow {
  /** Written above it. */
  readonly label: string;
  readonly words: readonly string[];
  readonly values: readonly number[];
}

/** Texts whose words are shaded: red for what is above 0, blue for what is below. */
export interface WordsFigure extends Named {
  readonly kind: 'words';
  readonly rows: readonly WordsRow[];
  /** What a shade means. */
  readonly value: string;
}

/** A picture as plain data, which JSON keeps as it is: `toSvg` and `toTerminal` draw it. */
export type Figure =
  | LinesFigure
  | HeatFigure
  | BarsFigure
  | PointsFigure
  | HistogramFigure
  | ImageFigure
  | CellFigure
  | WordsFigure;
