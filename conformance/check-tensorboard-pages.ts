// node conformance/check-tensorboard-pages.ts PYTHON FOLDER CHROMIUM [SHOTS]: opens TensorBoard on what make-tensorboard.ts
// wrote, and looks at its pages in Chromium. SHOTS: a folder for a picture of each.
import { type ChildProcess, spawn } from 'node:child_process';
import { chromium, type Locator, type Page } from 'playwright-core';

const [python, folder, executablePath, shots] = process.argv.slice(2);
if (python === undefined || folder === undefined || executablePath === undefined) {
  throw new Error('usage: node conformance/check-tensorboard-pages.ts PYTHON FOLDER CHROMIUM [SHOTS]');
}
const args = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];
/** Milliseconds for a page to show something. */
const timeout = 30_000;
let failed = 0;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Passes where `look` ends without an error. */
async function check(title: string, look: () => Promise<void>): Promise<void> {
  try {
    await look();
    say(`ok TensorBoard's page in Chromium: ${title}`);
  } catch (error) {
    failed++;
    say(`not ok TensorBoard's page in Chromium: ${title}: ${String((error as Error).message).split('\n')[0]}`);
  }
}

/** TensorBoard on a free port of this machine, and its address. */
async function serve(): Promise<{ readonly server: ChildProcess; readonly url: string }> {
  const options = ['-m', 'tensorboard.main', '--logdir', folder as string, '--host', '127.0.0.1', '--port', '0'];
  const server = spawn(python as string, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const listen = (text: Buffer): void => {
      said += text;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
      if (found) resolve(found[0]);
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
    server.once('exit', () => reject(new Error(`TensorBoard ended: ${said}`)));
    setTimeout(() => reject(new Error(`TensorBoard gave no address in a minute: ${said}`)), 60_000).unref();
  });
  return { server, url };
}

async function open(page: Page, url: string, part: string): Promise<void> {
  await page.goto(`${url}?darkMode=false#${part}`);
  await page.reload(); // the part after # alone loads no page
  await page.locator('mat-toolbar, .mat-toolbar, app-header').first().waitFor({ timeout });
}

async function shoot(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` });
}

/** Waits for a count of what a page draws. */
async function atLeast(count: number, found: Locator): Promise<void> {
  await found.nth(count - 1).waitFor({ state: 'attached', timeout });
}

async function see(page: Page, text: string): Promise<void> {
  await page.getByText(text, { exact: true }).first().waitFor({ timeout });
}

async function look(page: Page, url: string): Promise<void> {
  await check('scalars, with their tags and curves', async () => {
    await open(page, url, 'scalars');
    for (const tag of ['batch_loss', 'batch_gradient_norm', 'epoch_loss', 'epoch_learning_rate']) await see(page, tag);
    await atLeast(2, page.locator('vz-line-chart2 path.line[d*="L"]'));
    await shoot(page, 'scalars');
  });
  await check('histograms', async () => {
    await open(page, url, 'histograms');
    await see(page, 'adder/train');
    await atLeast(3, page.locator('vz-histogram-timeseries path'));
    await shoot(page, 'histograms');
  });
  await check('images, decoded', async () => {
    await open(page, url, 'images');
    const images = page.locator('tf-image-loader img[src*="individualImage"]');
    await atLeast(2, images);
    // refused where it is no picture
    for (const i of [0, 1]) await images.nth(i).evaluate((image) => (image as HTMLImageElement).decode());
    await shoot(page, 'images');
  });
  await check('text: the summary of the model', async () => {
    await open(page, url, 'text');
    await page.getByText('Model: "sequential"').first().waitFor({ timeout });
    await shoot(page, 'text');
  });
  await check('graph: the layers, and the gates of one that is opened', async () => {
    await open(page, url, 'graphs');
    for (const layer of ['input', 'lstm', 'lstm_1', 'dense']) await node(page, layer).waitFor({ timeout });
    await page.waitForTimeout(1500); // it moves until it fits
    await node(page, 'lstm').dblclick({ force: true });
    const inside = [
      'kernel',
      'recurrent_kernel',
      'bias',
      'input_gate',
      'forget_gate',
      'candidate',
      'output_gate',
      'cell',
    ];
    for (const name of inside) await node(page, `lstm/${name}`).waitFor({ state: 'attached', timeout });
    await page.waitForTimeout(1500);
    await shoot(page, 'graph');
  });
}

function node(page: Page, name: string): Locator {
  return page.locator(`g.node[data-name="${name}"]`).first();
}

const { server, url } = await serve();
try {
  const browser = await chromium.launch({ executablePath, args }); // with a new user-data-dir, which it removes
  try {
    await look(await browser.newPage({ viewport: { width: 1500, height: 1000 } }), url);
  } finally {
    await browser.close();
  }
} finally {
  server.kill();
}
process.exitCode = failed > 0 ? 1 : 0;
