import { readT7 } from '../../formats/read-t7.ts';
import { refuser } from '../../formats/refuse.ts';
import { describeT7, isT7 } from '../../formats/t7.ts';
import { layerFromConfig } from '../../layers/index.ts';
import { Input } from '../../layers/input.ts';
import { Sequential } from '../../models/sequential.ts';
import { readModules } from './read-modules.ts';

/**
 * The nn.Sequential of a `.t7` file as a Sequential, for images channels last; their height and width may be any that the
 * modules take.
 *
 * @throws FormatError for bytes that are no such file, or do not fit together; UnsupportedError for other modules.
 */
export function loadTorch7(bytes: Uint8Array, path: string | undefined): Sequential {
  const refuse = refuser('t7', path);
  const value = readT7(bytes, path);
  if (!isT7(value, 'object') || value.className !== 'nn.Sequential') {
    return refuse.unsupported(
      'value must be an nn.Sequential',
      describeT7(value),
      'A model is saved by torch.save(path, model).',
    );
  }
  const { layers, shape } = readModules(value, refuse);
  const made = layers.map(({ className, config }) => layerFromConfig({ className, config }));
  const model = new Sequential([Input({ shape }), ...made]);
  for (const [l, { weights }] of layers.entries()) {
    for (const [i, numbers] of weights.entries()) made[l]?.weights[i]?.assign(numbers);
  }
  return model;
}
