import type { Shell } from '../../src/cli/shell.ts';
import type { RunEvent } from '../../src/logs/events.ts';

/** A shell that keeps what is written to it; after the step `stop`, told as JSON, it is as if somebody pressed Ctrl-C. */
export function quietShell({ stop }: { stop?: number | undefined } = {}): Shell & { readonly text: () => string } {
  const controller = new AbortController();
  let text = '';
  const write = (part: string): void => {
    text += part;
    if (stop === undefined || !part.startsWith('{')) return;
    const event = JSON.parse(part) as RunEvent;
    if (event.event === 'step' && event.step === stop) controller.abort();
  };
  const out = {
    interactive: false,
    width: () => 100,
    paint: (_style: string, part: string) => part,
    write,
    line: (part = '') => write(`${part}\n`),
  };
  return { out, err: out, version: '0.0.0', interruptible: () => controller.signal, text: () => text };
}
