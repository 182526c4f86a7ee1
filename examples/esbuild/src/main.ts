import { tensor } from 'memcell';
import { drawLoss, drawWave } from './draw.ts';
import { goOn, type Kind, waveModel, waves } from './wave.ts';
import type { Report } from './worker.ts';

const find = <E extends Element>(selector: string): E => document.querySelector<E>(selector)!;
const kind = find<HTMLSelectElement>('#kind');
const train = find<HTMLButtonElement>('#train');
const stop = find<HTMLButtonElement>('#stop');
const status = find<HTMLElement>('#status');
const wave = find<SVGSVGElement>('#wave');
const curve = find<SVGSVGElement>('#curve');

/** Steps of the wave in the picture: so many heard, then so many foretold. */
const [HEARD, FORETOLD] = [60, 120] as const;
/** What answers in the page; it takes over the weights of the one that is trained. */
const model = waveModel(1);
const losses: number[] = [];

function show(foretold: readonly number[]): void {
  const truth = Array.from({ length: HEARD + FORETOLD }, (_, t) => waves[kind.value as Kind](t));
  drawWave(wave, truth, foretold);
}

train.addEventListener('click', () => {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  const chosen = kind.value as Kind;
  losses.length = 0;
  for (const control of [train, kind]) control.disabled = true;
  stop.disabled = false;
  stop.onclick = () => worker.postMessage('stop');
  worker.addEventListener('message', ({ data }: MessageEvent<Report>) => {
    if (data.done) {
      worker.terminate();
      finish();
      return;
    }
    losses.push(data.loss);
    drawLoss(curve, losses);
    const shapes = model.getWeights().map(({ shape }) => shape);
    model.setWeights(data.weights.map((weight, i) => tensor(weight, shapes[i]!)));
    show(goOn(model, chosen, HEARD, FORETOLD));
    status.textContent = `epoch ${data.epoch}, loss ${data.loss.toExponential(1)}, ${data.seconds.toFixed(1)} s`;
  });
  worker.addEventListener('error', ({ message }) => {
    status.textContent = `The worker failed: ${message}`;
    finish();
  });
  worker.postMessage(chosen);
});

function finish(): void {
  for (const control of [train, kind]) control.disabled = false;
  stop.disabled = true;
}

kind.addEventListener('change', () => show([]));
drawLoss(curve, losses);
show([]);
