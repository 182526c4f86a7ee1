/** Methods as the text of the entries of an object; comments and types are left out. */
export function methodsText(methods: readonly Method[]): string {
  return methods.map((method) => `${indent(tidy(method.toString()))},`).join('\n');
}

/**
 * The text of a function without the blanks that types leave behind where Node strips them, at the left edge.
 * Every method of a net refers to the others by `this` alone, so that its text is whole.
 */
function tidy(source: string): string {
  const lines = source
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/?\*)/.test(line))
    .map((line) => {
      const [, lead = '', rest = ''] = /^(\s*)(.*)$/.exec(line) ?? [];
      const close = rest.replace(/\s+\/\/ .*$/, '').replaceAll(/ {2,}/g, ' ');
      return `${lead}${close.replaceAll(/ ([,;)\]}])/g, (_, mark: string) => (mark === '}' ? ' }' : mark))}`.trimEnd();
    })
    .filter((line) => line !== '');
  const depth = Math.min(...lines.slice(1).map((line) => line.length - line.trimStart().length));
  return [lines[0], ...lines.slice(1).map((line) => line.slice(depth))].join('\n');
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ');
}

/** A function of an object, as far as its text matters. */
export type Method = (...args: never[]) => unknown;

/** Those of an object's methods that are named, and what they need of it by `this.…`. */
export function neededMethods(object: object, names: Iterable<string>): Method[] {
  const all = object as Readonly<Record<string, Method>>;
  const found = new Set<string>();
  const visit = (name: string): void => {
    const method = all[name];
    if (found.has(name) || method === undefined) return;
    found.add(name);
    for (const [, next = ''] of method.toString().matchAll(/\bthis\.(\w+)/g)) visit(next);
  };
  for (const name of names) visit(name);
  return Object.keys(all)
    .filter((name) => found.has(name))
    .map((name) => all[name] as Method);
}

/** Names of what a text calls of an object. */
export function namesIn(text: string, object: 'net' | 'this.kernels'): string[] {
  const pattern = new RegExp(`\\b${object.replace('.', '\\.')}\\.(\\w+)`, 'g');
  return [...new Set(Array.from(text.matchAll(pattern), ([, name]) => name as string))].sort();
}
