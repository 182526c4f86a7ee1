import { ShapeError } from '../../errors.ts';
import { formatShape, type OpenShape } from '../../tensor/shape.ts';
import { type ArrayFormat, arrayFormat, type FileArray, readArrayFile, writeArrayFile } from '../array-file.ts';
import { formatTime } from '../numbers.ts';
import { type AddCommand, examples } from '../shell.ts';

interface PredictOptions {
  input: string;
  output: string;
  quiet?: true;
}

/** `memcell predict`: outputs of a saved model for a file of inputs. */
export const addPredict: AddCommand = (program, { out }) => {
  program
    .command('predict')
    .argument('<model>', 'a saved model')
    .summary('predict with a saved model')
    .description(
      'Reads inputs from a file, predicts, and writes the outputs.\n\n' +
        'A .npy file holds an array [samples, …]. A .csv (or .tsv) file holds one sample a row:\n' +
        'its steps one after another, the features of a step side by side; a header is left out.',
    )
    .requiredOption('--input <file>', 'inputs: .npy, .csv or .tsv')
    .requiredOption('--output <file>', 'where the outputs go: .npy, .csv or .tsv')
    .option('--quiet', 'print nothing')
    .addHelpText(
      'after',
      examples([
        ['memcell predict adder.safetensors --input x.npy --output y.npy', 'arrays as NumPy saves them'],
        ['memcell predict adder.safetensors --input x.csv --output y.csv', 'tables, one sample a row'],
      ]),
    )
    .action(async (path: string, { input, output, quiet }: PredictOptions) => {
      const from = arrayFormat('predict', '--input', input);
      const to = arrayFormat('predict', '--output', output);
      const { loadModel } = await import('../../interop/io.ts');
      const model = await loadModel(path);
      const { shape, data } = shapeRows(readArrayFile(input, from), from, input, model.inputShape);
      const begun = performance.now();
      const result = model.predict({ data, shape });
      const seconds = (performance.now() - begun) / 1000;
      writeArrayFile(output, to, { shape: result.shape, data: Float32Array.from(result.data) });
      const shapes = `${formatShape(shape)} to ${formatShape(result.shape)}`;
      if (!quiet) out.line(`Predicted ${shapes} in ${formatTime(seconds)}: ${output}`);
    });
};

/** Gives the rows of a table the shape of the model's input; where its length is open, the columns decide. */
function shapeRows(array: FileArray, format: ArrayFormat, file: string, inputShape: OpenShape | undefined): FileArray {
  if (format === '.npy' || inputShape === undefined) return array;
  const [rows = 0, columns = 0] = array.shape;
  const sample = inputShape.slice(1);
  const known = sample.reduce<number>((product, n) => product * (n ?? 1), 1);
  const open = sample.filter((n) => n === null).length;
  if (open === 0 ? columns === known : open === 1 && columns % known === 0) {
    return { shape: [rows, ...sample.map((n) => n ?? columns / known)], data: array.data };
  }
  const must = `rows of '${file}' must have ${open === 0 ? '' : 'a multiple of '}${known} numbers`;
  const hint = open > 1 ? 'Use a .npy file: the model takes more than one open axis.' : undefined;
  throw new ShapeError(
    `Cannot predict: ${must} for inputs of shape ${formatShape(inputShape)}, received ${columns}`,
    hint === undefined ? {} : { hint },
  );
}
