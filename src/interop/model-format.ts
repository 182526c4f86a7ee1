import { UnsupportedError } from '../errors.ts';
import { checkText } from '../options.ts';

/** Formats of model files by their endings. */
const ENDINGS = ['.safetensors'];

/** The format that a path's ending names. @throws UnsupportedError for any other ending, OptionError for no path. */
export function modelFormat(path: string, action: 'save' | 'load'): string {
  checkText(`${action} model`, 'path', path);
  const format = ENDINGS.find((ending) => path.toLowerCase().endsWith(ending));
  if (format !== undefined) return format;
  const ending = /\.[^./\\]*$/.exec(path)?.[0];
  throw new UnsupportedError(
    `Cannot ${action} model '${path}': the name must end in ${ENDINGS.join(' or ')}, received ${ending === undefined ? 'no ending' : `'${ending}'`}`,
  );
}
