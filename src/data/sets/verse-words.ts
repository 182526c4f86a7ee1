/** What a line is about: one, many, and what they may be like. */
export interface VerseNoun {
  readonly one: string;
  readonly many: string;
  readonly like: readonly string[];
}

const noun = (one: string, like: string, many = `${one}s`): VerseNoun => ({ one, many, like: like.split(' ') });

export const nouns: readonly VerseNoun[] = [
  noun('heron', 'grey patient lonely'),
  noun('lantern', 'yellow little trembling'),
  noun('river', 'brown winding swollen'),
  noun('fox', 'red hungry clever', 'foxes'),
  noun('ferryman', 'old silent weary', 'ferrymen'),
  noun('bell', 'iron cracked distant'),
  noun('willow', 'bent silver ancient'),
  noun('child', 'barefoot laughing sleepy', 'children'),
  noun('mouse', 'grey careful little', 'mice'),
  noun('wave', 'green broken patient'),
  noun('candle', 'white dying crooked'),
  noun('goose', 'wild northern weary', 'geese'),
  noun('letter', 'unread folded yellow'),
  noun('wolf', 'hungry lonely northern', 'wolves'),
  noun('orchard', 'white frozen forgotten'),
  noun('shadow', 'long broken silent'),
  noun('baker', 'cheerful floury early'),
  noun('star', 'distant silver trembling'),
  noun('bridge', 'narrow wooden ancient'),
  noun('spider', 'patient clever little'),
];

/** Verbs as several do them; one takes an s. */
export const verbs: readonly string[] =
  'wander linger tremble gather whisper return shiver glimmer wait sing listen remember follow dance turn fall rise dream'.split(
    ' ',
  );

export const places: readonly string[] = [
  'beneath the hill',
  'beyond the mill',
  'along the wall',
  'among the reeds',
  'behind the chapel door',
  'over the frozen fields',
  'under a broken roof',
  'between the ships',
  'where nobody goes',
  'before the first snow',
];

/** Ends of lines, a group for each rhyme. */
export const rhymes: readonly (readonly string[])[] = [
  ['in the pale light', 'through half the night', 'far out of sight', 'as quick as a kite', 'in black and white'],
  ['when the wind is low', 'and nobody will know', 'in the falling snow', 'as the rushes grow', 'long ago'],
  ['by the grey sea', 'for you and for me', 'as wild as can be', 'in the hollow tree', 'at half past three'],
  ['until the day', 'and never will stay', 'a mile away', 'at the end of May', 'in the cold clay'],
  ['on the stony ground', 'without a sound', 'to be lost and found', 'the whole year round', 'as the world goes round'],
  ['at the turn of the tide', 'with nothing to hide', 'side by side', 'where the road is wide', 'on the farther side'],
  ['in the summer rain', 'and back again', 'down the narrow lane', 'with a silver chain', 'like a field of grain'],
  [
    'and the fire is cold',
    'as the tale is told',
    'for a crumb of gold',
    'too proud to be sold',
    'when the year is old',
  ],
];

export const sayings: readonly string[] = [
  'What is lent must be given back',
  'No door is as old as the wood',
  'The tide has no need of a clock',
  'Whoever is late may still sing',
  'A bridge is a promise of stone',
  'Count the boats when the fog has gone',
];

/** Who speaks. */
export const names: readonly string[] = [
  'THE WEAVER',
  'THE MILLER',
  'THE PILOT',
  'THE GARDENER',
  'THE CLOCKMAKER',
  'THE SHEPHERD',
  'THE MOON',
  'THE LAST TENANT',
];
