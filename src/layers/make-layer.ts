import type { ConfigEntry } from '../config.ts';
import { OptionError, UnsupportedError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { describe } from '../options.ts';
import { Layer } from './layer.ts';
import { withParts } from './parts.ts';
import { customLayer, knownLayers, modelLayer } from './registry.ts';

/**
 * A layer from `{ className, config }`, of the classes that are known. It does not import them: a page that makes its
 * layers by `new` carries those alone.
 *
 * @throws UnsupportedError if the class is not known; OptionError if the config does not fit.
 */
export function makeLayer(entry: ConfigEntry): Layer {
  const { className, config = {} } = (entry ?? {}) as Partial<ConfigEntry>;
  if (typeof className !== 'string' || typeof config !== 'object' || config === null) {
    throw new OptionError(`Cannot make layer: entry must be { className, config }, received ${describe(entry)}`);
  }
  const known = knownLayers();
  const found = customLayer(className) ?? (Object.hasOwn(known, className) ? known[className] : undefined);
  if (found === undefined) {
    const model = modelLayer(className, config);
    if (model !== undefined) return model;
    throw unknownLayer(className, Object.keys(known));
  }
  const made = withParts(config, (part: Layer | ConfigEntry) => (part instanceof Layer ? part : makeLayer(part)));
  return new found(made as never);
}

function unknownLayer(className: string, known: readonly string[]): UnsupportedError {
  if (known.length === 0) {
    return new UnsupportedError(
      `Cannot make layer: className must be that of a layer which this bundle holds and is told of, received '${className}'`,
      {
        hint: `Say fromConfig(config, { customObjects: { ${className} } }), or import layerFromConfig, which brings all.`,
      },
    );
  }
  const near = nearestName(className, known);
  return new UnsupportedError(
    `Cannot make layer: className must be one of ${known.join(', ')}, received '${className}'`,
    {
      hint:
        near === undefined
          ? 'A layer of your own must be known: registerLayer(Class), or loadModel(…, { customObjects: { Class } }).'
          : `Did you mean '${near}'?`,
    },
  );
}
