/** [0, 1, 2, 5] of '0-2,5', as Linux lists processors. */
export function listOf(text: string): number[] {
  return text
    .trim()
    .split(',')
    .flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
}

/**
 * Cores that a process may use on Linux: those of the processors that it is allowed, two that share a core counted once.
 *
 * @param read the text of a file of the kernel's; it throws where there is none.
 */
function coresOnLinux(read: (path: string) => string): number {
  const [, allowed = ''] = /^Cpus_allowed_list:\s*(\S+)/m.exec(read('/proc/self/status')) ?? [];
  const cores = listOf(allowed).map((cpu) => read(`/sys/devices/system/cpu/cpu${cpu}/topology/core_cpus_list`));
  return new Set(cores).size;
}

/**
 * Physical cores that a process may use, at least 1 and at most `parallel`, the number of threads that can run at once.
 * Where Linux does not tell, half of these: most processors show a core twice, or have slow ones besides.
 */
export function physicalCores(parallel: number, read: (path: string) => string): number {
  try {
    return Math.max(1, Math.min(parallel, coresOnLinux(read)));
  } catch {
    return Math.ceil(parallel / 2);
  }
}
