import { OptionError } from '../errors.ts';
import { log } from '../math.ts';
import { checkNumber, checkOptions, describe } from '../options.ts';
import { Random } from '../random.ts';
import { beamSearch } from '../text/decode/beam-search.ts';
import type { Begun } from '../text/decode/next-tokens.ts';
import { sampleTokens } from '../text/decode/sample-tokens.ts';
import type { Segmenter } from '../text/segment/segmenter.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { ModelSteps, TokenStates } from './model-steps.ts';
import type { RespondOptions, ResponseFacts } from './text-model.ts';

/** Options of `LanguageModel.generate`. */
export type GenerateOptions = RespondOptions;

/** What a text is made with. */
interface Writer {
  readonly vocabulary: Vocabulary;
  readonly segmenter: Segmenter;
  readonly steps: ModelSteps;
}

const ACTION = 'generate text';
const OPTIONS = ['length', 'temperature', 'topK', 'topP', 'greedy', 'beamWidth', 'seed', 'tell'];
const LENGTH = 200;
/** Tokens that an error or a note names at most. */
const NAMED = 8;

/** Text that goes on with a prompt, piece by piece as it is made. */
export function* continueText(
  writer: Writer,
  prompt: string,
  options: GenerateOptions,
): Generator<string, ResponseFacts, unknown> {
  checkOptions(ACTION, options, OPTIONS);
  const { temperature, topK, topP, greedy, beamWidth, seed, tell } = options;
  const maxLength = checkNumber(ACTION, 'length', options.length ?? LENGTH, { from: 1, whole: true });
  refuseTogether(options);
  const random = new Random(checkNumber(ACTION, 'seed', seed ?? 0, { from: 0, to: 2 ** 53 - 1, whole: true }));
  const { vocabulary, segmenter, steps } = writer;
  const { ids, unknown } = readPrompt(writer, prompt, tell);
  const begun = ids.length === 0 ? blank(writer) : steps.begin(ids);
  const end = { maxLength, endId: vocabulary.endId, banned: bannedOf(vocabulary) };
  const textOf = (tokens: ArrayLike<number>): string => segmenter.join(vocabulary.decode(tokens));
  const facts = unknown.length === 0 ? {} : { unknown };
  if (beamWidth !== undefined) {
    const [best] = beamSearch(steps, begun, { ...end, beamWidth });
    if (best === undefined) return facts;
    yield textOf(best.ids);
    return { ...facts, tokens: best.ids.length, logProbability: best.logProbability };
  }
  let tokens = 0;
  const pending: number[] = [];
  for (const id of sampleTokens(steps, begun, { ...end, temperature, topK, topP, greedy, random })) {
    tokens++;
    pending.push(id);
    const text = textOf(pending);
    if (text.endsWith('\ufffd') && pending.length < 4) continue; // a character whose last bytes have not come yet
    pending.length = 0;
    yield text;
  }
  if (pending.length > 0) yield textOf(pending);
  return { ...facts, tokens };
}

/** Throws for options that mean nothing beside others. */
function refuseTogether(options: GenerateOptions): void {
  const chosen = options.beamWidth !== undefined ? 'beamWidth' : options.greedy === true ? 'greedy' : undefined;
  if (chosen === undefined) return;
  const draws = ['temperature', 'topK', 'topP', 'seed', ...(chosen === 'beamWidth' ? ['greedy'] : [])] as const;
  const other = draws.find((name) => options[name as keyof GenerateOptions] !== undefined);
  if (other === undefined) return;
  throw new OptionError(
    `Cannot ${ACTION}: ${chosen} must come without ${other}, received ${describe(options[other as keyof GenerateOptions])}`,
    { hint: 'Nothing is drawn: the text is always the same.' },
  );
}

/** The ids of a prompt, and the tokens of it that the vocabulary has not. */
function readPrompt(
  { vocabulary, segmenter }: Writer,
  prompt: string,
  tell: GenerateOptions['tell'],
): { ids: Int32Array; unknown: string[] } {
  if (typeof prompt !== 'string') {
    throw new OptionError(`Cannot ${ACTION}: prompt must be a text, received ${describe(prompt)}`);
  }
  const tokens = segmenter.segment(prompt);
  const unknown = [...new Set(tokens.filter((token) => !vocabulary.has(token)))];
  if (unknown.length > 0) {
    const some = unknown.slice(0, NAMED).map((token) => JSON.stringify(token));
    const named = `${some.join(', ')}${unknown.length > NAMED ? `, … (${unknown.length} in all)` : ''}`;
    if (vocabulary.unknownId === undefined) {
      throw new OptionError(
        `Cannot ${ACTION}: every token of the prompt must be among the ${vocabulary.size} that the model knows, received ${named}`,
        { hint: 'Write it with what the training text has: blanks, line ends and signs count, too.' },
      );
    }
    const one = unknown.length === 1;
    tell?.(`The model does not know ${named}: ${one ? 'it stands' : 'they stand'} for any unknown word.`);
  }
  const { startId } = vocabulary;
  const ids = vocabulary.encode(tokens);
  return { ids: startId === undefined ? ids : Int32Array.of(startId, ...ids), unknown };
}

/** Where there is no prompt: the first token comes as often as in the training text, and the states are those before any. */
function blank({ vocabulary: { counts }, steps }: Writer): Begun<TokenStates> {
  const logits = Float32Array.from(counts, (count) => (count === 0 ? -Infinity : log(count)));
  return { logits, state: steps.blank() };
}

/** Ids that no text has. */
function bannedOf({ padId, unknownId, startId }: Vocabulary): number[] {
  return [padId, unknownId, startId].filter((id) => id !== undefined);
}
