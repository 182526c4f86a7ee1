/** An element of an XML text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Own text, of elements within left out. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

/** Reads what we write of XML (elements, attributes, text); throws where it is not well-formed. */
export function parseXml(xml: string): XmlElement {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML does not allow them
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml) || /\p{Cs}/u.test(xml)) {
    throw new Error('a sign that XML does not allow');
  }
  const root = { name: '', attributes: {}, text: '', children: [] as XmlElement[] };
  const open: (XmlElement & { text: string; children: XmlElement[] })[] = [root];
  const part = /<(\/?)([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  for (let at = 0; at < xml.length; at = part.lastIndex) {
    const match = part.exec(xml);
    if (match === null) throw new Error(`not well-formed at ${at}: ${xml.slice(at, at + 60)}`);
    const [, end = '', name = '', attributes = '', empty = '', text = ''] = match;
    const top = open.at(-1) as (typeof open)[number];
    if (name === '') top.text += resolved(text);
    else if (end !== '') {
      if (top.name !== name) throw new Error(`</${name}> ends <${top.name}>`);
      open.pop();
    } else {
      const made = { name, attributes: attributesOf(attributes), text: '', children: [] as XmlElement[] };
      top.children.push(made);
      if (empty === '') open.push(made);
    }
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== '') throw new Error('not one element');
  return root.children[0] as XmlElement;
}

/** All elements of a name (or all), at any depth. */
export function elementsOf(element: XmlElement, name?: string): XmlElement[] {
  const within = element.children.flatMap((child) => elementsOf(child, name));
  return name === undefined || element.name === name ? [element, ...within] : within;
}

function attributesOf(source: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of source.matchAll(/([A-Za-z][\w:-]*)="([^"]*)"/g)) {
    if (name in found) throw new Error(`attribute ${name} twice`);
    found[name] = resolved(value);
  }
  return found;
}

function resolved(text: string): string {
  return text.replace(/&([^;]*;?)/g, (whole, name: string) => {
    const sign = names[name.replace(/;$/, '')];
    if (sign === undefined || !name.endsWith(';')) throw new Error(`entity ${whole}`);
    return sign;
  });
}
