// node conformance/check-tensorboard-back.ts FOLDER: the event file that PyTorch wrote (check_tensorboard.py), read by memcell.
import { readEvents } from '../src/interop/io.ts';
import { platform } from '../src/platform/index.ts';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: node conformance/check-tensorboard-back.ts FOLDER');
const [file = ''] = platform().listFolder(folder);
const events = readEvents(platform().readFile(`${folder}/${file}`), file);
const found = events.flatMap(({ step, values }) => values.map((each) => ({ step, ...each })));

let failed = 0;
function report(what: string, received: unknown, expected: unknown): void {
  const [is, must] = [received, expected].map((each) => JSON.stringify(each));
  if (is !== must) failed++;
  const line = `PyTorch's event file: ${what}`;
  process.stdout.write(is === must ? `ok ${line}\n` : `not ok ${line}: ${is}, not ${must}\n`);
}
const of = (tag: string) => found.filter((each) => each.tag === tag);

report('version', events[0]?.fileVersion, 'brain.Event:2');
const losses = [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5].map((value, step) => [step, Math.fround(value)]);
report(
  'numbers',
  of('loss').map(({ step, value }) => [step, value]),
  losses,
);
report(
  'numbers in tensors',
  of('new').map(({ step, value }) => [step, value]),
  [[3, { dtype: 1, shape: [], values: [0.5] }]],
);
const [histogram] = of('h');
report('histogram', histogram?.kind === 'histogram' && histogram.value.counts.filter((n) => n > 0), [4, 4, 4]);
const [image] = of('i');
report('image', image?.kind === 'image' && [image.step, image.value.width, image.value.height], [1, 5, 2]);
const [text] = of('t/text_summary');
const letters = text?.kind === 'tensor' ? (text.value.values[0] as Uint8Array) : undefined;
report('text', [text?.plugin, letters && new TextDecoder().decode(letters)], ['text', '**über**']);
process.exitCode = failed > 0 ? 1 : 0;
