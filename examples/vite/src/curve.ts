const SVG = 'http://www.w3.org/2000/svg';
/** The picture, and what is left free around the curve. */
const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [640, 220, 58, 12, 12, 28] as const;

/** A loss curve with a logarithmic axis, drawn anew with each value. */
export class LossCurve {
  readonly #svg: SVGSVGElement;
  readonly #points: (readonly [step: number, loss: number])[] = [];

  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    this.#draw();
  }

  clear(): void {
    this.#points.length = 0;
    this.#draw();
  }

  add(step: number, loss: number): void {
    this.#points.push([step, loss]);
    this.#draw();
  }

  #draw(): void {
    const steps = Math.max(200, ...this.#points.map(([step]) => step));
    const powers = this.#points.map(([, loss]) => Math.log10(loss));
    const top = Math.ceil(Math.max(0, ...powers));
    const bottom = Math.min(-2, Math.floor(Math.min(0, ...powers)));
    const x = (step: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * step) / steps;
    const y = (power: number): number => TOP + ((HEIGHT - TOP - BOTTOM) * (top - power)) / (top - bottom);
    const parts: SVGElement[] = [];
    for (let power = bottom; power <= top; power++) {
      parts.push(element('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y(power), y2: y(power) }));
      const name = power < 0 ? (10 ** power).toFixed(-power) : String(10 ** power);
      parts.push(element('text', { x: LEFT - 8, y: y(power) + 4, 'text-anchor': 'end' }, name));
    }
    parts.push(element('text', { x: WIDTH - RIGHT, y: HEIGHT - 6, 'text-anchor': 'end' }, `step ${steps}`));
    parts.push(element('text', { x: LEFT, y: HEIGHT - 6 }, 'loss'));
    const line = this.#points.map(([step], i) => `${x(step).toFixed(1)},${y(powers[i]!).toFixed(1)}`);
    parts.push(element('polyline', { points: line.join(' ') }));
    this.#svg.replaceChildren(...parts);
    const last = this.#points.at(-1);
    if (last) this.#svg.setAttribute('aria-label', `Loss: ${last[1].toPrecision(2)} after ${last[0]} steps`);
  }
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = ''): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}
