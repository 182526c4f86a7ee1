import { FormatError } from '../../errors.ts';

/** A call in a function's code: where the index of the callee stands, and what it is. */
export interface Call {
  readonly begin: number;
  readonly end: number;
  readonly target: number;
}

/** Reads numbers from bytes, one after another. */
export class ByteReader {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  u32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  /** A number of any length, which is not needed. */
  skipNumber(): void {
    while (this.byte() >= 0x80);
  }

  name(): string {
    const length = this.u32();
    this.at += length;
    return String.fromCharCode(...this.bytes.subarray(this.at - length, this.at));
  }
}

/** A number as WebAssembly writes it. */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const low = rest & 0x7f;
    rest >>>= 7;
    if (rest === 0) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

/** The calls in the body of a function, in their order. @throws FormatError for an instruction that the kernels do not use. */
export function readCode(module: Uint8Array, begin: number, end: number): Call[] {
  const reader = new ByteReader(module, begin, end);
  for (let left = reader.u32(); left > 0; left--) {
    reader.u32();
    reader.byte();
  }
  const calls: Call[] = [];
  while (reader.at < end) {
    const opcode = reader.byte();
    if (opcode === 0x10) {
      const from = reader.at;
      const target = reader.u32();
      calls.push({ begin: from, end: reader.at, target });
    } else skipOperands(reader, opcode);
  }
  return calls;
}

/** The instructions by what stands behind them. */
function skipOperands(reader: ByteReader, opcode: number): void {
  const numbers = (count: number): void => {
    for (let i = 0; i < count; i++) reader.skipNumber();
  };
  if (opcode === 0xfd) skipVector(reader, numbers);
  else if (opcode === 0xfc) numbers(bulkOperands(reader.u32()));
  else if (opcode === 0x44) reader.at += 8;
  else if (opcode === 0x43) reader.at += 4;
  else if (opcode >= 0x28 && opcode <= 0x3e)
    numbers(2); // loads and stores: alignment and offset
  else if (opcode === 0x0e)
    numbers(reader.u32() + 1); // a table of branches
  else if (opcode === 0x1c)
    reader.at += reader.u32(); // select with its types
  else if ([0x02, 0x03, 0x04, 0x0c, 0x0d, 0x3f, 0x40, 0x41, 0x42].includes(opcode)) numbers(1);
  else if (opcode >= 0x20 && opcode <= 0x24)
    numbers(1); // local and global variables
  else if (opcode >= 0x45 && opcode <= 0xc4)
    return; // comparisons, arithmetic, conversions
  else if (![0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b].includes(opcode)) throw unknown(opcode);
}

/** Of the saturating conversions none, of memory.copy two, of memory.fill one. */
function bulkOperands(opcode: number): number {
  if (opcode < 8) return 0;
  if (opcode === 10) return 2;
  if (opcode === 11) return 1;
  throw unknown(0xfc00 + opcode);
}

function skipVector(reader: ByteReader, numbers: (count: number) => void): void {
  const opcode = reader.u32();
  if (opcode === 12 || opcode === 13)
    reader.at += 16; // a constant, a shuffle
  else if (opcode <= 11 || opcode === 92 || opcode === 93)
    numbers(2); // loads and stores
  else if (opcode >= 84 && opcode <= 91) {
    numbers(2); // loads and stores of a lane
    reader.byte();
  } else if (opcode >= 21 && opcode <= 34) reader.byte(); // a lane
}

function unknown(opcode: number): FormatError {
  return new FormatError(
    `Cannot read the kernels: an instruction must be one that they use, received 0x${opcode.toString(16)}`,
  );
}
