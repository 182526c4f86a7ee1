// One Chromium for all tests of a run, and pages that remember what went wrong in them.
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const args = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];
let browser: Promise<Browser> | undefined;

/** With a new user-data-dir, which it removes at its end. */
function launch(): Promise<Browser> {
  const paths = [
    process.env.MEMCELL_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const executablePath = paths.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) throw new Error('Chromium must be installed, or MEMCELL_CHROMIUM name one');
  return chromium.launch({ executablePath, args });
}

/** A page, and what it said of errors: uncaught ones, those on the console, files that did not come. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  readonly problems: string[];
}

/** Opens a page in a profile of its own. */
export async function open(url: string): Promise<OpenPage> {
  browser ??= launch();
  const context = await (await browser).newContext({ viewport: { width: 1100, height: 760 }, acceptDownloads: true });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('requestfailed', (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.goto(url);
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

/** Ends the browser, where one was started. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
