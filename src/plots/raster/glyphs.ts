/**
 * Signs as strokes: points of two digits, x from 0 and y from 0 (height of capitals) over 6 (the line) to 8 (what hangs
 * down), strokes apart by blanks.
 */
const TABLE = [
  'A 062046 1434|B 06003041423303 3344453606|C 4130100105163645|D 06003041453606|E 40000646 0333|F 400006 0333',
  'G 41301001051636454323|H 0006 4046 0343|I 0020 1016 0626|J 4045361605|K 0006 4004 1346|L 000646|M 0600234046',
  'N 06004640|O 103041453616050110|P 06003041423303|Q 103041453616050110 2446|R 06003041423303 2346',
  'S 413010010213334445361605|T 0040 2026|U 000516364540|V 002640|W 0016233640|X 0046 4006|Y 002340 2326|Z 00400646',
  'a 3322120305162635 3236|b 0006 0312223335261605|c 3322120305162635|d 3036 3322120305162635|e 04343322120305162635',
  'f 30201116 0222|g 3322120305162635 3237281807|h 0006 0312223336|i 0206 0000|j 121708 1010|k 0006 3205 1436',
  'l 000516|m 0206 03122326 23324346|n 0206 0312223336|o 122233352616050312|p 0208 0312223335261605',
  'q 3238 3322120305162635|r 0206 031222|s 3212031424352606|t 10152636 0222|u 0205162635 3236|v 022642',
  'w 0216243642|x 0236 3206|y 0225 4218|z 02320636',
  '0 102031352616050110|1 011016 0626|2 01102031320636|3 01102031322313 233435261605|4 26200434',
  '5 30000312223335261605|6 312010010516263534231304|7 003016|8 102031322313020110 1304051626353423',
  '9 051626353120100102132332',
  '. 0606|, 0607|: 0303 0606|; 0303 0607|- 0323|‐ 0323|– 0333|— 0343|− 0333|+ 0343 2125|= 0232 0434|( 10010516',
  ') 00111506|[ 10000616|] 00101606|{ 20110203041526 0102|} 00111213241526 1314|/ 3006|\\ 0036|! 0004 0606',
  '? 011020313214 1616|# 1016 3036 0242 0444|& 46121120310405162644|* 1014 0123 0321|< 300336|> 003306|_ 0747',
  '\' 0001|" 0001 2021|| 0007|‖ 0007 2027|~ 04132433|^ 011021|% 0010110100 4006 3545463635|° 0010110100',
  '× 0235 3205|· 0303|∂ 10203135261605041333|… 0606 2626 4646|→ 0343 314335|≤ 300334 0636|≥ 003304 0636',
  'Σ 4000230646|σ 42122203051626343322|μ 0208 0516263532|α 42251605031234 46|√ 04152640|▸ 010533010533 0233 0433 0333|● 102031352616050110 1216 2026 0333|ⁿ 0004 0111202124|⊙ 102031352616050110 1313|@ 4414122231323435 454110010516',
];

/** A sign's strokes, each a list of points x, y. */
export type Strokes = readonly (readonly number[])[];

let glyphs: ReadonlyMap<string, Strokes> | undefined;

function read(): ReadonlyMap<string, Strokes> {
  const found = new Map<string, Strokes>();
  for (const entry of TABLE.flatMap((line) => line.split(/\|(?=\S )/))) {
    const sign = [...entry][0] as string;
    const strokes = entry.slice(sign.length + 1).split(' ');
    found.set(
      sign,
      strokes.map((stroke) => Array.from(stroke, Number)),
    );
  }
  return found;
}

/** What is drawn for a sign that there is none for. */
const BOX: Strokes = [[0, 0, 3, 0, 3, 6, 0, 6, 0, 0]];

/** Raised digits, and what they are raised from. */
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻';
const PLAIN = '0123456789-';

/** The strokes of a sign, in units of a sixth of the height of capitals, and how wide they are. */
export function strokesOf(sign: string): { readonly strokes: Strokes; readonly width: number } {
  glyphs ??= read();
  if (/\s/.test(sign)) return { strokes: [], width: 2 };
  const raised = RAISED.indexOf(sign);
  const bare = sign.normalize('NFD')[0] as string; // letters with accents without them
  const whole = glyphs.get(raised < 0 ? sign : (PLAIN[raised] as string)) ?? glyphs.get(bare) ?? BOX;
  const strokes = raised < 0 ? whole : whole.map((stroke) => stroke.map((v, i) => v * 0.6 - (i % 2)));
  const width = Math.max(...strokes.map((stroke) => Math.max(...stroke.filter((_, i) => i % 2 === 0))));
  return { strokes, width };
}
