import { browserPlatform } from './browser.ts';
import type { Platform } from './platform.ts';

/** In the place of node.ts in bundles for pages (`browser` in package.json), where there is none of what that one calls. */
export function nodePlatform(): Platform {
  return browserPlatform();
}
