const SVG = 'http://www.w3.org/2000/svg';
/** The pictures, and what is left free around the curve. */
const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [640, 200, 70, 12, 12, 28] as const;

/** A loss curve with a logarithmic axis. */
export function drawLoss(svg: SVGSVGElement, losses: readonly number[]): void {
  const powers = losses.map((loss) => Math.log10(loss));
  const epochs = Math.max(20, losses.length);
  const top = Math.ceil(Math.max(0, ...powers));
  const bottom = Math.min(-3, Math.floor(Math.min(0, ...powers)));
  const x = (i: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * (i + 1)) / epochs;
  const y = (power: number): number => TOP + ((HEIGHT - TOP - BOTTOM) * (top - power)) / (top - bottom);
  const parts: SVGElement[] = [];
  for (let power = bottom; power <= top; power++) {
    const name = power < 0 ? (10 ** power).toFixed(-power) : String(10 ** power);
    parts.push(element('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y(power), y2: y(power) }));
    parts.push(element('text', { x: LEFT - 8, y: y(power) + 4, 'text-anchor': 'end' }, name));
  }
  parts.push(element('text', { x: WIDTH - RIGHT, y: HEIGHT - 6, 'text-anchor': 'end' }, `epoch ${epochs}`));
  parts.push(element('text', { x: LEFT, y: HEIGHT - 6 }, 'loss'));
  parts.push(line(powers.map((power, i) => [x(i), y(power)])));
  svg.replaceChildren(...parts);
  const last = losses.at(-1);
  if (last !== undefined) {
    svg.setAttribute('aria-label', `Loss: ${last.toExponential(1)} after ${losses.length} epochs`);
  }
}

/** A wave, and the end of it as it was foretold. */
export function drawWave(svg: SVGSVGElement, truth: readonly number[], foretold: readonly number[]): void {
  const x = (t: number): number => (WIDTH * t) / (truth.length - 1);
  const y = (value: number): number => HEIGHT / 2 - Math.max(-1.2, Math.min(1.2, value)) * 75;
  const heard = truth.length - foretold.length;
  const parts: SVGElement[] = [
    line(
      truth.map((value, t) => [x(t), y(value)]),
      'truth',
    ),
  ];
  if (foretold.length > 0) {
    parts.push(element('line', { x1: x(heard), x2: x(heard), y1: 0, y2: HEIGHT }));
    parts.push(line(foretold.map((value, i) => [x(heard + i), y(value)])));
    const errors = foretold.map((value, i) => Math.abs(value - truth[heard + i]!));
    const worst = Math.max(...errors);
    svg.setAttribute('aria-label', `The wave, and ${foretold.length} steps foretold, at most ${worst.toFixed(2)} off`);
  }
  svg.replaceChildren(...parts);
}

function line(points: readonly (readonly [x: number, y: number])[], name = ''): SVGElement {
  return element('polyline', {
    points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' '),
    class: name,
  });
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}
