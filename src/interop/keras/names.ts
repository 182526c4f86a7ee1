/** Options whose Keras name is not the camelCase one in snake case. */
const ODD: readonly (readonly [string, string])[] = [
  ['keepDims', 'keepdims'],
  ['clipNorm', 'clipnorm'],
  ['clipValue', 'clipvalue'],
  ['globalClipNorm', 'global_clipnorm'],
  ['beta1', 'beta_1'],
  ['beta2', 'beta_2'],
];
const toOdd: ReadonlyMap<string, string> = new Map(ODD);
const fromOdd: ReadonlyMap<string, string> = new Map(ODD.map(([ours, theirs]) => [theirs, ours]));

/** Keras's name of an option, an activation, a loss or a metric: recurrentActivation as recurrent_activation. */
export function snakeName(name: string): string {
  return toOdd.get(name) ?? name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
}

/** Our name of what Keras calls so: recurrent_activation as recurrentActivation. */
export function camelName(name: string): string {
  return fromOdd.get(name) ?? name.replace(/_([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}

/** The name that a class gives its groups in Keras's files: LSTMCell as lstm_cell, PReLU as p_re_lu. */
export function groupName(className: string): string {
  return className
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
