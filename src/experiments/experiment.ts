import { OptionError } from '../errors.ts';
import type { LayeredModel } from '../models/layered-model.ts';
import type { Figure } from '../plots/figure.ts';
import type { Tensors } from '../tensor/batch.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Callback } from '../train/callback.ts';

/** How most experiments are set up: to the letter of their source, or as we would do it today. */
export type PresetName = 'published' | 'default';

/** One set-up of an experiment. */
export interface Preset {
  /** What it does, in one sentence. */
  readonly description: string;
  /** Hyper-parameters, as `run.json` keeps them. */
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /** Steps of an epoch, where the source counts in epochs. */
  readonly stepsPerEpoch?: number;
  /** Steps that listeners hear of as one epoch where the source counts none. Default 1. */
  readonly stepsPerLook?: number;
}

/** Values that cannot be listed: a file that is there, any text, numbers of a range. */
export type OtherValues =
  | { readonly kind: 'file' }
  | { readonly kind: 'text' }
  | { readonly kind: 'number'; readonly from?: number; readonly to?: number; readonly whole?: boolean };

/** Something that can be chosen besides the preset: `memcell run keras-adder --order lsb`. */
export interface ExperimentChoice {
  /** Name of the option. */
  readonly name: string;
  readonly description: string;
  /** What can be chosen, the default first; an empty text stands for nothing. */
  readonly values: readonly [string, ...string[]];
  /** What is taken besides. Left out: nothing. */
  readonly other?: OtherValues;
  /** What a value comes to on this machine; run.json keeps that, so that a run goes on with the same. Left out: itself. */
  readonly resolve?: (value: string) => string;
}

/** What a user asks of a run. */
export interface RunRequest<P extends string = PresetName> {
  readonly preset: P;
  /** Whole number from 0. */
  readonly seed: number;
  /** Training steps at most. Default: the preset's. */
  readonly steps?: number | undefined;
  /** What was chosen, by the names of `choices`; what is left out is the default. */
  readonly chosen?: Readonly<Record<string, string>> | undefined;
}

/** What a run is given besides. */
export interface RunContext {
  /** Listeners of the training: progress, event log. */
  readonly callbacks: readonly Callback[];
  /** Takes a sentence on how it goes; left out: nobody listens. */
  readonly tell?: ((sentence: string) => void) | undefined;
  /** Takes how many steps there will be, where the preset does not say; left out: nobody asks. */
  readonly plan?: ((steps: number) => void) | undefined;
  /** Takes a picture of how it goes, now and then, in the place of the one before; left out: nobody looks. */
  readonly draw?: ((figure: Figure) => void) | undefined;
  /** Takes the first batch that is learnt from, whose gates may be looked at; left out: nobody does. */
  readonly watch?: ((input: Tensor) => void) | undefined;
  /** Ends training after the step under way. */
  readonly signal?: AbortSignal | undefined;
}

/** Numbers that say how good a run was; the keys of each experiment are fixed. */
export type Score = Readonly<Record<string, unknown>>;

/** A talk with the trained model on a terminal. */
export interface Dialogue {
  /** What is asked for, one number after another. */
  readonly questions: readonly string[];
  /** Reads one answer. @throws OptionError for what it does not take. */
  read(answer: string): number;
  /** What to print for the answers, line by line. */
  reply(values: readonly number[]): string[];
  /** Answers that are shown where there is nobody to ask. */
  readonly examples: readonly (readonly number[])[];
}

/** What a run gives. */
export interface RunResult {
  readonly score: Score;
  readonly model: LayeredModel<Tensors>;
  /** Training steps that were taken. */
  readonly steps: number;
  /** Time of the training alone. */
  readonly seconds: number;
  /** What to tell about it, sentence by sentence. */
  readonly summary: readonly string[];
  /** Why its score is not held beside the published one: other data, for example. Left out: it is. */
  readonly incomparable?: string;
  /** Pictures of what came out, by the names of their files. */
  readonly figures?: Readonly<Record<string, Figure>>;
  /** Further files for the run folder, by name. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly dialogue?: Dialogue;
  /** Text of its own that is shown piece after piece as it is made, when everything else is told. */
  readonly prose?: () => Iterable<string>;
}

/** An experiment that `memcell run <name>` does; P are the names of its presets. */
export interface Experiment<P extends string = PresetName> {
  readonly name: string;
  /** One line for lists. */
  readonly title: string;
  /** `memcell train FILE --task <this>` does it, and FILE is its choice 'text'. Left out: `memcell run` does it. */
  readonly task?: string;
  /** 'default' and others. */
  readonly presets: Readonly<Record<P, Preset>>;
  readonly choices?: readonly ExperimentChoice[];
  /** What the score counts, in one sentence. */
  readonly scoreMeaning: string;
  /** The source's score, by the same keys; and what it says in words. Left out: it has no published source. */
  readonly published?: { readonly score: Score; readonly text: string };
  /** Why an interrupted run of it cannot go on, where it cannot: 'it trains six models one after another'. */
  readonly notResumed?: string;
  /**
   * Trains and tells. An interrupted run is taken up by calling it again with callbacks that have the checkpoint of its
   * first `fit`: what it counts or remembers between steps must be in the state of a callback (StepLimit).
   */
  run(request: RunRequest<P>, context: RunContext): Promise<RunResult>;
}

/** Any experiment, whatever its presets are called. */
export type AnyExperiment = Experiment<string>;

/** A preset by its name. @throws OptionError for one that the experiment does not have. */
export function presetOf({ name: experiment, presets }: AnyExperiment, name: string): Preset {
  const preset = Object.hasOwn(presets, name) ? presets[name] : undefined;
  if (preset !== undefined) return preset;
  const names = Object.keys(presets).join(', ');
  throw new OptionError(`Cannot run ${experiment}: preset must be one of ${names}, received '${name}'`);
}
