import type { Translator } from '../tasks/translator.ts';
import { bleu } from '../text/bleu.ts';
import { type Beam, beamSearch } from '../text/decode/beam-search.ts';
import type { TextPair } from '../text/pairs/text-pair.ts';

/** How good translations are. */
export interface TranslationScore {
  /** Texts that were translated to one of their right translations, letter for letter. */
  readonly exact: number;
  readonly exactShare: number;
  /** Over characters, from 0 to 100. */
  readonly bleu: number;
  readonly of: number;
}

/** Both ways to look for the likeliest translation. */
export interface Judged {
  readonly greedy: TranslationScore;
  readonly beam: TranslationScore;
  /** Texts of which they say different things. */
  readonly differing: number;
  /** How many of these the model itself holds likelier as the beam has them. */
  readonly likelier: number;
}

/** Translates held-out sources greedily and by beam search. A source with several right translations counts once. */
export function judgeTranslations(translator: Translator, heldOut: readonly TextPair[], beamWidth: number): Judged {
  const references = new Map<string, string[]>();
  for (const { source, target } of heldOut) references.set(source, [...(references.get(source) ?? []), target]);
  const sources = [...references.keys()];
  const right = [...references.values()];
  const greedy = translator.translateAll(sources);
  const beams = sources.map((source) => likeliestOf(translator, source, beamWidth));
  const said = beams.map(({ ids }) => translator.decode(ids));
  const differing = sources.flatMap((_, i) => (said[i] === greedy[i] ? [] : [i]));
  const likelier = differing.filter((i) => {
    const { logProbability } = likeliestOf(translator, sources[i] as string, 1); // which is greedy
    return (beams[i] as Beam).logProbability > logProbability;
  });
  return {
    greedy: scoreOf(greedy, right),
    beam: scoreOf(said, right),
    differing: differing.length,
    likelier: likelier.length,
  };
}

function likeliestOf(translator: Translator, source: string, beamWidth: number): Beam {
  const { nextTokens, maxLength, target, banned } = translator;
  const begun = nextTokens.begin([translator.encode(source)]);
  const { endId } = target.vocabulary;
  return beamSearch(nextTokens, begun, { beamWidth, maxLength, endId, banned })[0] as Beam;
}

function scoreOf(said: readonly string[], right: readonly (readonly string[])[]): TranslationScore {
  const exact = said.filter((text, i) => right[i]?.includes(text)).length;
  const { score } = bleu(
    said.map((text) => [...text]),
    right.map((texts) => texts.map((text) => [...text])),
  );
  return { exact, exactShare: exact / said.length, bleu: score, of: said.length };
}
