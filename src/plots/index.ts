export { type HeatRowsOptions, heatRows } from './heat-rows.ts';
