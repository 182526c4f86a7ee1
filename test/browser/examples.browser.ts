// The examples, installed, built and started as their READMEs say, with the packed package. MEMCELL_SHOTS=FOLDER keeps a
// picture of each.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open } from './support/chromium.ts';
import { userFolder } from './support/setup.ts';

interface Example {
  readonly name: string;
  /** Commands of its README that end, behind `npm`. */
  readonly commands: readonly string[];
  /** Those that serve it; PORT stands for a port. */
  readonly servers: readonly string[];
  /** What its page says in the end. */
  readonly says: RegExp;
  readonly isolated: boolean;
}

const examples: readonly Example[] = [
  {
    name: 'vite',
    commands: ['run types', 'run build'],
    servers: ['run dev -- --port PORT --strictPort', 'run preview -- --port PORT --strictPort'],
    says: /100 % of the bits right[\s\S]*=\s+64\s/,
    isolated: true,
  },
  {
    name: 'esbuild',
    commands: ['run types', 'run build'],
    servers: ['start -- --serve=127.0.0.1:PORT'],
    says: /epoch 120, loss \d\.\de-[3-9]/,
    isolated: false,
  },
  {
    name: 'plain',
    commands: [],
    servers: ['start'],
    says: /100 % right[\s\S]*All of its answers are right[\s\S]*Engine: relaxed build/,
    isolated: true,
  },
];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts a server by a command of a README, waits until it answers, and ends it with all that it started. */
async function serving(folder: string, command: string): Promise<AsyncDisposable & { readonly url: string }> {
  const port = String(await freePort());
  const env = { ...process.env, PORT: port, NO_COLOR: '1' };
  const args = command.replace('PORT', port).split(' ');
  const server = spawn('npm', args, { cwd: folder, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text: Buffer) => said.push(String(text)));
  const ended = once(server, 'exit');
  const stop = async (): Promise<void> => {
    if (server.exitCode === null) process.kill(-(server.pid as number));
    await ended;
  };
  for (const host of repeat(['127.0.0.1', 'localhost'], 150)) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`http://${host}:${port}/`).catch(() => undefined);
    if (answer?.ok) return { url: `http://${host}:${port}/`, [Symbol.asyncDispose]: stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`npm ${command} serves nothing:\n${said.join('')}`);
}

function* repeat<T>(values: readonly T[], times: number): Generator<T> {
  for (let i = 0; i < times; i++) yield* values;
}

for (const { name, commands, servers, says, isolated } of examples) {
  describe(`examples/${name}`, () => {
    const source = fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
    const folder = (): string => join(userFolder().path, name);
    before(() => {
      const user = userFolder();
      cpSync(source, folder(), {
        recursive: true,
        filter: (path) => !/[\\/](node_modules|dist|build)([\\/]|$)/.test(path.slice(source.length)),
      });
      user.run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefer-offline', user.tarball], folder());
    });

    it('has the commands of its README', () => {
      const readme = readFileSync(join(source, 'README.md'), 'utf8');
      for (const command of ['install', ...commands, ...servers]) {
        const [words = ''] = command.split(' -- ');
        assert.match(readme, new RegExp(`^npm ${words}(  |$)`, 'm'), command);
      }
      for (const command of commands) userFolder().run('npm', command.split(' '), folder());
    });

    for (const server of servers) {
      it(`trains by npm ${server}`, async () => {
        await using served = await serving(folder(), server);
        await using opened = await open(served.url);
        const { page, problems } = opened;
        assert.equal(await page.evaluate(() => crossOriginIsolated), isolated);
        await page.click('#train');
        await page.waitForSelector('#train:disabled');
        await page.waitForSelector('#train:enabled', { timeout: 60_000 });
        const label = await page.getAttribute('#curve', 'aria-label');
        assert.match(label ?? '', /^Loss: [\d.e-]+ after \d+ /);
        assert.match(await page.innerText('main'), says);
        const shots = process.env.MEMCELL_SHOTS;
        if (shots !== undefined) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
        assert.deepEqual(problems, []);
      });
    }
  });
}
