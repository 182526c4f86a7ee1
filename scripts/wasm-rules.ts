// The build rule of the kernels. Several instances of one module share one memory, so a module may bring no data that
// each new instance would write again, no code that runs by itself, no state of its own, and no import but the memory.

/** Reads the sections of a WebAssembly module; returns what breaks the rule, one sentence each. */
export function brokenRules(bytes: Uint8Array): string[] {
  const broken: string[] = [];
  let at = 8;

  function u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
  function name(): string {
    const length = u32();
    at += length;
    return new TextDecoder().decode(bytes.subarray(at - length, at));
  }
  function limits(): void {
    const flags = u32();
    u32();
    if (flags & 1) u32();
  }
  function imports(): void {
    for (let left = u32(); left > 0; left--) {
      const path = `${name()}.${name()}`;
      const kind = u32();
      if (path !== 'env.memory' || kind !== 2) {
        broken.push(`import '${path}': only the memory 'env.memory' may be imported`);
        return;
      }
      limits();
    }
  }
  function globals(end: number): void {
    for (let left = u32(); left > 0 && at < end; left--) {
      at++; // the type
      if (bytes[at++] === 1) broken.push('a mutable global: state belongs to the shared memory or to the caller');
      skipConstant();
    }
  }
  function skipConstant(): void {
    const opcode = bytes[at++];
    if (opcode === 0x41 || opcode === 0x42 || opcode === 0x23) while ((bytes[at++] ?? 0) >= 0x80);
    else if (opcode === 0x43) at += 4;
    else if (opcode === 0x44) at += 8;
    else if (opcode === 0xfd) {
      u32();
      at += 16;
    } else
      throw new Error(`Cannot read a global: opcode 0x${opcode?.toString(16)} in its initializer is not a constant`);
    if (bytes[at++] !== 0x0b) throw new Error('Cannot read a global: its initializer must be one constant');
  }

  if (bytes[0] !== 0 || bytes[1] !== 0x61 || bytes[2] !== 0x73 || bytes[3] !== 0x6d)
    return ['not a WebAssembly module'];
  while (at < bytes.length) {
    const id = bytes[at++];
    const end = u32() + at;
    if (id === 2) imports();
    else if (id === 6) globals(end);
    else if (id === 8) broken.push('a start function: nothing may run by itself');
    else if (id === 11 && u32() > 0) broken.push('a data section: no arrays, strings or static data');
    at = end;
  }
  return broken;
}
