import { adder } from './adder.ts';
import { charLm } from './char-lm.ts';
import { cifarCnn } from './cifar-cnn.ts';
import type { AnyExperiment } from './experiment.ts';
import { kerasAdder } from './keras-adder.ts';
import { listFit } from './list-fit.ts';
import { lstmByHand } from './lstm-by-hand.ts';
import { mnistRows } from './mnist-rows.ts';
import { nextPrime } from './next-prime.ts';
import { novel } from './novel.ts';
import { rnnFromScratch } from './rnn-from-scratch.ts';
import { sentiment } from './sentiment.ts';
import { sineCosine } from './sine-cosine.ts';
import { tasks } from './tasks/index.ts';
import { translate } from './translate.ts';
import { vanishing } from './vanishing.ts';

/** Every experiment by its name. */
export const experiments: Readonly<Record<string, AnyExperiment>> = {
  adder,
  'sine-cosine': sineCosine,
  'list-fit': listFit,
  'next-prime': nextPrime,
  'rnn-from-scratch': rnnFromScratch,
  'keras-adder': kerasAdder,
  'lstm-by-hand': lstmByHand,
  vanishing,
  'mnist-rows': mnistRows,
  'cifar-cnn': cifarCnn,
  translate,
  'char-lm': charLm,
  sentiment,
  novel,
};

/** These, and what `memcell train` does, by the names of their runs. */
export const everyExperiment: Readonly<Record<string, AnyExperiment>> = {
  ...experiments,
  ...Object.fromEntries(Object.values(tasks).map((task) => [task.name, task])),
};
