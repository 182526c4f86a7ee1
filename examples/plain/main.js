import { drawLoss } from './curve.js';
import { loadModel, tensor } from './memcell.js';
import { parities, parityModel, STEPS } from './parity.js';

const find = (selector) => document.querySelector(selector);
const [train, save, status, answer] = ['#train', '#save', '#status', '#answer'].map(find);
const bits = [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1];
const points = [];
let seed = 1;
/** What answers: it knows nothing until the worker sends a trained one. */
let model = parityModel(seed);
let bytes;
let latest;

const columns = bits.map((_, i) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.addEventListener('click', () => {
    bits[i] ^= 1;
    predict();
  });
  const belief = document.createElement('span');
  const column = document.createElement('div');
  column.append(button, belief);
  return { button, belief, column };
});
find('#bits').append(...columns.map(({ column }) => column));

train.addEventListener('click', () => {
  const worker = new Worker('worker.js', { type: 'module' });
  for (const button of [train, save]) button.disabled = true;
  points.length = 0;
  worker.addEventListener('message', ({ data }) => {
    points.push([data.step, data.loss]);
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
async function show() {
  const { step, accuracy, seconds, done, engine, model: newest } = latest;
  latest = undefined;
  bytes = newest;
  model = await loadModel(bytes);
  drawLoss(find('#curve'), points);
  status.textContent = `${step} steps in ${seconds.toFixed(1)} s, ${(100 * accuracy).toFixed(accuracy === 1 ? 0 : 1)} % right`;
  const threads = engine.threads === 1 ? '1 thread' : `up to ${engine.threads} threads`;
  find('#engine').textContent = [`Engine: ${engine.build} build, ${threads}.`, ...engine.warnings].join(' ');
  predict();
  if (!done) return;
  for (const button of [train, save]) button.disabled = false;
  train.textContent = 'Train another one';
}

/** Asks the network about the bits, here in the page. */
function predict() {
  const chances = model.predict(tensor(bits, [1, STEPS, 1])).data;
  const right = parities(bits);
  columns.forEach(({ button, belief }, i) => {
    const odd = chances[i] > 0.5;
    button.textContent = bits[i];
    button.ariaPressed = String(bits[i] === 1);
    button.ariaLabel = `bit ${i + 1}: ${bits[i]}`;
    belief.textContent = odd ? 'odd' : 'even';
    belief.title = `${Math.round(100 * (odd ? chances[i] : 1 - chances[i]))} % sure`;
    belief.style.setProperty('--sure', `${Math.round(120 * Math.abs(chances[i] - 0.5))}%`);
    belief.className = odd === (right[i] === 1) ? '' : 'wrong';
  });
  const wrong = columns.filter(({ belief }) => belief.className === 'wrong').length;
  answer.textContent = wrong === 0 ? 'All of its answers are right.' : `${wrong} of ${STEPS} answers are wrong.`;
}

save.addEventListener('click', () => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  link.download = 'parity.safetensors';
  link.click();
  URL.revokeObjectURL(link.href);
});
drawLoss(find('#curve'), points);
predict();
