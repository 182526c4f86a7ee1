import { OptionError } from '../errors.ts';
import { describe } from '../options.ts';

type Apply = (layer: never, input: never, options: never) => unknown;

let provided: Apply | undefined;

/** @internal Lets layers be applied to symbolic tensors: a bundle without `Input` has none, and leaves graphs out. */
export function provideApply(apply: Apply): void {
  provided = apply;
}

/** @internal What a layer makes of symbolic tensors. @throws OptionError for anything else. */
export function applied(layer: { readonly className: string; readonly name: string }, ...given: unknown[]): unknown {
  if (provided !== undefined) return provided(...([layer, ...given] as unknown as Parameters<Apply>));
  throw notSymbolic(`apply ${layer.className} '${layer.name}'`, describe(given[0]));
}

/** @internal What to throw for an input that is no symbolic tensor. */
export function notSymbolic(action: string, received: string): OptionError {
  return new OptionError(`Cannot ${action}: inputs must be symbolic tensors, received ${received}`, {
    hint: 'apply() only builds the graph of a Model, from Input({ shape }). For numbers call predict() of a model.',
  });
}
