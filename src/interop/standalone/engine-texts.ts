/** Exported by kernels/ with the register tile as a first argument: two rows by sixteen columns, which suits 128 bits. */
const TILE = 1;

/** What a module needs to say of the kernels it brings along. */
export interface WasmText {
  /** The kernels that take the tile, with the number of their parameters, that of the tile among them. */
  readonly tiled: ReadonlyMap<string, number>;
  /** Whether the module itself holds the bytes. */
  readonly inside: boolean;
  /** Name of that file. */
  readonly file: string;
}

/** Bytes from base64. */
export const BYTES_TEXT = `function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}`;

/** Bytes from the text that `textOfBytes` makes of them. */
const LETTERS_TEXT = `
/** A byte is a letter, or a letter after one of two marks. */
function bytesOfText(text) {
  const letters = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((letter) => !'\\'"\`\\\\$'.includes(letter));
  const page = letters.length - 2;
  const bytes = [];
  let begin = 0;
  for (const letter of text) {
    const place = letters.indexOf(letter);
    if (place >= page) {
      begin = (place - page + 1) * page;
      continue;
    }
    bytes.push((begin + place - 3) & 255);
    begin = 0;
  }
  return new Uint8Array(bytes);
}
`;

/** The part of a module that starts compiled kernels. */
export function wasmText({ tiled, inside, file }: WasmText): string {
  const bind = Array.from(tiled, ([name, count]) => {
    const letters = Array.from({ length: count - 1 }, (_, i) => `a${i}`).join(', ');
    return `    ${name}: (${letters}) => kernels.${name}(${TILE}, ${letters}),`;
  });
  const without = !inside
    ? `  throw new Error(${JSON.stringify(`Cannot predict: the kernels must be started first, received none; call await start(module) with '${file}'`)});`
    : `  try {
    open(new WebAssembly.Module(bytesOfText(KERNELS)));
  } catch (error) {
    throw new Error('Cannot start the kernels: this runtime must compile WebAssembly with SIMD at once; call await start() first, or export with the engine js', { cause: error });
  }`;
  return `let memory;
${inside ? LETTERS_TEXT : ''}
/** Instantiates the kernels over a memory that holds the weights. */
function open(module) {
  if (memory) return;
  const own = new WebAssembly.Memory({ initial: Math.ceil(net.base / 65536) + 1 });
  const kernels = new WebAssembly.Instance(module, { env: { memory: own } }).exports;
  memory = own;
  net.kernels = {
    ...kernels,
${bind.join('\n')}
  };
  fill(memory.buffer);
}

/** Room for so many bytes. */
function grow(bytes) {
  const pages = Math.ceil((bytes + 1024 - memory.buffer.byteLength) / 65536);
  if (pages <= 0) return;
  try {
    memory.grow(pages);
  } catch (cause) {
    const must = \`\${Math.ceil(bytes / 1e6)} MB of memory must be to be had, received less\`;
    throw new RangeError(\`Cannot predict: \${must}; take a smaller batchSize\`, { cause });
  }
  view(memory.buffer);
}

function begin() {
  if (memory) return;
${without}
}

/**
 * Starts the kernels, which the first prediction does where it is not called. Needed where WebAssembly may not be compiled
 * from bytes${!inside ? '' : ' or not at once'}: give the compiled module then.
 */
export async function start(module) {
  if (memory) return;
${
  !inside
    ? `  if (!module) throw new Error(${JSON.stringify(`Cannot start the kernels: a module must be given, received none; it is that of '${file}'`)});
  open(module instanceof WebAssembly.Module ? module : await WebAssembly.compile(module));`
    : '  open(module instanceof WebAssembly.Module ? module : await WebAssembly.compile(module ?? bytesOfText(KERNELS)));'
}
}`;
}

/** The part of a module that starts kernels in plain JavaScript, whose methods are the entries of \`text\`. */
export function jsText(text: string): string {
  return `const kernels = {
  floats: undefined,
  ints: undefined,
  sums: new Float64Array(0),
${text}
};
for (const [name, each] of Object.entries(kernels)) if (typeof each === 'function') kernels[name] = each.bind(kernels);

/** Room for so many bytes. */
function grow(bytes) {
  if (net.floats && bytes + 1024 <= net.floats.byteLength) return;
  const before = net.floats;
  view(new ArrayBuffer(Math.ceil((bytes * 1.5 + 1024) / 64) * 64));
  if (before) net.floats.set(before);
}

function begin() {
  if (net.kernels) return;
  net.kernels = kernels;
  grow(net.base);
  fill(net.floats.buffer);
}

/** Starts the kernels, which the first prediction does where it is not called. */
export async function start() {
  begin();
}`;
}
