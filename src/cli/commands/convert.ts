import { extname } from 'node:path';
import { formatTime } from '../numbers.ts';
import { type AddCommand, examples } from '../shell.ts';
import { UsageError } from '../usage-error.ts';

const ENDINGS = ['.safetensors', '.keras', '.h5', '.t7'];

/** `memcell convert`: a saved model in another format. */
export const addConvert: AddCommand = (program, { out }) => {
  program
    .command('convert')
    .argument('<in>', 'a saved model: .safetensors, .keras, .h5 or .t7')
    .argument('<out>', 'where it goes: .safetensors, .keras, .h5 or .t7')
    .summary('write a saved model in another format')
    .description(
      'Reads a model and writes it in the format that the other name ends in.\n\n' +
        '.keras is read by Keras 3, .h5 by Keras 2 and 3, .t7 by Torch 7. What the model was compiled ' +
        'with stays from .keras and .h5 to .keras and .h5; the others do not hold it.',
    )
    .option('--quiet', 'print nothing')
    .addHelpText(
      'after',
      examples([
        ['memcell convert adder.safetensors adder.keras', 'for Keras 3'],
        ['memcell convert model.h5 model.safetensors', 'from Keras'],
      ]),
    )
    .action(async (from: string, to: string, { quiet }: { quiet?: true }) => {
      for (const path of [from, to]) {
        const ending = extname(path).toLowerCase();
        if (ENDINGS.includes(ending)) continue;
        const received = ending === '' ? 'no ending' : `'${ending}'`;
        throw new UsageError(
          `Cannot convert '${path}': its name must end in ${ENDINGS.join(', ')}, received ${received}`,
        );
      }
      const { loadModel, saveModel } = await import('../../interop/io.ts');
      const { customObjects } = await import('../../experiments/custom-objects.ts');
      const begun = performance.now();
      // only Keras's files hold a training, so that what memcell cannot train with is no hindrance elsewhere
      const compile = ['.keras', '.h5'].includes(extname(to).toLowerCase());
      const model = await loadModel(from, { customObjects, compile });
      await saveModel(model, to);
      const took = formatTime((performance.now() - begun) / 1000);
      if (!quiet) out.line(`Converted ${model.className} '${model.name}' in ${took}: ${to}`);
    });
};
