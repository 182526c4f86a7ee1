import { checkNumber, checkOptions } from '../../options.ts';
import { Random } from '../../random.ts';
import { readSeed } from '../batched.ts';
import { chineseCount, chineseNumber } from './chinese-numbers.ts';
import { Draws } from './draws.ts';
import { kinship, type Person, people, type Season, seasons } from './novel-people.ts';
import { reedStory } from './reed-story.ts';

/** Options of `generatedNovel`. */
export interface GeneratedNovelOptions {
  /** Chapters, from 4 to 999: the first four are a story that was written, the others are made. Default 120. */
  chapters?: number;
  /** Whole number from 0 that the chapters behind the fourth follow from. Default 0. */
  seed?: number;
}

/** Chapters of the written story. */
const WRITTEN = 4;

/**
 * A Chinese novel in the old style, for trying out what learns from a novel where none is at hand: a story written for it, of
 * a town of paper-makers and boatmen, and chapters that a grammar goes on with, about the same people.
 *
 * There is something to learn in it at every distance: words that count things agree with them, pronouns with people, signs
 * with the season of a chapter, what one is called with who is speaking; what is lent is given back in the same number.
 * Each paragraph is a line; chapters begin with 第…回. Chapter i follows from seed and i alone, so that a shorter novel is
 * the beginning of a longer one. Scores on it say nothing about any other book.
 *
 * **Cost** about 20 µs a chapter of some 800 characters.
 *
 * @throws OptionError for options out of their range.
 * @example
 * ```ts
 * import { generatedNovel } from 'memcell/data';
 * const novel = generatedNovel({ chapters: 10, seed: 1 });
 * console.log(novel.split('\n')[0]); // => 第一回  青芦渡老匠传新纸　白鹭滩少年拾断钟
 * console.log(novel.match(/^第.+回/gm)?.at(-1)); // => 第十回
 * ```
 */
export function generatedNovel(options: GeneratedNovelOptions = {}): string {
  const action = 'generate novel';
  checkOptions(action, options, ['chapters', 'seed']);
  const chapters = checkNumber(action, 'chapters', options.chapters ?? 120, { from: WRITTEN, to: 999, whole: true });
  const random = new Random(readSeed(action, options.seed));
  const lines = [...reedStory];
  for (let i = WRITTEN + 1; i <= chapters; i++) lines.push(...chapter(i, new Draws(random.fold(i))));
  return `${lines.join('\n')}\n`;
}

function pick<T>(draws: Draws, list: readonly T[]): T {
  return list[draws.below(list.length)] as T;
}

/** Two people who are not at the same place. */
function two(draws: Draws): [Person, Person] {
  const first = pick(draws, people);
  const others = people.filter(({ place }) => place !== first.place);
  return [first, pick(draws, others)];
}

/** What one says to the other. */
function called(speaker: Person, hearer: Person): string {
  return kinship[`${speaker.name} ${hearer.name}`] ?? hearer.address;
}

function chapter(number: number, draws: Draws): string[] {
  const season = pick(draws, seasons);
  const [a, b] = two(draws);
  const heading = `第${chineseNumber(number)}回  ${a.full}${season.time}${a.deed}　${b.full}${pick(draws, ['灯下', '雨中', '堤上', '亭前'])}${b.deed}`;
  const scenes = [lends, asksTheWater, visits, sells, writes];
  const body = Array.from({ length: 6 + draws.below(6) }, () => pick(draws, scenes)(season, draws)).flat();
  const opening = `${pick(draws, ['话说', '却说', '且说'])}${season.name}到了，${pick(draws, season.signs)}。`;
  const [first = '', ...rest] = body;
  const end = draws.chance(0.5) ? `要知${a.name}如何行事，且听下回分解。` : `正是：${pick(draws, season.lines)}`;
  return [heading, opening + first, ...rest, end];
}

type Scene = (season: Season, draws: Draws) => string[];

const times = ['一日清早', '到了晚间', '这一日', '次日', '过了几日', '吃了早饭'] as const;

/** One comes to another, who is at work. */
function comes(a: Person, b: Person, draws: Draws): string {
  const work = pick(draws, b.work);
  return `${pick(draws, times)}，${a.name}来到${b.place}，见${b.name}正在${work}，`;
}

const lends: Scene = (_, draws) => {
  const [a, b] = two(draws);
  const count = `${chineseCount(1 + draws.below(9))}${b.measure}`;
  const asked = `${comes(a, b, draws)}便道：“${called(a, b)}，我要借${count}${b.thing}。”`;
  if (draws.chance(0.3)) {
    return [`${asked}${b.name}摇头道：“${called(b, a)}，${b.no}。”${a.name}听了，叹了一口气，空着手回${a.place}去了。`];
  }
  return [
    `${asked}${b.name}笑道：“${called(b, a)}，${b.yes}。”${a.name}谢了${b.pronoun}，拿了${count}${b.thing}回${a.place}去。`,
    `${pick(draws, ['过了三日', '过了半月', '到了月底'])}，${a.name}把${count}${b.thing}送还${b.name}，${b.pronoun}数了一数，一${b.measure}也不少，不由得笑道：“${called(b, a)}真是个信人。”`,
  ];
};

const asksTheWater: Scene = (season, draws) => {
  const [a, b] = two(draws);
  const inches = chineseCount(1 + draws.below(9));
  const rises = draws.chance(0.5);
  const told = `${a.name}看了看水，道：“${called(a, b)}，水${rises ? '涨' : '退'}了${inches}寸。”`;
  const weather = pick(draws, season.weather);
  const then = rises
    ? `${b.name}吃了一惊，道：“既然涨了${inches}寸，快去钟亭撞钟。”不多时，钟声响了${chineseCount(1 + draws.below(4))}下，镇上人都到堤上来了。`
    : `${b.name}放下心来，道：“既然退了${inches}寸，今夜可以睡了。”两人说了一回话，各自回去。`;
  return [`这一夜${weather}不住，${a.name}和${b.name}同在堤上。${told}${then}`];
};

const visits: Scene = (season, draws) => {
  const [a, b] = two(draws);
  const sign = pick(draws, season.signs);
  const answer = pick(draws, ['我在这里看了半日了', '年年都是这样', '可惜没有人写下来', '等你来了一同看']);
  return [
    `${comes(a, b, draws)}问道：“${called(a, b)}，${season.name}里${sign}，你看见了没有？”${b.name}道：“${answer}。”${a.name}听了，也不走，便在${b.place}坐下，同${b.pronoun}说了半日的话。`,
  ];
};

const sells: Scene = (_, draws) => {
  const [a, b] = two(draws);
  const price = chineseCount(1 + draws.below(9));
  return [
    `${pick(draws, times)}，${a.name}到${b.place}去买${b.thing}，问道：“${called(a, b)}，这${b.thing}多少钱一${b.measure}？”${b.name}道：“${price}文钱一${b.measure}。”${a.name}数了${price}文钱给${b.pronoun}，提着一${b.measure}${b.thing}去了。`,
  ];
};

const writes: Scene = (season, draws) => {
  const [a, b] = two(draws);
  const line = pick(draws, season.lines);
  const again = draws.chance(0.5)
    ? `念了一遍，笑道：“这是写${season.name}的。”`
    : `看了半晌，不作声，把信纸收在${b.place}里。`;
  return [`${a.name}写了一封信，叫人送到${b.place}去。${b.name}拆开一看，上面写着：“${line}”${b.pronoun}${again}`];
};
