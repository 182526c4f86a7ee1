// Removes the generated folders named on the command line, and nothing else.
import { rmSync } from 'node:fs';

const generated: readonly string[] = ['dist', 'build'];

for (const folder of process.argv.slice(2)) {
  if (!generated.includes(folder))
    throw new Error(`Cannot clean '${folder}': it must be one of ${generated.join(', ')}`);
  rmSync(new URL(`../${folder}`, import.meta.url), { recursive: true, force: true });
}
