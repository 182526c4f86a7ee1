import { UnsupportedError } from '../errors.ts';

/** Formats of model files by their endings. */
const ENDINGS = ['.safetensors'];

/** The format that a path's ending names. @throws UnsupportedError for any other ending. */
export function modelFormat(path: string, action: 'save' | 'load'): string {
  const ending = ENDINGS.find((known) => path.toLowerCase().endsWith(known));
  if (ending !== undefined) return ending;
  throw new UnsupportedError(
    `Cannot ${action} model '${path}': the name must end in ${ENDINGS.join(' or ')}, received '${/\.[^./\\]*$/.exec(path)?.[0] ?? 'no ending'}'`,
  );
}
