import { extname } from 'node:path';
import { type NpyArray, readNpy } from '../../formats/npy.ts';
import { readSafetensors } from '../../formats/safetensors.ts';
import { platform } from '../../platform/index.ts';
import { formatShape } from '../../tensor/shape.ts';
import { formatCount, formatNumber } from '../numbers.ts';
import { type AddCommand, examples } from '../shell.ts';
import { harmless, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

/** `memcell inspect`: what a file holds. */
export const addInspect: AddCommand = (program, { out }) => {
  program
    .command('inspect')
    .argument('<file>', 'a saved model, a .safetensors or a .npy file')
    .summary('show what a file holds')
    .description('Shows the summary of a saved model, or the tensors and metadata of a file.')
    .addHelpText(
      'after',
      examples([
        ['memcell inspect adder.safetensors', 'layers, shapes and parameters of a model'],
        ['memcell inspect x.npy', 'dtype, shape and range of an array'],
      ]),
    )
    .action(async (file: string) => {
      const ending = extname(file).toLowerCase();
      if (ending === '.npy') out.line(describeArray(file, readNpy(platform().readFile(file), file)));
      else if (ending === '.safetensors') await inspectTensors(file, out);
      else {
        const must = 'its name must end in .safetensors or .npy';
        const received = ending === '' ? 'no ending' : `'${ending}'`;
        throw new UsageError(`Cannot inspect file '${file}': ${must}, received ${received}`);
      }
    });
};

/** The summary of a model that memcell saved, or every tensor of another file; then what the metadata says besides. */
async function inspectTensors(file: string, out: Terminal): Promise<void> {
  const { tensors, metadata } = readSafetensors(platform().readFile(file), file);
  const { memcell, ...rest } = metadata;
  if (memcell === undefined) {
    for (const [name, { dtype, shape }] of tensors) out.line(`${harmless(name)}  ${dtype} ${formatShape(shape)}`);
  } else {
    const { loadModel } = await import('../../interop/io.ts');
    out.line((await loadModel(file)).summary());
  }
  for (const [key, value] of Object.entries(rest)) out.line(`${harmless(key)}: ${harmless(value)}`);
}

function describeArray(file: string, { dtype, shape, data }: NpyArray): string {
  const numbers = Array.from<number | bigint, number>(data, Number);
  const least = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const largest = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
  const range = numbers.length === 0 ? '' : `, from ${formatNumber(least)} to ${formatNumber(largest)}`;
  return `${file}  ${dtype} ${formatShape(shape)}, ${formatCount(numbers.length)} numbers${range}`;
}
