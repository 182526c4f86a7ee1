import { readFileSync } from 'node:fs';

/** A tensor in a fixture, row-major; every number reads back as the float32 it was. */
export type GoldenTensor = { readonly shape: readonly number[]; readonly data: readonly number[] };

/** A file of `test/golden/`: numbers computed by the tools in `versions`, written by the script `maker`. */
export type Golden<Case> = {
  readonly maker: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly cases: readonly Case[];
};

/** Reads `test/golden/<name>.json`; the shape of a case is that of its maker in `scripts/golden/`. */
export function loadGolden<Case>(name: string): Golden<Case> {
  return JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8'));
}
