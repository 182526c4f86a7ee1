import { statSync } from 'node:fs';

/** Whether two paths lead to the same file, be it by a link. */
export function isOneFile(a: string, b: string): boolean {
  const [first, second] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return first !== undefined && second !== undefined && first.ino === second.ino && first.dev === second.dev;
}
