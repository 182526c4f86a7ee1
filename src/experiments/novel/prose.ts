import type { LanguageModel } from '../../tasks/language-model.ts';
import type { RespondOptions } from '../../tasks/text-model.ts';

/** Ways to go on with a text, by what they are called. */
const ways: Readonly<Record<string, RespondOptions>> = {
  'the likeliest token each time': { greedy: true },
  'a beam of 5': { beamWidth: 5 },
  'drawn at temperature 0.8': { temperature: 0.8 },
  'drawn among the 20 likeliest': { topK: 20 },
  'drawn among the likeliest nine tenths': { topP: 0.9 },
};

/** What a model makes of the beginning of a text, in several ways; what is drawn follows from the seed. */
export function* prose(
  lm: LanguageModel,
  name: string,
  { prompt, length, seed }: { readonly prompt: string; readonly length: number; readonly seed: number },
): Generator<string> {
  for (const [way, options] of Object.entries(ways)) {
    const drawn = options.greedy !== true && options.beamWidth === undefined;
    yield `\n— ${name}, ${way} —\n${prompt}`;
    yield* lm.generate(prompt, { ...options, length, ...(drawn ? { seed } : {}) });
    yield '…\n';
  }
}
