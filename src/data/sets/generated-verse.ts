import { checkNumber, checkOptions } from '../../options.ts';
import { Random } from '../../random.ts';
import { readSeed } from '../batched.ts';
import { Draws } from './draws.ts';
import { names, nouns, places, rhymes, sayings, verbs } from './verse-words.ts';

/** Options of `generatedVerse`. */
export interface GeneratedVerseOptions {
  /** Poems, from 1 to 1,000,000. Default 1000. */
  poems?: number;
  /** Whole number from 0 that the poems follow from. Default 0. */
  seed?: number;
}

/**
 * English verses, for trying out what learns from characters where no text is at hand: poems of one to four stanzas, which
 * a grammar makes.
 *
 * There is something to learn in them at every distance: spelling; verbs that agree with their subjects; of four lines the
 * first rhymes with the second and the third with the fourth; who speaks in a poem is named above it, and again at its end.
 * Poem i follows from seed and i alone, so that fewer poems are the beginning of more. Scores on them say nothing about any
 * other text.
 *
 * **Cost** about 10 µs a poem of some 400 characters.
 *
 * @throws OptionError for options out of their range.
 * @example
 * ```ts
 * import { generatedVerse } from 'memcell/data';
 * const verse = generatedVerse({ poems: 3, seed: 1 });
 * console.log(verse.split('\n\n')[0]); // => THE GARDENER
 * ```
 */
export function generatedVerse(options: GeneratedVerseOptions = {}): string {
  const action = 'generate verse';
  checkOptions(action, options, ['poems', 'seed']);
  const poems = checkNumber(action, 'poems', options.poems ?? 1000, { from: 1, to: 1_000_000, whole: true });
  const random = new Random(readSeed(action, options.seed));
  return Array.from({ length: poems }, (_, i) => poem(new Draws(random.fold(i)))).join('\n');
}

function pick<T>(draws: Draws, list: readonly T[]): T {
  return list[draws.below(list.length)] as T;
}

function poem(draws: Draws): string {
  const speaker = pick(draws, names);
  const stanzas = Array.from({ length: 1 + draws.below(4) }, () => `${couplet(draws)}\n${couplet(draws)}\n`);
  const end = `${pick(draws, sayings)},\nsaid ${speaker.toLowerCase()}.\n`;
  return [`${speaker}\n`, ...stanzas, end].join('\n');
}

/** Two lines that rhyme: two of one group's ends. */
function couplet(draws: Draws): string {
  const ends = pick(draws, rhymes);
  const first = draws.below(ends.length);
  const second = (first + 1 + draws.below(ends.length - 1)) % ends.length;
  const joined = draws.chance(0.5) ? ',\nand ' : ';\n';
  return `${capital(clause(draws))} ${ends[first]}${joined}${clause(draws)} ${ends[second]}.`;
}

/** Subject, verb and perhaps a place; the verb agrees with the subject. */
function clause(draws: Draws): string {
  const noun = pick(draws, nouns);
  const many = draws.chance(0.4);
  const verb = pick(draws, verbs);
  const adjective = draws.chance(0.6) ? `${pick(draws, noun.like)} ` : '';
  const subject = many
    ? `${pick(draws, ['the', 'two', 'seven', 'all the', 'our'])} ${adjective}${noun.many}`
    : `${pick(draws, ['the', 'one', 'every', 'my'])} ${adjective}${noun.one}`;
  const place = draws.chance(0.5) ? ` ${pick(draws, places)}` : '';
  return `${subject} ${many ? verb : `${verb}s`}${place}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
