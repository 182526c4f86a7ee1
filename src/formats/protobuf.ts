import { PbfReader } from 'pbf';

/** Reads the fields of a protobuf message, and nothing beyond its end. @throws Error where its fields do not end with it. */
export function readMessage(bytes: Uint8Array, read: (field: number, reader: PbfReader) => void): void {
  const reader = new PbfReader(bytes);
  reader.readFields((field) => read(field, reader), undefined);
  if (reader.pos !== bytes.length) throw new RangeError('a field reaches beyond the end of its message');
}
