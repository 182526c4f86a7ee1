import { extname } from 'node:path';
import { OptionError } from '../../errors.ts';
import { type NpyArray, readNpy } from '../../formats/npy.ts';
import { readSafetensors } from '../../formats/safetensors.ts';
import { trace } from '../../inspect/trace.ts';
import { platform } from '../../platform/index.ts';
import { formatShape } from '../../tensor/shape.ts';
import { arrayFormat, readInputs } from '../array-file.ts';
import { formatCount, formatNumber } from '../numbers.ts';
import { wholeNumber } from '../options.ts';
import { type AddCommand, examples } from '../shell.ts';
import { harmless, type Terminal } from '../terminal.ts';
import { THREADS, useThreads } from '../threads.ts';
import { traceJson, traceLines } from '../trace-lines.ts';
import { UsageError } from '../usage-error.ts';

interface InspectOptions {
  trace?: string;
  sample: string;
  units: string;
  threads?: string;
  json?: true;
}

/** `memcell inspect`: what a file holds, and what a model does inside. */
export const addInspect: AddCommand = (program, { out, err }) => {
  program
    .command('inspect')
    .argument('<file>', 'a saved model (.safetensors, .keras, .h5, .t7), another .safetensors or a .npy file')
    .summary('show what a file holds')
    .description(
      'Shows the summary of a saved model, or the tensors and metadata of a file.\n\n' +
        'With --trace it shows what a model does inside: every gate and state of its recurrent layers, ' +
        'a row a unit, a column a step, light for low and dark for high.',
    )
    .option('--trace <file>', 'inputs to look at the model with: .npy, .csv or .tsv')
    .option('--sample <n>', 'which sample of them, counted from 1', '1')
    .option('--units <n>', 'units shown of each gate', '8')
    .option(...THREADS)
    .option('--json', 'with --trace: one JSON object a gate')
    .addHelpText(
      'after',
      examples([
        ['memcell inspect adder.safetensors', 'layers, shapes and parameters of a model'],
        ['memcell inspect adder.safetensors --trace x.npy', 'its gates at every step of the first sample'],
        ['memcell inspect x.npy', 'dtype, shape and range of an array'],
      ]),
    )
    .action(async (file: string, options: InspectOptions) => {
      await useThreads('inspect', options.threads, err);
      if (options.trace !== undefined) return inspectSteps(file, options.trace, options, out);
      const ending = extname(file).toLowerCase();
      if (ending === '.npy') out.line(describeArray(file, readNpy(platform().readFile(file), file)));
      else if (ending === '.safetensors') await inspectTensors(file, out);
      else if (['.keras', '.h5', '.t7'].includes(ending)) await inspectModel(file, out);
      else {
        const must = 'its name must end in .safetensors, .keras, .h5, .t7 or .npy';
        const received = ending === '' ? 'no ending' : `'${ending}'`;
        throw new UsageError(`Cannot inspect file '${file}': ${must}, received ${received}`);
      }
    });
};

/** The gates and states of a saved model at every step of one sample. */
async function inspectSteps(file: string, path: string, options: InspectOptions, out: Terminal): Promise<void> {
  const from = arrayFormat('inspect', '--trace', path);
  const units = wholeNumber('inspect', '--units', options.units);
  const { loadModel } = await import('../../interop/io.ts');
  const { customObjects } = await import('../../experiments/custom-objects.ts');
  const model = await loadModel(file, { customObjects, compile: false });
  const { shape, data } = readInputs('inspect', path, from, model.inputShape);
  const sample = wholeNumber('inspect', '--sample', options.sample, { to: shape[0] ?? 1 });
  const size = data.length / (shape[0] ?? 1);
  const x = { data: data.slice((sample - 1) * size, sample * size), shape: [1, ...shape.slice(1)] };
  const traces = trace(model, x);
  if (traces.length === 0) {
    throw new OptionError(`Cannot inspect model '${file}': it must have a recurrent layer, received none`);
  }
  for (const line of options.json ? traceJson(traces) : traceLines(traces, { units, paint: out.paint })) out.line(line);
}

/** The summary of a saved model. */
async function inspectModel(file: string, out: Terminal): Promise<void> {
  const { loadModel } = await import('../../interop/io.ts');
  const { customObjects } = await import('../../experiments/custom-objects.ts');
  out.line((await loadModel(file, { customObjects, compile: false })).summary());
}

/** The summary of a model that memcell saved, or every tensor of another file; then what the metadata says besides. */
async function inspectTensors(file: string, out: Terminal): Promise<void> {
  const { tensors, metadata } = readSafetensors(platform().readFile(file), file);
  const { memcell, ...rest } = metadata;
  if (memcell === undefined) {
    for (const [name, { dtype, shape }] of tensors) out.line(`${harmless(name)}  ${dtype} ${formatShape(shape)}`);
  } else await inspectModel(file, out);
  for (const [key, value] of Object.entries(rest)) out.line(`${harmless(key)}: ${harmless(value)}`);
}

function describeArray(file: string, { dtype, shape, data }: NpyArray): string {
  const numbers = Array.from<number | bigint, number>(data, Number);
  const least = numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const largest = numbers.reduce((a, b) => Math.max(a, b), -Infinity);
  const range = numbers.length === 0 ? '' : `, from ${formatNumber(least)} to ${formatNumber(largest)}`;
  return `${file}  ${dtype} ${formatShape(shape)}, ${formatCount(numbers.length)} numbers${range}`;
}
