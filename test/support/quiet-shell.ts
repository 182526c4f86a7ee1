import type { Shell } from '../../src/cli/shell.ts';
import type { RunEvent } from '../../src/logs/events.ts';

/** A shell that keeps what is written to it; at an event that is told as JSON it is as if somebody pressed Ctrl-C. */
export function quietShell(
  stopAt: (event: RunEvent) => boolean = () => false,
): Shell & { readonly text: () => string } {
  const controller = new AbortController();
  let text = '';
  const write = (part: string): void => {
    text += part;
    if (part.startsWith('{') && stopAt(JSON.parse(part) as RunEvent)) controller.abort();
  };
  const out = {
    interactive: false,
    width: () => 100,
    height: () => 24,
    paint: (_style: string, part: string) => part,
    write,
    line: (part = '') => write(`${part}\n`),
  };
  return { out, err: out, version: '0.0.0', interruptible: () => controller.signal, text: () => text };
}
