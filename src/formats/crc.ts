/**
 * A cyclic redundancy check of 32 bits, reflected, begun and ended with all bits turned.
 *
 * @param polynomial its bits from the last to the first.
 */
export function crcOf(polynomial: number): (bytes: Uint8Array) => number {
  let table: Int32Array | undefined;
  return (bytes) => {
    table ??= tableOf(polynomial);
    let sum = -1;
    for (let i = 0; i < bytes.length; i++) sum = (sum >>> 8) ^ (table[(sum ^ (bytes[i] as number)) & 0xff] as number);
    return ~sum >>> 0;
  };
}

function tableOf(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ polynomial;
    return value;
  });
}
