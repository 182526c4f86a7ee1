import { OptionError } from '../errors.ts';
import type { Random } from '../random.ts';
import { labelsOf } from '../tasks/build-text-classifier.ts';
import type { TextSample } from '../tasks/text-samples.ts';

/** Samples to learn from, and others that are held out. */
export interface SplitSamples {
  readonly train: readonly TextSample[];
  readonly test: readonly TextSample[];
}

/**
 * Holds out a share of each class. A text that comes several times is all on one side, so that nothing is asked that was
 * learnt by heart.
 *
 * @param share above 0 and below 1.
 * @throws OptionError for less than two classes, or a class with less than two different texts.
 */
export function splitSamples(samples: readonly TextSample[], share: number, random: Random): SplitSamples {
  const labels = labelsOf(samples, 2);
  const byText = new Map<string, TextSample[]>();
  for (const sample of samples) {
    const same = byText.get(sample.text);
    if (same) same.push(sample);
    else byText.set(sample.text, [sample]);
  }
  const [train, test]: [TextSample[], TextSample[]] = [[], []];
  for (const label of labels) {
    const texts = [...byText.values()].filter(([first]) => first?.label === label);
    if (texts.length < 2) {
      throw new OptionError(
        `Cannot split texts: each class must have two different ones or more, received ${texts.length} of '${label}'`,
      );
    }
    const order = random.permutation(texts.length);
    const held = Math.min(Math.max(1, Math.round(share * texts.length)), texts.length - 1);
    order.forEach((place, i) => {
      (i < held ? test : train).push(...(texts[place] as readonly TextSample[]));
    });
  }
  return { train: shuffled(train, random), test: shuffled(test, random) };
}

function shuffled(samples: readonly TextSample[], random: Random): TextSample[] {
  return Array.from(random.permutation(samples.length), (place) => samples[place] as TextSample);
}
