import { Random } from '../random.ts';
import type { TextSample } from '../tasks/text-samples.ts';
import { type Mood, type ReviewLanguage, reviewLanguages } from './review-languages.ts';

/** A name of `reviewLanguages`. */
export type ReviewLanguageName = keyof typeof reviewLanguages;

/** Options of `writeReviews`. */
export interface ReviewOptions {
  /** How many, from 1; every other one is positive. */
  readonly count: number;
  readonly language: ReviewLanguageName;
  /** Whole number from 0. Default 0. */
  readonly seed?: number;
}

/** Of ten reviews: with one opinion, with two of one mind; the others hold two that differ. */
const [ALONE, AGREED] = [4, 3];
/** Of ten opinions: said plainly, denied once; the others are denied twice. */
const [PLAIN, DENIED] = [7, 2];

/**
 * Reviews of an inn with the mood that follows from how they are built, no two alike: words alone do not say it. A denial
 * turns what it is about, and of two opinions that differ, the one counts that is not granted with 'although' or before 'but'.
 */
export function writeReviews({ count, language, seed = 0 }: ReviewOptions): TextSample[] {
  const writer = new ReviewWriter(reviewLanguages[language], new Random(seed).fold(23));
  const seen = new Set<string>();
  const reviews: TextSample[] = [];
  while (reviews.length < count) {
    const label: Mood = reviews.length % 2 === 0 ? 'positive' : 'negative';
    const text = writer.review(label);
    if (seen.has(text)) continue;
    seen.add(text);
    reviews.push({ text, label });
  }
  return reviews;
}

class ReviewWriter {
  readonly #language: ReviewLanguage;
  readonly #random: Random;

  constructor(language: ReviewLanguage, random: Random) {
    this.#language = language;
    this.#random = random;
  }

  review(mood: Mood): string {
    const { asides, between } = this.#language;
    const sentences = [this.#judgement(mood)];
    const place = this.#below(4); // an aside before it, behind it, or none
    if (place === 0) sentences.unshift(this.#one(asides));
    if (place === 1) sentences.push(this.#one(asides));
    const end = between.trim();
    return sentences.map((sentence) => sentence[0]?.toUpperCase() + sentence.slice(1)).join(between) + end;
  }

  #judgement(mood: Mood): string {
    const { things, agreements, contrasts } = this.#language;
    const [first, second] = this.#random.permutation(things.length);
    const [one, other] = [things[first as number] as string, things[second as number] as string];
    const kind = this.#below(10);
    if (kind < ALONE) return this.#opinion(one, mood);
    if (kind < ALONE + AGREED) {
      return filled(this.#one(agreements), this.#opinion(one, mood), this.#opinion(other, mood));
    }
    return filled(this.#one(contrasts), this.#opinion(one, mood), this.#opinion(other, opposite(mood)));
  }

  #opinion(thing: string, mood: Mood): string {
    const { opinions, words, degrees, tails } = this.#language;
    const drawn = this.#below(10);
    const denials = drawn < PLAIN ? 0 : drawn < PLAIN + DENIED ? 1 : 2;
    const word = this.#one(words[denials === 1 ? opposite(mood) : mood]);
    const form = this.#one(opinions[denials] as readonly string[]);
    return filled(form, thing, (denials === 0 ? this.#one(degrees) : '') + word) + this.#one(tails);
  }

  #below(limit: number): number {
    return this.#random.integers(1, 0, limit)[0] as number;
  }

  #one(list: readonly string[]): string {
    return list[this.#below(list.length)] as string;
  }
}

function opposite(mood: Mood): Mood {
  return mood === 'positive' ? 'negative' : 'positive';
}

function filled(form: string, first: string, second: string): string {
  return form.replace(/\$[12]/g, (place) => (place === '$1' ? first : second));
}
