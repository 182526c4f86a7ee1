// Exported modules as a program meets them.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';

/** What an exported module gives. */
export interface Standalone {
  readonly metadata: Readonly<Record<string, unknown>>;
  predict(x: unknown, options?: { batchSize?: number }): Made | Made[];
  predictStep(x: unknown): Made;
  resetStates(): void;
  start(module?: unknown): Promise<void>;
}

/** An array as it comes out. */
export interface Made {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Where the modules of this process lie. */
export const folder: string = mkdtempSync(join(tmpdir(), 'memcell-standalone-'));
after(() => rmSync(folder, { recursive: true }));
let count = 0;

/** Writes a module to a file of its own, and gives its path. */
export function writeStandalone(module: string): string {
  const path = join(folder, `module-${count++}.mjs`);
  writeFileSync(path, module);
  return path;
}

/** Loads a module from its text. */
export async function loadStandalone(module: string): Promise<Standalone> {
  return (await import(pathToFileURL(writeStandalone(module)).href)) as Standalone;
}

/** One output or several as a list. */
export function outputsOf(made: unknown): readonly Made[] {
  return (Array.isArray(made) ? made : [made]) as Made[];
}
