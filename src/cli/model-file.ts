import { UnsupportedError } from '../errors.ts';
import { modelFormat } from '../interop/model-format.ts';
import { platform } from '../platform/index.ts';
import { UsageError } from './usage-error.ts';

/** Throws where no model can be saved under this name, before there is one. */
export function checkModelFile(action: string, path: string): void {
  const refuse = (must: string, received: string): never => {
    throw new UsageError(`Cannot ${action}: ${must}, received ${received}`);
  };
  try {
    modelFormat(path, 'save');
  } catch (error) {
    if (error instanceof UnsupportedError) throw new UsageError(error.message);
    throw error;
  }
  const folder = /^(.*)[/\\][^/\\]*$/.exec(path)?.[1];
  if (folder !== undefined && folder !== '' && platform().kindOf(folder) !== 'folder') {
    refuse('--save must name a file in a folder that exists', `'${path}'`);
  }
  if (platform().kindOf(path) === 'folder') refuse('--save must name a file', `the folder '${path}'`);
}
