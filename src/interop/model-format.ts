import { UnsupportedError } from '../errors.ts';
import { checkText } from '../options.ts';

/** Formats of model files by their endings. */
const ENDINGS = ['.safetensors', '.keras', '.h5', '.t7'] as const;

/** The format of a model file: ours, Keras's, the one of Keras before 3, or Torch 7's. */
export type ModelFormat = (typeof ENDINGS)[number];

/** The format that bytes begin like: a zip file is .keras, HDF5 is .h5, an object of Torch is .t7. */
export function formatOfBytes(bytes: Uint8Array): ModelFormat {
  const begins = (...signs: readonly number[]): boolean => signs.every((sign, i) => bytes[i] === sign);
  if (begins(0x50, 0x4b, 3, 4)) return '.keras';
  if (begins(4, 0, 0, 0, 1, 0, 0, 0)) return '.t7';
  return begins(0x89, 0x48, 0x44, 0x46) ? '.h5' : '.safetensors';
}

/** The format that a path's ending names. @throws UnsupportedError for any other ending, OptionError for no path. */
export function modelFormat(path: string, action: 'save' | 'load'): ModelFormat {
  checkText(`${action} model`, 'path', path);
  const format = ENDINGS.find((ending) => path.toLowerCase().endsWith(ending));
  if (format !== undefined) return format;
  const ending = /\.[^./\\]*$/.exec(path)?.[0];
  throw new UnsupportedError(
    `Cannot ${action} model '${path}': the name must end in ${ENDINGS.join(' or ')}, received ${ending === undefined ? 'no ending' : `'${ending}'`}`,
  );
}
