/** An element of a picture that `toSvg` drew. */
export interface SvgNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SvgNode[];
  readonly text: string;
}

const NAMES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function plainOf(text: string): string {
  return text.replace(/&([a-z]+|#39);/g, (_, name: string) => NAMES[name] as string);
}

/** Reads what `toSvg` wrote: elements, attributes in double quotes, text. */
export function readSvg(svg: string): SvgNode {
  const root: SvgNode[] = [];
  const open: SvgNode[][] = [root];
  for (const [, close, name = '', inside = '', end, text = ''] of svg.matchAll(
    /<(\/?)([\w-]+)((?: [\w:-]+="[^"]*")*)(\/?)>([^<]*)/g,
  )) {
    if (close === '/') open.pop();
    else {
      const found = [...inside.matchAll(/ ([\w:-]+)="([^"]*)"/g)];
      const attributes = Object.fromEntries(found.map(([, key, value = '']) => [key, plainOf(value)]));
      const children: SvgNode[] = [];
      open.at(-1)?.push({ name, attributes, children, text: plainOf(text) });
      if (end !== '/') open.push(children);
    }
  }
  return root[0] as SvgNode;
}

/** Declarations by property. */
export type Style = Readonly<Record<string, string>>;

/** What the picture's own style sheet says, on light paper. */
export class StyleSheet {
  readonly #variables: Record<string, string> = {};
  readonly #rules: { readonly selector: string; readonly style: Style }[] = [];

  constructor(text: string) {
    const light = text.replace(/@media[^{]*\{[^{}]*\{[^{}]*\}\}/g, '');
    for (const [, selector = '', body = ''] of light.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      const style = declarations(body);
      const own = selector.trim().split(/\s+/);
      if (own.length === 1) Object.assign(this.#variables, style);
      else this.#rules.push({ selector: own[1] as string, style });
    }
  }

  /** The style of an element: attributes, then the sheet, then its own. */
  of({ name, attributes }: SvgNode): Style {
    const classes = (attributes.class ?? '').split(' ').map((each) => `.${each}`);
    const rules = this.#rules.filter(({ selector }) => selector === name || classes.includes(selector));
    const { fill, stroke } = attributes;
    const given = { ...(fill === undefined ? {} : { fill }), ...(stroke === undefined ? {} : { stroke }) };
    const merged = Object.assign(given, ...rules.map(({ style }) => style), declarations(attributes.style ?? ''));
    const value = (text: string): string =>
      text.replace(/var\((--[\w-]+)\)/g, (_, variable: string) => this.#variables[variable] ?? 'none');
    return Object.fromEntries(Object.entries(merged as Style).map(([key, text]) => [key, value(text)]));
  }
}

function declarations(text: string): Style {
  const parts = text.split(';').map((part) => part.split(':'));
  return Object.fromEntries(
    parts.filter((part) => part.length === 2).map(([key = '', value = '']) => [key.trim(), value.trim()]),
  );
}
