import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files in a run's folder with their sizes, by name. */
export function filesOf(folder: string): { readonly name: string; readonly bytes: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path.slice(folder.length + 1), bytes: statSync(path).size }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
