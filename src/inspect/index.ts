export { type GradientNorms, gradientNorms } from './gradient-norms.ts';
export { type Saturation, saturation } from './saturation.ts';
export { type Inputs, type Inspectable, type LayerTrace, trace } from './trace.ts';
