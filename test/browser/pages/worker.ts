import type { EngineOptions } from 'memcell';
import { digest } from './program.ts';

addEventListener('message', async ({ data }: MessageEvent<EngineOptions | undefined>) => {
  postMessage(await digest(data));
});
