/** Keys whose values are texts, whatever they say. */
const texts: readonly string[] = ['event', 'text', 'path', 'experiment', 'preset', 'run', 'stopped', 'began'];
const notFinite: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

/** JSON in which NaN and the infinities, which JSON lacks, are the strings "NaN", "Infinity" and "-Infinity". */
export function toJson(value: unknown, indent?: number): string {
  const replace = (_: string, item: unknown): unknown =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item;
  return JSON.stringify(value, replace, indent);
}

/** The value again. @throws SyntaxError if the text is no JSON. */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (key, item) =>
    typeof item === 'string' && Object.hasOwn(notFinite, item) && !texts.includes(key) ? notFinite[item] : item,
  );
}

/** Whether JSON gave an object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
