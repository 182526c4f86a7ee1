export { type CellDrawingOptions, cellDrawing } from './cell-drawing.ts';
export { type ConfusionMatrixOptions, confusionMatrix } from './confusion-matrix.ts';
export type {
  Axis,
  BarsFigure,
  CellFigure,
  CellStep,
  Figure,
  HeatFigure,
  HistogramFigure,
  ImageFigure,
  LineSeries,
  LinesFigure,
  NamedPoint,
  PointsFigure,
  WordsFigure,
  WordsRow,
} from './figure.ts';
export { type GateHeatMapOptions, gateHeatMap } from './gate-heat-map.ts';
export { type GradientPlotOptions, gradientPlot } from './gradient-plot.ts';
export { type HeatRowsOptions, heatRows } from './heat-rows.ts';
export { type HistogramOptions, histogram } from './histogram.ts';
export { type Curves, type CurvesHistory, type LearningCurvesOptions, learningCurves } from './learning-curves.ts';
export { type ScatterPlotOptions, scatterPlot } from './scatter-plot.ts';
export { type SeriesPlotOptions, seriesPlot } from './series-plot.ts';
export { type SvgOptions, toSvg } from './to-svg.ts';
export { type TerminalOptions, toTerminal } from './to-terminal.ts';
