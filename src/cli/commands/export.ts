import { basename, dirname, extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { StandaloneOptions } from '../../interop/standalone/export-standalone.ts';
import { platform } from '../../platform/index.ts';
import { formatBytes } from '../numbers.ts';
import { type AddCommand, examples } from '../shell.ts';
import { UsageError } from '../usage-error.ts';

interface ExportOptions {
  standalone: string;
  engine: string;
  build?: string;
  types: boolean;
  quiet?: true;
}

/** `memcell export`: a saved model as one JavaScript module that needs nothing else. */
export const addExport: AddCommand = (program, { out }) => {
  program
    .command('export')
    .argument('<model>', 'a saved model: .safetensors, .keras, .h5 or .t7')
    .summary('write a saved model as one JavaScript module')
    .description(
      'Writes an ES module with the weights and the kernels that the model needs, and nothing to import: for Node, ' +
        'browsers, Deno, Bun and edge runtimes. It exports predict, predictStep, resetStates, start and metadata; ' +
        'TypeScript declarations stand beside it.\n\n' +
        'Where a runtime compiles no WebAssembly from bytes, take --engine js (plain JavaScript, slower) or ' +
        '--engine separate (a .wasm file beside the module, to be given to start).',
    )
    .requiredOption('--standalone <file>', 'where the module goes: .mjs or .js')
    .option('--engine <name>', 'wasm, js or separate', 'wasm')
    .option('--build <name>', 'strict: the same bits everywhere; relaxed: fused multiply-add (default: "strict")')
    .option('--no-types', 'write no declarations')
    .option('--quiet', 'print nothing')
    .addHelpText(
      'after',
      examples([
        ['memcell export adder.safetensors --standalone adder.mjs', 'adder.mjs and adder.d.mts'],
        ['memcell export adder.safetensors --standalone adder.mjs --engine js', 'without WebAssembly'],
      ]),
    )
    .action(async (path: string, { standalone: to, engine, build, types, quiet }: ExportOptions) => {
      checkName('--engine', engine, ['wasm', 'js', 'separate']);
      if (build !== undefined) checkName('--build', build, ['strict', 'relaxed']);
      if (build !== undefined && engine === 'js')
        throw new UsageError(`Cannot export: --build must be left out with --engine js, received '${build}'`);
      checkPlace(to);
      const wasmFile = engine === 'separate' ? beside(to, '.wasm') : undefined;
      const typesFile = types ? beside(to, `.d${extname(to).replace('js', 'ts')}`) : undefined;
      for (const path of [wasmFile, typesFile]) checkFree(path);
      const { loadModel } = await import('../../interop/io.ts');
      const { exportStandalone } = await import('../../interop/standalone/export-standalone.ts');
      const { customObjects } = await import('../../experiments/custom-objects.ts');
      const model = await loadModel(path, { customObjects, compile: false });
      const options = { engine, build, ...(wasmFile && { wasmFile: basename(wasmFile) }) } as StandaloneOptions;
      const { module, declarations, wasm, sizes } = await exportStandalone(model, options);
      if (wasm && wasmFile) platform().writeFileAtomic(wasmFile, wasm);
      if (typesFile) platform().writeFileAtomic(typesFile, declarations);
      platform().writeFileAtomic(to, module);
      if (quiet) return;
      const packed = formatBytes(gzipSync(module).length);
      const parts = (['weights', 'kernels', 'program'] as const).map((part) => `${part} ${formatBytes(sizes[part])}`);
      const file = `${formatBytes(sizes.module)} (${packed} gzipped): ${parts.join(', ')}`;
      out.line(`Exported ${model.className} '${model.name}' to ${to}, ${file}`);
      if (wasm)
        out.line(`Kernels to ${wasmFile}, ${formatBytes(wasm.length)} (${formatBytes(gzipSync(wasm).length)} gzipped)`);
    });
};

/** Throws where no module can be written, before anything is read. */
function checkPlace(path: string): void {
  const ending = extname(path);
  if (ending !== '.mjs' && ending !== '.js') {
    throw new UsageError(
      `Cannot export: --standalone must end in .mjs or .js, received ${ending === '' ? 'no ending' : `'${ending}'`}`,
    );
  }
  const kind = platform().kindOf(path);
  if (kind === 'folder')
    throw new UsageError(`Cannot export: --standalone must name a file, received the folder '${path}'`);
  if (platform().kindOf(dirname(path)) !== 'folder') {
    throw new UsageError(`Cannot export: --standalone must name a file in a folder that exists, received '${path}'`);
  }
}

/** The same path with another ending. */
function beside(path: string, ending: string): string {
  return path.slice(0, -extname(path).length) + ending;
}

/** Throws where a file beside the module cannot be written, so that no half of an export is left. */
function checkFree(path: string | undefined): void {
  if (path !== undefined && platform().kindOf(path) === 'folder')
    throw new UsageError(`Cannot export: a file must be written beside the module, received the folder '${path}'`);
}

function checkName(option: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  throw new UsageError(`Cannot export: ${option} must be one of ${names.join(', ')}, received '${name}'`);
}
