/** Whether a guest was pleased. */
export type Mood = 'positive' | 'negative';

/** What reviews of a language are made of; $1 and $2 stand for what is put in, the first one is about what counts. */
export interface ReviewLanguage {
  /** What is spoken of. */
  readonly things: readonly string[];
  readonly words: Readonly<Record<Mood, readonly string[]>>;
  /** Put before a word where nothing is denied, some of them nothing. */
  readonly degrees: readonly string[];
  /** A thing $1 and what it is $2, by how often that is denied. */
  readonly opinions: readonly (readonly string[])[];
  /** Put behind an opinion, some of them nothing. */
  readonly tails: readonly string[];
  /** Two opinions of one mind. */
  readonly agreements: readonly string[];
  /** Two opinions that differ: the review is that of $1. */
  readonly contrasts: readonly string[];
  /** Sentences that say nothing of it. */
  readonly asides: readonly string[];
  /** Between sentences. */
  readonly between: string;
}

const english: ReviewLanguage = {
  things: [
    ...['food', 'service', 'soup', 'bread', 'wine', 'coffee', 'music', 'room', 'view', 'garden'],
    ...['breakfast', 'waiter', 'terrace', 'kitchen', 'evening', 'dessert'],
  ],
  words: {
    positive: ['good', 'great', 'lovely', 'excellent', 'pleasant', 'wonderful', 'fine', 'superb'],
    negative: ['bad', 'awful', 'poor', 'terrible', 'horrible', 'disappointing', 'dull', 'dreadful'],
  },
  degrees: ['', '', 'really ', 'quite ', 'truly '],
  opinions: [
    [
      'the $1 was $2',
      'the $1 turned out $2',
      'I found the $1 $2',
      'everybody called the $1 $2',
      'the $1 seemed $2 to us',
    ],
    [
      ...['the $1 was not $2', 'the $1 was never $2', 'the $1 was not at all $2', 'I cannot say that the $1 was $2'],
      ...['nobody would call the $1 $2', 'I did not find the $1 $2', 'the $1 did not seem $2 to us'],
    ],
    [
      'nobody could say that the $1 was not $2',
      'it is not true that the $1 was not $2',
      'I never felt that the $1 was not $2',
    ],
  ],
  tails: ['', '', ' that day', ' this time', ' from start to end', ' as far as we could tell'],
  agreements: ['$1, and $2', '$1 and $2', '$1; $2'],
  contrasts: ['$2, but $1', '$1, although $2', 'although $2, $1', '$2; and yet $1', 'even if $2, $1', '$1, even if $2'],
  asides: [
    ...['we came on a Sunday', 'there were four of us', 'we had booked a table', 'it was our second visit'],
    ...['a friend had told us of the place', 'we walked there from the station'],
  ],
  between: '. ',
};

const chinese: ReviewLanguage = {
  things: ['饭菜', '服务', '汤', '早餐', '咖啡', '音乐', '房间', '风景', '位置', '环境', '点心', '茶'],
  words: {
    positive: ['好', '棒', '出色', '理想', '优秀', '讨人喜欢', '令人满意', '舒心'],
    negative: ['差', '糟', '糟糕', '差劲', '乏味', '惹人生气', '令人失望', '难受'],
  },
  degrees: ['', '很', '非常', '真', '相当'],
  opinions: [
    ['$1$2', '这里的$1$2', '我觉得$1$2', '大家都说$1$2', '$1确实$2'],
    ['$1并不$2', '$1一点也不$2', '$1谈不上$2', '没有人会说$1$2', '我不觉得$1$2', '说$1$2是不对的'],
    ['没有人能说$1不$2', '我从不觉得$1不$2', '$1不能说不$2'],
  ],
  tails: ['', '', '，这是实话', '，这一次是这样'],
  agreements: ['$1，而且$2', '$1，$2', '$1；$2'],
  contrasts: ['$2，但是$1', '$2，不过$1', '虽然$2，但$1', '$1，虽然$2', '尽管$2，$1', '$1，尽管$2'],
  asides: [
    '我们是星期天去的',
    '我们一共四个人',
    '位子是提前订的',
    '这是第二次来',
    '是朋友介绍的地方',
    '我们从车站走过去',
  ],
  between: '。',
};

/** Languages that reviews are made in. */
export const reviewLanguages: Readonly<Record<'english' | 'chinese', ReviewLanguage>> = { english, chinese };
