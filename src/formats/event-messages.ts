import { PbfWriter } from 'pbf';
import { type GraphNodeMessage, graphMessage, parseGraph } from './graph-messages.ts';
import { readMessage } from './protobuf.ts';
import { parseTensor, type TensorMessage, writeTensor } from './tensor-message.ts';

/** Counts of values in buckets: the i-th reaches from the limit before it (the first one: from `min`) to `limits[i]`. */
export interface HistogramCounts {
  readonly min: number;
  readonly max: number;
  /** How many values, their sum, and the sum of their squares. */
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
  readonly limits: readonly number[];
  readonly counts: readonly number[];
}

/** A picture as the bytes of a PNG or JPEG file. */
export interface EncodedImage {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 3 RGB, 4 RGBA. */
  readonly channels: number;
  readonly encoded: Uint8Array;
}

/** What an event says under a tag. */
export type SummaryValue = {
  readonly tag: string;
  /** The part of TensorBoard that shows it, where the value says so: 'text', 'scalars', … */
  readonly plugin?: string;
  /** Markdown that TensorBoard shows beside it. */
  readonly description?: string;
} & (
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'histogram'; readonly value: HistogramCounts }
  | { readonly kind: 'image'; readonly value: EncodedImage }
  | { readonly kind: 'tensor'; readonly value: TensorMessage }
  | { readonly kind: 'other'; readonly value: undefined }
);

/** One event of an event file. */
export interface LogEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  /** Only the first event of a file has it: 'brain.Event:2'. */
  readonly fileVersion?: string;
  /** Whether writing began anew at this step: what was written of it and of later ones counts no more. */
  readonly restart?: boolean;
  /** Nodes of a model's graph. */
  readonly graph?: readonly GraphNodeMessage[];
  readonly values: readonly SummaryValue[];
}

/** An event as an Event message. */
export function eventMessage(event: LogEvent): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeDoubleField(1, event.wallTime);
  if (event.step !== 0) pbf.writeVarintField(2, event.step);
  if (event.fileVersion !== undefined) pbf.writeStringField(3, event.fileVersion);
  if (event.graph !== undefined) pbf.writeBytesField(4, graphMessage(event.graph));
  if (event.values.length > 0) pbf.writeMessage(5, writeSummary, event.values);
  if (event.restart === true) pbf.writeMessage(7, (status, inner) => inner.writeVarintField(1, status), SESSION_START);
  return pbf.finish();
}

/** SessionLog's status. */
const SESSION_START = 1;

function writeSummary(values: readonly SummaryValue[], pbf: PbfWriter): void {
  for (const value of values) pbf.writeMessage(1, writeValue, value);
}

function writeValue({ tag, plugin, description, ...content }: SummaryValue, pbf: PbfWriter): void {
  pbf.writeStringField(1, tag);
  if (plugin !== undefined || description !== undefined) {
    pbf.writeMessage(9, writeMetadata, { plugin, description });
  }
  if (content.kind === 'scalar') pbf.writeFloatField(2, content.value);
  else if (content.kind === 'image') pbf.writeMessage(4, writeImage, content.value);
  else if (content.kind === 'histogram') pbf.writeMessage(5, writeHistogram, content.value);
  else if (content.kind === 'tensor') pbf.writeMessage(8, writeTensor, content.value);
}

interface Metadata {
  plugin?: string | undefined;
  description?: string | undefined;
}

function writeMetadata({ plugin, description }: Metadata, pbf: PbfWriter): void {
  if (plugin !== undefined) pbf.writeMessage(1, (name, inner) => inner.writeStringField(1, name), plugin);
  if (description !== undefined) pbf.writeStringField(3, description);
}

function writeImage({ width, height, channels, encoded }: EncodedImage, pbf: PbfWriter): void {
  pbf.writeVarintField(1, height);
  pbf.writeVarintField(2, width);
  pbf.writeVarintField(3, channels);
  pbf.writeBytesField(4, encoded);
}

function writeHistogram(histogram: HistogramCounts, pbf: PbfWriter): void {
  const { min, max, count, sum, sumOfSquares } = histogram;
  for (const [i, value] of [min, max, count, sum, sumOfSquares].entries()) pbf.writeDoubleField(i + 1, value);
  pbf.writePackedDouble(6, [...histogram.limits]);
  pbf.writePackedDouble(7, [...histogram.counts]);
}

/** The event of an Event message. @throws Error where the bytes are no message. */
export function parseEvent(bytes: Uint8Array): LogEvent {
  const event: Mutable<LogEvent> = { wallTime: 0, step: 0, values: [] };
  readMessage(bytes, (field, reader) => {
    if (field === 1) event.wallTime = reader.readDouble();
    else if (field === 2) event.step = reader.readVarint(true);
    else if (field === 3) event.fileVersion = reader.readString();
    else if (field === 4) event.graph = parseGraph(reader.readBytes());
    else if (field === 5) event.values = parseSummary(reader.readBytes());
    else if (field === 7) {
      readMessage(reader.readBytes(), (inner, session) => {
        if (inner === 1 && session.readVarint() === SESSION_START) event.restart = true;
      });
    }
  });
  return event;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function parseSummary(bytes: Uint8Array): SummaryValue[] {
  const values: SummaryValue[] = [];
  readMessage(bytes, (field, reader) => {
    if (field === 1) values.push(parseValue(reader.readBytes()));
  });
  return values;
}

function parseValue(bytes: Uint8Array): SummaryValue {
  let tag = '';
  let metadata: Metadata = {};
  let content: Pick<SummaryValue, 'kind' | 'value'> = { kind: 'other', value: undefined };
  readMessage(bytes, (field, reader) => {
    if (field === 1) tag = reader.readString();
    else if (field === 2) content = { kind: 'scalar', value: reader.readFloat() };
    else if (field === 4) content = { kind: 'image', value: parseImage(reader.readBytes()) };
    else if (field === 5) content = { kind: 'histogram', value: parseHistogram(reader.readBytes()) };
    else if (field === 8) content = { kind: 'tensor', value: parseTensor(reader.readBytes()) };
    else if (field === 9) metadata = parseMetadata(reader.readBytes());
  });
  return { tag, ...metadata, ...content } as SummaryValue;
}

function parseMetadata(bytes: Uint8Array): Metadata {
  const metadata: Metadata = {};
  readMessage(bytes, (field, reader) => {
    if (field === 1) {
      readMessage(reader.readBytes(), (inner, plugin) => {
        if (inner === 1) metadata.plugin = plugin.readString();
      });
    } else if (field === 3) metadata.description = reader.readString();
  });
  return metadata;
}

function parseImage(bytes: Uint8Array): EncodedImage {
  const image: Mutable<EncodedImage> = { width: 0, height: 0, channels: 0, encoded: new Uint8Array() };
  readMessage(bytes, (field, reader) => {
    if (field === 1) image.height = reader.readVarint();
    else if (field === 2) image.width = reader.readVarint();
    else if (field === 3) image.channels = reader.readVarint();
    else if (field === 4) image.encoded = reader.readBytes();
  });
  return image;
}

function parseHistogram(bytes: Uint8Array): HistogramCounts {
  const names = ['min', 'max', 'count', 'sum', 'sumOfSquares'] as const;
  const [limits, counts]: [number[], number[]] = [[], []];
  const histogram: Mutable<HistogramCounts> = {
    ...{ min: 0, max: 0, count: 0, sum: 0, sumOfSquares: 0 },
    ...{ limits, counts },
  };
  readMessage(bytes, (field, reader) => {
    const name = names[field - 1];
    if (name !== undefined) histogram[name] = reader.readDouble();
    else if (field === 6) reader.readPackedDouble(limits);
    else if (field === 7) reader.readPackedDouble(counts);
  });
  return histogram;
}
