import { MATMUL_SCRATCH } from '../../backend/table.ts';
import { textOfBytes } from '../../backend/wasm/byte-text.ts';
import { isTiled } from '../../backend/wasm/exports.ts';
import { bytesOfBuild, loadStrict } from '../../backend/wasm/modules.ts';
import { OptionError } from '../../errors.ts';
import type { Layer } from '../../layers/layer.ts';
import { RecurrentLayer } from '../../layers/recurrent-layer.ts';
import { forwardPass } from '../../layers/trainable.ts';
import type { LayeredModel } from '../../models/layered-model.ts';
import { Model } from '../../models/model.ts';
import { Sequential } from '../../models/sequential.ts';
import { checkChoice, checkOptions, checkText, describe } from '../../options.ts';
import type { Tensors } from '../../tensor/batch.ts';
import { scope } from '../../tensor/scope.ts';
import { formatShape, isOneShape, type OpenShape } from '../../tensor/shape.ts';
import { tensor } from '../../tensor/tensor.ts';
import { base64Of } from './base64.ts';
import { declarationsText } from './declarations-text.ts';
import { jsText, wasmText } from './engine-texts.ts';
import { jsKernels } from './js-kernels/index.ts';
import { FIRST_BYTE, methodsOf, moduleText } from './module-text.ts';
import type { StandalonePort } from './net.ts';
import { methodsText, namesIn, neededMethods } from './source-text.ts';
import { type AnyModel, modelProgram } from './translate-model.ts';
import { kernelSubset } from './wasm-subset.ts';

/** Options of `exportStandalone`. */
export interface StandaloneOptions {
  /**
   * What computes: 'wasm', compiled kernels; 'js', plain JavaScript, many times slower, for runtimes that compile no
   * WebAssembly; 'separate', compiled kernels in a file of their own, for runtimes that load WebAssembly from files alone.
   * Default 'wasm'.
   */
  engine?: 'wasm' | 'js' | 'separate';
  /**
   * Which kernels: 'strict', which run wherever there is WebAssembly SIMD and give the same bits everywhere; 'relaxed', with
   * fused multiply-add, where the runtime has relaxed SIMD. Default 'strict'; to be left out with engine 'js'.
   */
  build?: 'strict' | 'relaxed';
  /** With engine 'separate': name of the file of kernels, as the module's errors say it. Default 'kernels.wasm'. */
  wasmFile?: string;
}

/** What `exportStandalone` gives. */
export interface StandaloneExport {
  /** The ES module. */
  readonly module: string;
  /** Its TypeScript declarations. */
  readonly declarations: string;
  /** The kernels, with engine 'separate'. */
  readonly wasm: Uint8Array<ArrayBuffer> | undefined;
  /** Bytes of the module, and of its parts as they stand in it: weights, kernels, and the program around them. */
  readonly sizes: Readonly<Record<'module' | 'weights' | 'kernels' | 'program', number>>;
}

/**
 * A model as the text of one ES module that needs nothing else: its weights, the kernels it calls, and a program that says
 * layer by layer what goes where. It exports `predict`, `predictStep`, `resetStates`, `start` and `metadata`.
 *
 * With the engines 'wasm' and 'separate' predictions have the bits of the model's own in the same build; with 'js' they are
 * within 1e-6 of it.
 *
 * @throws OptionError if the model is not built; UnsupportedError for layers of your own, which it names.
 * @example
 * ```ts
 * import { Dense, Input, LSTM, Sequential } from 'memcell';
 * import { exportStandalone } from 'memcell/io';
 * const model = new Sequential([Input({ shape: [8, 2] }), new LSTM({ units: 4 }), new Dense({ units: 1 })]);
 * const { module, sizes } = await exportStandalone(model);
 * console.log(module.includes('import '), sizes.weights); // => false 624
 * ```
 */
export async function exportStandalone(
  model: LayeredModel<Tensors>,
  options: StandaloneOptions = {},
): Promise<StandaloneExport> {
  const action = 'export model';
  checkOptions(action, options, ['engine', 'build', 'wasmFile']);
  const engine = checkChoice(action, 'engine', options.engine ?? 'wasm', ['wasm', 'js', 'separate'] as const);
  const build = checkChoice(action, 'build', options.build ?? 'strict', ['strict', 'relaxed'] as const);
  const wasmFile = checkText(action, 'wasmFile', options.wasmFile ?? 'kernels.wasm');
  checkIdle(action, engine, options);
  const checked = checkModel(model);

  const begin = FIRST_BYTE + 4 * (engine === 'js' ? 0 : MATMUL_SCRATCH);
  const { program, network } = modelProgram(checked, begin);
  const { weights, end } = program;
  const methods = methodsOf(network);
  const names = namesIn(methods, 'this.kernels');
  const kernels = engine === 'js' ? undefined : await compiledKernels(build, names);
  const separate = engine === 'separate';
  const kernelsText = kernels && !separate ? textOfBytes(kernels.bytes) : undefined;
  const numbers = new Uint8Array(weights.reduce((sum, { weight }) => sum + 4 * weight.size, 0));
  let to = 0;
  for (const { weight } of weights) {
    numbers.set(new Uint8Array(Float32Array.from(weight.data).buffer), to);
    to += 4 * weight.size;
  }
  const weightsBase64 = base64Of(numbers);

  const inputs = inputPorts(checked);
  const outputs = outputPorts(checked);
  const layers = [...new Set(classesOf(checked.layers))].sort();
  const counted = weights.reduce((sum, { weight }) => sum + weight.size, 0);
  const metadata = {
    madeBy: 'memcell export',
    className: checked.className,
    name: checked.name,
    engine: engine === 'js' ? 'js' : `wasm, ${build}`,
    inputs,
    outputs,
    layers,
    weights: counted,
    kernels: names,
  };
  const noStream = whyNoStream(checked);
  const sizeOfKernels = kernelsText?.length ?? 0;
  const text = (size: number): string => {
    const rest = size - weightsBase64.length - sizeOfKernels;
    const said = `Size: ${size} bytes: weights ${weightsBase64.length}, kernels ${sizeOfKernels}, program ${rest}.`;
    return moduleText({ ...parts, header: [...header, said.padEnd(100)] }); // the same length whatever the numbers
  };
  const header = [
    `Made by memcell from ${checked.className} '${oneLine(checked.name)}': ${counted} weights, ${metadata.engine}.`,
    ...inputs.map(({ name, shape }) => `Input '${name}' ${formatShape(shape)}`),
    ...outputs.map(({ name, shape }) => `Output '${name}' ${formatShape(shape)}`),
    `Layers: ${layers.join(', ')}`,
    'It exports predict, predictStep, resetStates, start and metadata, and needs nothing else. Do not edit.',
  ];
  const parts = {
    metadata,
    weights,
    weightsBase64,
    kernelsText,
    network,
    engine: kernels
      ? wasmText({ tiled: kernels.tiled, inside: !separate, file: wasmFile })
      : jsText(methodsText(neededMethods(jsKernels, names))),
    inputs,
    listed: checked instanceof Model && !isOneShape(checked.outputShape),
    stateful: isStateful(checked.layers),
    noStream,
    begin,
    end,
    scratch: FIRST_BYTE,
  };
  const size = bytesIn(text(0));
  const module = text(size);
  return {
    module,
    declarations: declarationsText(`${checked.className} '${oneLine(checked.name)}'`, inputs, outputs),
    wasm: separate ? kernels?.bytes : undefined,
    sizes: {
      module: size,
      weights: weightsBase64.length,
      kernels: sizeOfKernels,
      program: size - weightsBase64.length - sizeOfKernels,
    },
  };
}

/** Bytes of a text in a file. */
function bytesIn(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** A name that may stand in a comment of one line. */
function oneLine(name: string): string {
  return name.replaceAll(/[\r\n\u2028\u2029]/g, ' ');
}

function checkModel(model: unknown): AnyModel {
  if (!(model instanceof Sequential || model instanceof Model)) {
    throw new OptionError(`Cannot export model: model must be a Sequential or a Model, received ${describe(model)}`);
  }
  if (model.built) return model as AnyModel;
  throw new OptionError(
    `Cannot export ${model.className} '${model.name}': it must be built, received a model without weights`,
    { hint: 'Put Input({ shape }) first, call build(shape), or fit or predict once.' },
  );
}

/** Throws for an option that the engine has no use for. */
function checkIdle(action: string, engine: string, { build, wasmFile }: StandaloneOptions): void {
  const refuse = (name: string, value: string): never => {
    throw new OptionError(`Cannot ${action}: ${name} must be left out with engine '${engine}', received '${value}'`);
  };
  if (engine === 'js' && build !== undefined) refuse('build', build);
  if (engine !== 'separate' && wasmFile !== undefined) refuse('wasmFile', wasmFile);
}

/** The kernels of a build that a program calls. */
async function compiledKernels(build: 'strict' | 'relaxed', names: readonly string[]) {
  if (build === 'strict') await loadStrict();
  const { bytes, parameters } = kernelSubset(bytesOfBuild(build) as Uint8Array, names);
  const tiled = new Map([...parameters].filter(([name]) => isTiled(name as never)));
  return { bytes, tiled };
}

function inputPorts(model: AnyModel): StandalonePort[] {
  if (model instanceof Model) return model.inputs.map(({ name, shape, dtype }) => ({ name, shape, dtype }));
  const [first] = model.config().layers as [{ className: string; config: Pick<StandalonePort, 'name' | 'dtype'> }];
  const given = first.className === 'InputLayer' ? first.config : { name: 'input_layer', dtype: 'float32' as const };
  return [{ name: given.name, shape: model.inputShape as OpenShape, dtype: given.dtype }];
}

function outputPorts(model: AnyModel): StandalonePort[] {
  const shapes = model.outputShape;
  const names = model instanceof Model ? model.outputs.map(({ name }) => name) : [(model.layers.at(-1) as Layer).name];
  return (isOneShape(shapes) ? [shapes] : shapes).map((shape, i) => ({
    name: names[i] as string,
    shape,
    dtype: 'float32',
  }));
}

function classesOf(layers: readonly Layer[]): string[] {
  return layers.flatMap((layer) => [layer.className, ...classesOf(layer.layers)]);
}

function isStateful(layers: readonly Layer[]): boolean {
  return layers.some((layer) => (layer instanceof RecurrentLayer && layer.stateful) || isStateful(layer.layers));
}

/** Why a model cannot be given steps one by one; '' where it can. Tried on a step of zeros, which leaves no trace. */
function whyNoStream(model: AnyModel): string {
  if (!(model instanceof Sequential)) return 'a stream must be that of a Sequential, received a functional Model';
  const [, , ...sample] = model.inputShape as OpenShape;
  if ((model.inputShape as OpenShape).length < 2) return 'a stream must have steps, received a model of single numbers';
  const shape = [1, 1, ...sample.map((n) => n ?? 1)];
  try {
    scope(() => {
      model.forward(
        tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape),
        forwardPass({ states: new Map() }),
      );
    });
    return '';
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return error.message.replace(/^Cannot call /, '');
  }
}
