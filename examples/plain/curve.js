const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [640, 200, 64, 12, 12, 28];

/** Draws a loss curve with a logarithmic axis into an SVG; `points` are [step, loss]. */
export function drawLoss(svg, points) {
  const powers = points.map(([, loss]) => Math.log10(loss));
  const steps = Math.max(200, ...points.map(([step]) => step));
  const bottom = Math.min(-2, Math.floor(Math.min(0, ...powers)));
  const x = (step) => LEFT + ((WIDTH - LEFT - RIGHT) * step) / steps;
  const y = (power) => TOP + ((HEIGHT - TOP - BOTTOM) * -power) / -bottom;
  const parts = [];
  for (let power = bottom; power <= 0; power++) {
    parts.push(element('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y(power), y2: y(power) }));
    parts.push(element('text', { x: LEFT - 8, y: y(power) + 4, 'text-anchor': 'end' }, (10 ** power).toFixed(-power)));
  }
  parts.push(element('text', { x: LEFT, y: HEIGHT - 6 }, 'loss'));
  parts.push(element('text', { x: WIDTH - RIGHT, y: HEIGHT - 6, 'text-anchor': 'end' }, `step ${steps}`));
  parts.push(element('polyline', { points: points.map(([step], i) => `${x(step)},${y(powers[i])}`).join(' ') }));
  svg.replaceChildren(...parts);
  const last = points.at(-1);
  if (last) svg.setAttribute('aria-label', `Loss: ${last[1].toPrecision(2)} after ${last[0]} steps`);
}

function element(name, attributes, text = '') {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}
