// npm run docs:reference: writes docs/reference.md from the indexes and the first sentence of each docstring;
// test/docs/reference.test.ts holds it against that.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { activations } from '../src/activations/index.ts';
import { constraints } from '../src/constraints/index.ts';
import * as data from '../src/data/index.ts';
import { initializers } from '../src/initializers/index.ts';
import * as inspect from '../src/inspect/index.ts';
import * as io from '../src/interop/io.ts';
import { layers } from '../src/layers/index.ts';
import { losses } from '../src/losses/index.ts';
import { metrics } from '../src/metrics/index.ts';
import * as ops from '../src/ops/index.ts';
import { optimizers } from '../src/optimizers/index.ts';
import { schedules } from '../src/optimizers/schedules/index.ts';
import * as plots from '../src/plots/index.ts';
import { regularizers } from '../src/regularizers/index.ts';
import * as text from '../src/tasks/text.ts';
import * as callbacks from '../src/train/callbacks/index.ts';

type Named = { readonly name: string };

const root = new URL('../', import.meta.url);

/** The first sentence of the docstring of each class and function in these files. */
function sentences(pattern: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of globSync(pattern, { cwd: root }).sort()) {
    if (path.endsWith('.test.ts')) continue;
    const text = readFileSync(new URL(path.replaceAll('\\', '/'), root), 'utf8');
    for (const [, doc = '', kind = '', name = ''] of text.matchAll(DOCUMENTED)) {
      if (!found.has(name) || kind === 'class') found.set(name, sentenceOf(doc));
    }
  }
  return found;
}

const DOCUMENTED =
  /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:abstract |async )?(class|function\*?|const) ([A-Za-z0-9]+)/g;

function sentenceOf(doc: string): string {
  const lines = doc.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trim());
  const begin = lines.findIndex((line) => line !== '');
  const end = lines.findIndex((line, i) => i > begin && (line === '' || line.startsWith('@')));
  const whole = lines.slice(begin, end < 0 ? undefined : end).join(' ');
  return /^.*?[.!?](?=\s|$)/.exec(whole)?.[0] ?? whole;
}

/** A line for each entry: its names, and what it is. */
function lines(entries: readonly (readonly [names: readonly string[], symbol: string])[], files: string): string {
  const known = sentences(files);
  return entries
    .map(([names, symbol]) => {
      const sentence = known.get(symbol);
      if (sentence === undefined)
        throw new Error(`Cannot write docs/reference.md: no docstring of '${symbol}' in ${files}`);
      return `- ${names.map((name) => `\`${name}\``).join(', ')}: ${sentence.replace(/[.:]$/, '')}`;
    })
    .join('\n');
}

/** The rows of an index: the class, then the names that stand for it. */
function rows(index: Readonly<Record<string, Named>>, asClasses = true): [string[], string][] {
  const symbols = new Map<Named, string[]>();
  for (const [name, value] of Object.entries(index)) symbols.set(value, [...(symbols.get(value) ?? []), name]);
  return [...symbols]
    .map(([{ name }, names]): [string[], string] => [
      asClasses ? [name, ...names.map((each) => `'${each}'`)] : names,
      name,
    ])
    .sort(([a], [b]) => ((a[0] as string) < (b[0] as string) ? -1 : 1));
}

/** What a module exports at run time. */
function exportsOf(module: object): [string[], string][] {
  return Object.keys(module)
    .sort()
    .map((name) => [[name], name]);
}

/** docs/reference.md as it should be. */
export function referenceDocs(): string {
  const { InputLayer: _made, ...own } = layers;
  const classes = Object.keys(own).sort();
  const sections: readonly (readonly [title: string, intro: string, entries: string])[] = [
    [
      'Models',
      "From 'memcell'.",
      lines(
        ['Model', 'Sequential'].map((name) => [[name], name]),
        'src/models/*.ts',
      ),
    ],
    [
      'Layers',
      "From 'memcell', made as `new Dense({ units: 3 })`; a layer of your own extends `Layer`, a cell `RNNCell`.",
      lines([[['Input'], 'Input'], ...classes.map((name): [string[], string] => [[name], name])], 'src/layers/*.ts'),
    ],
    [
      'Activations',
      'By name, as `activation` of layers.',
      lines(rows(activations, false), 'src/{activations,ops}/*.ts'),
    ],
    ['Losses', '`compile({ loss })`: by name, or as an object with options.', lines(rows(losses), 'src/losses/*.ts')],
    [
      'Metrics',
      "`compile({ metrics })`: by name, or as an object with options; 'accuracy' (or 'acc') there is the accuracy that fits the model.",
      lines([...rows(metrics), [['Mean'], 'Mean'], [['LossMetric'], 'LossMetric']], 'src/metrics/*.ts'),
    ],
    [
      'Optimizers',
      '`compile({ optimizer })`: by name, or as an object with options.',
      lines([...rows(optimizers), [['SyncReplicas'], 'SyncReplicas']], 'src/optimizers/*.ts'),
    ],
    [
      'Schedules',
      'As `learningRate` of an optimizer.',
      lines(
        rows(schedules).map(([[name = ''], symbol]) => [[name], symbol]),
        'src/optimizers/schedules/*.ts',
      ),
    ],
    [
      'Callbacks',
      "`fit({ callbacks })`; those of 'memcell/io' write files.",
      `${lines(exportsOf(callbacks), 'src/train/callbacks/*.ts')}\n\nFrom 'memcell/io':\n\n${lines(
        ['BackupAndRestore', 'CSVLogger', 'ModelCheckpoint', 'TensorBoard'].map((name) => [[name], name]),
        'src/interop/{,tensorboard/}*.ts',
      )}`,
    ],
    ['Initializers', 'By name, or as an object with options.', lines(rows(initializers), 'src/initializers/*.ts')],
    ['Regularizers', 'By name, or as an object with options.', lines(rows(regularizers), 'src/regularizers/*.ts')],
    ['Constraints', 'By name, or as an object with options.', lines(rows(constraints), 'src/constraints/*.ts')],
    ['Ops', "From 'memcell': functions of tensors, with gradients.", lines(exportsOf(ops), 'src/ops/*.ts')],
    ['memcell/data', 'What data is made ready with.', lines(exportsOf(data), 'src/data/**/*.ts')],
    ['memcell/text', 'Text on its way into a model and out of it.', lines(exportsOf(text), 'src/{text,tasks}/**/*.ts')],
    [
      'memcell/io',
      'Files, beside the callbacks above.',
      lines(
        exportsOf(io).filter(([, name]) => /^[a-z]|Writer$/.test(name)),
        'src/{formats/,interop/,interop/standalone/,interop/tensorboard/}*.ts',
      ),
    ],
    ['memcell/inspect', 'Looks inside a model.', lines(exportsOf(inspect), 'src/inspect/*.ts')],
    ['memcell/plots', 'Draws.', lines(exportsOf(plots), 'src/plots/*.ts')],
  ];
  return [
    '# What there is, by name',
    '<!-- Written by npm run docs:reference from the indexes and docstrings; do not edit. -->',
    'One line each; the docstring of each, shown by your editor, has equations, shapes, options and an example.',
    ...sections.flatMap(([title, intro, entries]) => [`## ${title}`, intro, entries]),
    '',
  ].join('\n\n');
}

if (import.meta.main) writeFileSync(new URL('docs/reference.md', root), referenceDocs());
