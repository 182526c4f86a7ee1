import { UnsupportedError } from '../../errors.ts';
import { formatShape, isOneShape, type OpenShapes } from '../../tensor/shape.ts';
import { arrayFormat, readInputs, writeArrayFile } from '../array-file.ts';
import { formatTime } from '../numbers.ts';
import { type AddCommand, examples } from '../shell.ts';
import { THREADS, useThreads } from '../threads.ts';

interface PredictOptions {
  input: string;
  output: string;
  threads?: string;
  quiet?: true;
}

/** `memcell predict`: outputs of a saved model for a file of inputs. */
export const addPredict: AddCommand = (program, { out, err }) => {
  program
    .command('predict')
    .argument('<model>', 'a saved model: .safetensors, .keras, .h5 or .t7')
    .summary('predict with a saved model')
    .description(
      'Reads inputs from a file, predicts, and writes the outputs.\n\n' +
        'A .npy file holds an array [samples, …]. A .csv (or .tsv) file holds one sample a row: ' +
        'its steps one after another, the features of a step side by side; a header is left out.',
    )
    .requiredOption('--input <file>', 'inputs: .npy, .csv or .tsv')
    .requiredOption('--output <file>', 'where the outputs go: .npy, .csv or .tsv')
    .option(...THREADS)
    .option('--quiet', 'print nothing')
    .addHelpText(
      'after',
      examples([
        ['memcell predict adder.safetensors --input x.npy --output y.npy', 'arrays as NumPy saves them'],
        ['memcell predict adder.safetensors --input x.csv --output y.csv', 'tables, one sample a row'],
      ]),
    )
    .action(async (path: string, { input, output, threads, quiet }: PredictOptions) => {
      const from = arrayFormat('predict', '--input', input);
      const to = arrayFormat('predict', '--output', output);
      await useThreads('predict', threads, err);
      const { loadModel } = await import('../../interop/io.ts');
      const { customObjects } = await import('../../experiments/custom-objects.ts');
      const model = await loadModel(path, { customObjects, compile: false });
      checkOne(path, model);
      const { shape, data } = readInputs('predict', input, from, model.inputShape);
      const begun = performance.now();
      const result = model.predict({ data, shape });
      const seconds = (performance.now() - begun) / 1000;
      writeArrayFile(output, to, { shape: result.shape, data: Float32Array.from(result.data) });
      const shapes = `${formatShape(shape)} to ${formatShape(result.shape)}`;
      if (!quiet) out.line(`Predicted ${shapes} in ${formatTime(seconds)}: ${output}`);
    });
};

/** Throws for a model whose inputs or outputs are lists: a file holds one array. */
function checkOne(path: string, model: { inputShape: OpenShapes | undefined; outputShape: OpenShapes }): void {
  const { inputShape = [], outputShape } = model;
  const lists = [inputShape, outputShape].map((shapes) => (isOneShape(shapes) ? 'one' : `a list of ${shapes.length}`));
  if (lists.every((each) => each === 'one')) return;
  throw new UnsupportedError(
    `Cannot predict with '${path}': the model must have one input and one output, received ${lists.join(' and ')}`,
    { hint: 'Call predict() of the model in a program.' },
  );
}
