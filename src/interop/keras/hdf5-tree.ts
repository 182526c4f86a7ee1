import { type Hdf5Attribute, type Hdf5Group, isGroup } from '../../formats/hdf5.ts';
import type { NumberBlock } from '../../formats/number-array.ts';
import type { Refuse } from '../../formats/refuse.ts';
import { formatShape, sameShape } from '../../tensor/shape.ts';
import type { Variable } from '../../tensor/variable.ts';

/** A group while it is filled. */
export interface GrowingGroup extends Hdf5Group {
  readonly attributes: Map<string, Hdf5Attribute>;
  readonly members: Map<string, GrowingGroup | NumberBlock>;
}

/** An empty group. */
export function newGroup(attributes: Readonly<Record<string, Hdf5Attribute>> = {}): GrowingGroup {
  return { attributes: new Map(Object.entries(attributes)), members: new Map() };
}

/** The group at a path, made with those above it where it is missing. */
export function groupAt(root: GrowingGroup, path: string): GrowingGroup {
  return path.split('/').reduce((group, name) => {
    const found = group.members.get(name);
    if (isGroup(found)) return found as GrowingGroup;
    const made = newGroup();
    group.members.set(name, made);
    return made;
  }, root);
}

/** Puts a block at a path. */
export function putBlock(root: GrowingGroup, path: string, block: NumberBlock): void {
  const at = path.lastIndexOf('/');
  const group = at < 0 ? root : groupAt(root, path.slice(0, at));
  group.members.set(path.slice(at + 1), block);
}

/** What stands at a path; undefined where there is nothing. */
export function memberAt(root: Hdf5Group, path: string): Hdf5Group | NumberBlock | undefined {
  let found: Hdf5Group | NumberBlock | undefined = root;
  for (const name of path.split('/')) found = isGroup(found) ? found.members.get(name) : undefined;
  return found;
}

/** Paths of all blocks below a group. */
export function* blockPaths({ members }: Hdf5Group, path = ''): Generator<string> {
  for (const [name, member] of members) {
    if (isGroup(member)) yield* blockPaths(member, `${path}${name}/`);
    else yield `${path}${name}`;
  }
}

/** The float32 numbers of a block that a weight or slot is to have. @throws FormatError where it does not fit. */
export function numbersFor(
  found: Hdf5Group | NumberBlock | undefined,
  path: string,
  { shape }: Variable,
  refuse: Refuse,
): Float32Array {
  if (found === undefined || isGroup(found)) return refuse(`there must be a block '${path}'`, 'none of that name');
  if (!sameShape(found.shape, shape)) {
    refuse(`block '${path}' must have shape ${formatShape(shape)}`, formatShape(found.shape));
  }
  const { data } = found;
  if (data instanceof Float32Array) return data;
  if (data instanceof Float64Array) return Float32Array.from(data);
  return refuse(`block '${path}' must hold floats`, 'whole numbers');
}

/** An attribute that is a text. */
export function textOf({ attributes }: Hdf5Group, name: string): string | undefined {
  const value = attributes.get(name);
  if (typeof value === 'string') return value;
  return Array.isArray(value) && typeof value[0] === 'string' ? value[0] : undefined;
}

/** Longest list of texts that an attribute holds, as h5py splits it. */
const LONGEST = 64_512;

/** A list of texts, in several attributes (name0, name1, …) where it is long. */
export function putTexts({ attributes }: GrowingGroup, name: string, texts: readonly string[]): void {
  const width = texts.reduce((most, text) => Math.max(most, new TextEncoder().encode(text).length), 1);
  const each = Math.max(1, Math.floor(LONGEST / Math.max(width, 16)));
  if (texts.length <= each) attributes.set(name, texts);
  else
    for (let i = 0; i * each < texts.length; i++) attributes.set(`${name}${i}`, texts.slice(i * each, (i + 1) * each));
}

/** A list of texts that may be split; undefined where there is none. */
export function textsOf({ attributes }: Hdf5Group, name: string): readonly string[] | undefined {
  const list = (value: Hdf5Attribute | undefined): readonly string[] | undefined => {
    if (typeof value === 'string') return [value];
    if (Array.isArray(value)) return value;
    return value === undefined ? undefined : []; // an empty list is written as numbers
  };
  const whole = list(attributes.get(name));
  if (whole !== undefined) return whole;
  const texts: string[] = [];
  for (let i = 0; attributes.has(`${name}${i}`); i++) texts.push(...(list(attributes.get(`${name}${i}`)) ?? []));
  return attributes.has(`${name}0`) ? texts : undefined;
}
