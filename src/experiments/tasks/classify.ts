import { Random } from '../../random.ts';
import { chosenValues } from '../chosen-values.ts';
import { readClassifyFile, textColumnChoices } from '../classify-file.ts';
import { classifyTexts } from '../classify-texts.ts';
import type { Experiment, ExperimentChoice, RunContext, RunRequest, RunResult } from '../experiment.ts';
import { splitSamples } from '../split-samples.ts';

const whole = (name: string, description: string, value: number): ExperimentChoice => ({
  name,
  description,
  values: [String(value)],
  other: { kind: 'number', from: 1, whole: true },
});

/** `memcell train FILE --task classify`: a classifier of the user's own texts. */
export const classify: Experiment<'default'> = {
  name: 'train-classify',
  task: 'classify',
  title: 'a recurrent layer reads texts word by word and says their class',
  presets: {
    default: {
      description: 'Embedding, LSTM or GRU, Dense; learning rate up and down again',
      options: { batchSize: 32, learningRate: 0.004 },
    },
  },
  choices: [
    { name: 'text', description: 'the table', values: [''], other: { kind: 'file' } },
    ...textColumnChoices,
    { name: 'cell', description: 'what reads the words', values: ['lstm', 'gru'] },
    whole('units', 'units of the recurrent layer', 64),
    whole('embedding', 'numbers of a word vector', 32),
    { name: 'bidirectional', description: 'whether it reads both ways', values: ['no', 'yes'] },
    whole('epochs', 'times through the texts', 10),
    whole('min-count', 'words that come less often are unknown', 2),
    {
      name: 'held-out',
      description: 'share of the texts that is held out to be asked at the end',
      values: ['0.2'],
      other: { kind: 'number', from: 0.01, to: 0.9 },
    },
  ],
  scoreMeaning:
    'accuracy: share of the held-out texts whose class is right; baselineAccuracy: the same of a bag of words, which forgets their order',
  run,
};

async function run({ seed, steps, chosen = {} }: RunRequest<'default'>, context: RunContext): Promise<RunResult> {
  const { text = '', cell = 'lstm', bidirectional = 'no' } = chosen;
  const { number } = chosenValues(classify.choices ?? [], chosen);
  const samples = splitSamples(readClassifyFile(text, chosen), number('held-out'), new Random(seed).fold(19));
  const { train, test } = samples;
  const count = (n: number): string => n.toLocaleString('en-US');
  context.tell?.(`${count(train.length)} texts to learn from, ${count(test.length)} held out.`);
  const building = {
    embedding: number('embedding'),
    units: number('units'),
    minCount: number('min-count'),
    cell: cell as 'lstm' | 'gru',
    bidirectional: bidirectional === 'yes',
  };
  const { batchSize, learningRate } = classify.presets.default.options as { batchSize: number; learningRate: number };
  return await classifyTexts(
    { ...samples, building, batchSize, learningRate, epochs: number('epochs') },
    { seed, steps },
    context,
  );
}
