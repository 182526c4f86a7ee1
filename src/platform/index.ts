import { browserPlatform } from './browser.ts';
import { nodePlatform } from './node.ts';
import type { Platform } from './platform.ts';

export type { NewFile, OpenFile, Platform } from './platform.ts';

let current: Platform | undefined;

/** The platform that the code runs on; found out at the first call. */
export function platform(): Platform {
  current ??= globalThis.process?.getBuiltinModule === undefined ? browserPlatform() : nodePlatform();
  return current;
}
