import { PbfWriter } from 'pbf';
import { readMessage } from './protobuf.ts';
import { dtypes, parseShape, writeShape } from './tensor-message.ts';

/** A node of a graph as TensorFlow's NodeDef holds it. */
export interface GraphNodeMessage {
  /** Scopes and name, with '/' between them; no two nodes have the same. */
  readonly name: string;
  readonly op: string;
  /** Names of the nodes whose outputs it takes, 'name:1' for a second output. */
  readonly inputs: readonly string[];
  /** Shape of each output; null for a size that is not known. */
  readonly shapes: readonly (readonly (number | null)[])[];
  /** Type of its outputs. */
  readonly dtype: 'float32' | 'int32';
  /** Shown beside it. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Version of GraphDef whose rules the nodes keep; any that TensorBoard knows will do. */
const PRODUCER = 22;

/** Nodes as a GraphDef message. */
export function graphMessage(nodes: readonly GraphNodeMessage[]): Uint8Array {
  const pbf = new PbfWriter();
  for (const node of nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeMessage(4, (version, inner) => inner.writeVarintField(1, version), PRODUCER);
  return pbf.finish();
}

function writeNode({ name, op, inputs, shapes, dtype, attributes }: GraphNodeMessage, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeStringField(2, op);
  for (const input of inputs) pbf.writeStringField(3, input);
  const attribute = (key: string, write: (pbf: PbfWriter) => void): void => {
    pbf.writeMessage(
      5,
      (_, entry) => {
        entry.writeStringField(1, key);
        entry.writeMessage(2, (_value, inner) => write(inner), undefined);
      },
      undefined,
    );
  };
  attribute('_output_shapes', (value) => {
    value.writeMessage(
      1,
      (all, list) => {
        for (const shape of all) list.writeMessage(7, writeShape, shape);
      },
      shapes,
    );
  });
  attribute('dtype', (value) => value.writeVarintField(6, dtypes[dtype]));
  for (const [key, text] of Object.entries(attributes)) {
    attribute(key, (value) => value.writeBytesField(2, new TextEncoder().encode(text)));
  }
}

/** The nodes of a GraphDef message; of the attributes those that are texts. */
export function parseGraph(bytes: Uint8Array): GraphNodeMessage[] {
  const nodes: GraphNodeMessage[] = [];
  readMessage(bytes, (field, reader) => {
    if (field === 1) nodes.push(parseNode(reader.readBytes()));
  });
  return nodes;
}

function parseNode(bytes: Uint8Array): GraphNodeMessage {
  const inputs: string[] = [];
  const attributes: Record<string, string> = {};
  let [name, op] = ['', ''];
  let shapes: (number | null)[][] = [];
  let dtype: GraphNodeMessage['dtype'] = 'float32';
  readMessage(bytes, (field, reader) => {
    if (field === 1) name = reader.readString();
    else if (field === 2) op = reader.readString();
    else if (field === 3) inputs.push(reader.readString());
    else if (field === 5) {
      const { key, text, type, list } = parseAttribute(reader.readBytes());
      if (text !== undefined) attributes[key] = text;
      if (key === '_output_shapes') shapes = list;
      if (key === 'dtype' && type === dtypes.int32) dtype = 'int32';
    }
  });
  return { name, op, inputs, shapes, dtype, attributes };
}

interface Attribute {
  key: string;
  text?: string;
  type?: number;
  list: (number | null)[][];
}

function parseAttribute(bytes: Uint8Array): Attribute {
  const attribute: Attribute = { key: '', list: [] };
  readMessage(bytes, (field, entry) => {
    if (field === 1) attribute.key = entry.readString();
    else if (field === 2) {
      readMessage(entry.readBytes(), (kind, value) => {
        if (kind === 2) attribute.text = new TextDecoder().decode(value.readBytes());
        else if (kind === 6) attribute.type = value.readVarint();
        else if (kind === 1) {
          readMessage(value.readBytes(), (inner, list) => {
            if (inner === 7) attribute.list.push(parseShape(list.readBytes()));
          });
        }
      });
    }
  });
  return attribute;
}
