import type { Sequential } from 'memcell';
import { loadModel } from 'memcell/io';
import { adder, bitsOf, samples } from './adder.ts';
import { LossCurve } from './curve.ts';
import type { Report } from './worker.ts';

const find = <E extends Element>(selector: string): E => document.querySelector<E>(selector)!;
const train = find<HTMLButtonElement>('#train');
const save = find<HTMLButtonElement>('#save');
const status = find<HTMLElement>('#status');
const first = find<HTMLInputElement>('#first');
const second = find<HTMLInputElement>('#second');
const answer = find<HTMLOutputElement>('#answer');
const table = find<HTMLTableSectionElement>('#bits tbody');
const curve = new LossCurve(find<SVGSVGElement>('#curve'));

let seed = 1;
/** What answers: it knows nothing until the worker sends a trained one. */
let model: Sequential = adder(seed);
let bytes: Uint8Array<ArrayBuffer> | undefined;
let latest: Report | undefined;

train.addEventListener('click', () => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  train.disabled = true;
  save.disabled = true;
  curve.clear();
  worker.addEventListener('message', ({ data }: MessageEvent<Report>) => {
    curve.add(data.step, data.loss);
    if (latest === undefined) requestAnimationFrame(show);
    latest = data;
    if (data.done) worker.terminate();
  });
  worker.addEventListener('error', ({ message }) => {
    status.textContent = `The worker failed: ${message}`;
    train.disabled = false;
  });
  worker.postMessage(seed++);
});

/** Takes over the newest model, at most once a frame. */
async function show(): Promise<void> {
  const { step, accuracy, seconds, done, model: newest } = latest!;
  latest = undefined;
  bytes = newest;
  model = await loadModel(newest);
  const percent = (100 * accuracy).toFixed(accuracy === 1 ? 0 : 1);
  status.textContent = `${step} steps in ${seconds.toFixed(1)} s, ${percent} % of the bits right`;
  predict();
  if (!done) return;
  train.disabled = false;
  train.textContent = 'Train another one';
  save.disabled = false;
}

/** Asks the network for the sum in the form, here in the page. */
function predict(): void {
  const [a, b] = [first.valueAsNumber, second.valueAsNumber];
  if (!first.validity.valid || !second.validity.valid) {
    answer.textContent = 'two numbers from 0 to 127';
    return;
  }
  const chances = Array.from(model.predict(samples([[a, b]]).input).data);
  const sum = chances.reduce((total, chance, bit) => total + (chance > 0.5 ? 2 ** bit : 0), 0);
  answer.textContent = sum === a + b ? `${sum}` : `${sum}? (it is ${a + b})`;
  const right = bitsOf(a + b);
  table.replaceChildren(
    row('first', bitsOf(a).map(plainCell)),
    row('second', bitsOf(b).map(plainCell)),
    row(
      'sum',
      chances.map((chance, bit) => chanceCell(chance, right[bit]!)),
    ),
  );
}

function row(name: string, cells: readonly HTMLTableCellElement[]): HTMLTableRowElement {
  const made = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = name;
  made.append(head, ...cells.toReversed()); // the highest bit first, as people write
  return made;
}

function plainCell(bit: number): HTMLTableCellElement {
  const cell = document.createElement('td');
  cell.textContent = String(bit);
  return cell;
}

/** A bit of the answer; the surer, the stronger its colour. */
function chanceCell(chance: number, right: number): HTMLTableCellElement {
  const cell = plainCell(chance > 0.5 ? 1 : 0);
  const sure = Math.round(200 * Math.abs(chance - 0.5));
  cell.style.background = `color-mix(in srgb, var(--accent) ${Math.round(sure / 2)}%, transparent)`;
  cell.title = `${sure} % sure`;
  cell.classList.toggle('wrong', chance > 0.5 !== (right === 1));
  return cell;
}

save.addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes!]));
  link.download = 'adder.safetensors';
  link.click();
  URL.revokeObjectURL(link.href);
});
find('#sum').addEventListener('submit', (event) => event.preventDefault());
for (const input of [first, second]) input.addEventListener('input', predict);
predict();
