// word2vec: a module of its own (src/text/word2vec/kernel.ts loads it). Its twin is src/text/word2vec/reference.ts, which
// says what is done; the places of plan and desk are those of src/text/word2vec/plan.ts.
//
// A step takes the rows of a target and of its negatives four at a time: their products with the hidden row side by side,
// then the four updates. All products come before the first update. Every row stands at a list's place as an address; a
// list is filled up to whole fours by a row of zeros whose gradient is zero.
import { madd } from './lanes';
import { E0, E1, E2, E3, E4, hold, LN2_HIGH, LN2_LOW, LOG2E, MAGIC, unknownZero } from './math';
import { sigmoid, SIGMOID_MAX, SIGMOID_MIN } from './math';

// words of a plan, in bytes
const COUNT: usize = 4;
const CHUNKS: usize = 8;
const SIZE: usize = 12;
const INPUT: usize = 16;
const OUTPUT: usize = 20;
const INNER: usize = 24;
const CBOW: usize = 28;
const WINDOW: usize = 32;
const NEGATIVE: usize = 36;
const KEEP: usize = 40;
const PATHS: usize = 44;
const NODES: usize = 48;
const DRAWN: usize = 52;
const DRAWN_WORDS: usize = 56;

// words of a chunk
const LENGTH: usize = 4;
const RATE: usize = 8;
const SEED: usize = 12;
const KEY: usize = 16;
const CHUNK_BYTES: usize = 32;

// words of a thread's desk
const SENTENCE: usize = 0;
const HIDDEN: usize = 4;
const ERROR: usize = 8;
const FILLER: usize = 12;
const LIST: usize = 16;
const LABELS: usize = 20;
const GRADIENTS: usize = 24;
const SUMS: usize = 28;
const AROUND: usize = 32;

const LONGEST_SENTENCE: i32 = 1000;
const GOLDEN: u32 = 0x9e3779b9;

/** The random word of counter x. */
// @ts-ignore: decorator
@inline
function mix(x: u32, key: u32): u32 {
  x = (x ^ (x >> 16)) * 0x7feb352d;
  x = (x ^ (x >> 15) ^ key) * 0x846ca68b;
  return x ^ (x >> 16);
}

/** A random word as a whole number below n. */
// @ts-ignore: decorator
@inline
function below(random: u32, n: i32): i32 {
  return <i32>((<u64>random * <u64>n) >> 32);
}

// @ts-ignore: decorator
@inline
function word(place: usize, at: usize): usize {
  return load<u32>(place + at);
}

/** Sums of four vectors, as lanes. */
// @ts-ignore: decorator
@inline
function sumsOfLanes(a: v128, b: v128, c: v128, d: v128): v128 {
  const x = i32x4.shuffle(a, b, 0, 4, 1, 5), y = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const z = i32x4.shuffle(a, b, 2, 6, 3, 7), w = i32x4.shuffle(c, d, 2, 6, 3, 7);
  const even = f32x4.add(i64x2.shuffle(x, y, 0, 2), i64x2.shuffle(z, w, 0, 2));
  const odd = f32x4.add(i64x2.shuffle(x, y, 1, 3), i64x2.shuffle(z, w, 1, 3));
  return f32x4.add(even, odd);
}

/** 16 accumulators of a row, as four sums. */
// @ts-ignore: decorator
@inline
function quarter(sums: usize): v128 {
  const low = f32x4.add(v128.load(sums), v128.load(sums, 32));
  return f32x4.add(low, f32x4.add(v128.load(sums, 16), v128.load(sums, 48)));
}

/** Products of four rows with h; the accumulators go through memory, since only stores make V8 join pairs. */
function dots(n: i32, h: usize, list: usize, zero: usize, sums: usize, y: usize): void {
  let p = word(list, 0), q = word(list, 4), r = word(list, 8), s = word(list, 12);
  let p0 = v128.load(zero), p1 = v128.load(zero, 16), p2 = v128.load(zero), p3 = v128.load(zero, 16);
  let q0 = v128.load(zero), q1 = v128.load(zero, 16), q2 = v128.load(zero), q3 = v128.load(zero, 16);
  let r0 = v128.load(zero), r1 = v128.load(zero, 16), r2 = v128.load(zero), r3 = v128.load(zero, 16);
  let s0 = v128.load(zero), s1 = v128.load(zero, 16), s2 = v128.load(zero), s3 = v128.load(zero, 16);
  for (; n > 0; n -= 16) {
    const h0 = v128.load(h), h1 = v128.load(h, 16), h2 = v128.load(h, 32), h3 = v128.load(h, 48);
    p0 = madd(v128.load(p), h0, p0);
    p1 = madd(v128.load(p, 16), h1, p1);
    p2 = madd(v128.load(p, 32), h2, p2);
    p3 = madd(v128.load(p, 48), h3, p3);
    q0 = madd(v128.load(q), h0, q0);
    q1 = madd(v128.load(q, 16), h1, q1);
    q2 = madd(v128.load(q, 32), h2, q2);
    q3 = madd(v128.load(q, 48), h3, q3);
    r0 = madd(v128.load(r), h0, r0);
    r1 = madd(v128.load(r, 16), h1, r1);
    r2 = madd(v128.load(r, 32), h2, r2);
    r3 = madd(v128.load(r, 48), h3, r3);
    s0 = madd(v128.load(s), h0, s0);
    s1 = madd(v128.load(s, 16), h1, s1);
    s2 = madd(v128.load(s, 32), h2, s2);
    s3 = madd(v128.load(s, 48), h3, s3);
    p += 64;
    q += 64;
    r += 64;
    s += 64;
    h += 64;
  }
  v128.store(sums, p1, 16);
  v128.store(sums, p0);
  v128.store(sums, p3, 48);
  v128.store(sums, p2, 32);
  v128.store(sums, q1, 80);
  v128.store(sums, q0, 64);
  v128.store(sums, q3, 112);
  v128.store(sums, q2, 96);
  v128.store(sums, r1, 144);
  v128.store(sums, r0, 128);
  v128.store(sums, r3, 176);
  v128.store(sums, r2, 160);
  v128.store(sums, s1, 208);
  v128.store(sums, s0, 192);
  v128.store(sums, s3, 240);
  v128.store(sums, s2, 224);
  v128.store(y, sumsOfLanes(quarter(sums), quarter(sums + 64), quarter(sums + 128), quarter(sums + 192)));
}

/** g ← (label − sigmoid(g)) · rate. */
function gradients(n: i32, g: usize, labels: usize, rate: f32): void {
  const zero = unknownZero();
  const m = hold(MAGIC, zero), l = hold(LOG2E, zero), t = hold(LN2_HIGH, zero), w = hold(LN2_LOW, zero);
  const e0 = hold(E0, zero), e1 = hold(E1, zero), e2 = hold(E2, zero), e3 = hold(E3, zero), e4 = hold(E4, zero);
  const one = hold(1, zero), sign = hold(-0.0, zero), a = hold(SIGMOID_MIN, zero), b = hold(SIGMOID_MAX, zero);
  const rates = f32x4.splat(rate);
  for (; n > 0; n -= 4) {
    const y = sigmoid(v128.load(g), m, l, t, w, e0, e1, e2, e3, e4, one, sign, a, b);
    v128.store(g, f32x4.mul(f32x4.sub(v128.load(labels), y), rates));
    g += 16;
    labels += 16;
  }
}

/** Of each of four rows: e += g · row, then row += g · h. One row after the other, since a row may be there twice. */
function update(n: i32, h: usize, e: usize, list: usize, g: usize): void {
  let p = word(list, 0), q = word(list, 4), r = word(list, 8), s = word(list, 12);
  const gp = v128.load32_splat(g), gq = v128.load32_splat(g, 4);
  const gr = v128.load32_splat(g, 8), gs = v128.load32_splat(g, 12);
  for (; n > 0; n -= 8) {
    const h0 = v128.load(h), h1 = v128.load(h, 16);
    const p0 = v128.load(p), p1 = v128.load(p, 16);
    let e0 = madd(gp, p0, v128.load(e)), e1 = madd(gp, p1, v128.load(e, 16));
    v128.store(p, madd(gp, h1, p1), 16);
    v128.store(p, madd(gp, h0, p0));
    const q0 = v128.load(q), q1 = v128.load(q, 16);
    e0 = madd(gq, q0, e0);
    e1 = madd(gq, q1, e1);
    v128.store(q, madd(gq, h1, q1), 16);
    v128.store(q, madd(gq, h0, q0));
    const r0 = v128.load(r), r1 = v128.load(r, 16);
    e0 = madd(gr, r0, e0);
    e1 = madd(gr, r1, e1);
    v128.store(r, madd(gr, h1, r1), 16);
    v128.store(r, madd(gr, h0, r0));
    const s0 = v128.load(s), s1 = v128.load(s, 16);
    e0 = madd(gs, s0, e0);
    e1 = madd(gs, s1, e1);
    v128.store(s, madd(gs, h1, s1), 16);
    v128.store(s, madd(gs, h0, s0));
    v128.store(e, e1, 16);
    v128.store(e, e0);
    h += 32;
    e += 32;
    p += 32;
    q += 32;
    r += 32;
    s += 32;
  }
}

/** One step of logistic regression for each row of the list: learns the rows, adds what h should learn to e. */
function learn(n: i32, size: i32, h: usize, desk: usize, rate: f32): void {
  const list = word(desk, LIST), labels = word(desk, LABELS), g = word(desk, GRADIENTS), e = word(desk, ERROR);
  const filler = word(desk, FILLER), sums = word(desk, SUMS);
  for (; (n & 3) != 0; n++) {
    store<u32>(list + (<usize>n << 2), <u32>filler);
    store<f32>(labels + (<usize>n << 2), 0.5);
  }
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 16) dots(size, h, list + i, filler, sums, g + i);
  gradients(n, g, labels, rate);
  for (let i: usize = 0; i < end; i += 16) update(size, h, e, list + i, g + i);
}

/** Lists the nodes on the way to a word, with what each should say; returns how many. */
function listPath(plan: usize, desk: usize, target: i32, rowBytes: usize): i32 {
  const paths = word(plan, PATHS), inner = word(plan, INNER), list = word(desk, LIST), labels = word(desk, LABELS);
  let at = word(plan, NODES) + (load<u32>(paths + (<usize>target << 2)) << 2);
  const end = word(plan, NODES) + (load<u32>(paths + (<usize>target << 2), 4) << 2);
  let n = 0;
  for (; at < end; at += 4) {
    const node = load<u32>(at);
    store<u32>(list + (<usize>n << 2), <u32>(inner + <usize>(node >> 1) * rowBytes));
    store<f32>(labels + (<usize>n << 2), (node & 1) != 0 ? <f32>0 : <f32>1);
    n++;
  }
  return n;
}

/** Lists a word and the negatives drawn for it, but those that are the word itself; returns how many. */
function listDrawn(plan: usize, desk: usize, target: i32, rowBytes: usize, x: u32, key: u32): i32 {
  const drawn = word(plan, DRAWN), output = word(plan, OUTPUT);
  const words = load<u32>(plan + DRAWN_WORDS);
  let list = word(desk, LIST), labels = word(desk, LABELS);
  const first = list;
  store<u32>(list, <u32>(output + <usize>target * rowBytes));
  store<f32>(labels, 1);
  for (let left = load<i32>(plan + NEGATIVE); left > 0; left--) {
    x += GOLDEN;
    const product = <u64>mix(x, key) * <u64>words;
    const place = drawn + <usize>(<u32>(product >> 32) * 12);
    const one = load<u32>(place, 4), other = load<u32>(place, 8);
    const id = select<u32>(one, other, <u32>product < load<u32>(place));
    store<u32>(list, <u32>(output + <usize>id * rowBytes), 4);
    store<f32>(labels, 0, 4);
    const more = <usize>(id != target) << 2;
    list += more;
    labels += more;
  }
  return <i32>((list - first) >> 2) + 1;
}

/** Lists and learns what a word asks for, with h; e is what h should learn. */
function learnWord(plan: usize, desk: usize, h: usize, target: i32, rate: f32, x: u32, key: u32): void {
  const size = load<i32>(plan + SIZE);
  const rowBytes = <usize>size << 2;
  clear(size, word(desk, ERROR));
  if (word(plan, INNER) != 0) learn(listPath(plan, desk, target, rowBytes), size, h, desk, rate);
  if (word(plan, OUTPUT) != 0) learn(listDrawn(plan, desk, target, rowBytes, x, key), size, h, desk, rate);
}

function clear(n: i32, y: usize): void {
  const zero = f32x4.splat(0);
  for (; n > 0; n -= 8) {
    v128.store(y, zero, 16);
    v128.store(y, zero);
    y += 32;
  }
}

/** y += x. */
function add(n: i32, x: usize, y: usize): void {
  for (; n > 0; n -= 8) {
    const y0 = f32x4.add(v128.load(y), v128.load(x)), y1 = f32x4.add(v128.load(y, 16), v128.load(x, 16));
    v128.store(y, y1, 16);
    v128.store(y, y0);
    x += 32;
    y += 32;
  }
}

/** y = Σ rows · factor, over a list of rows. */
function scaledSum(rows: i32, n: i32, list: usize, factor: f32, zero: usize, y: usize): void {
  const f = f32x4.splat(factor);
  const end = list + (<usize>rows << 2);
  for (let offset: usize = 0; n > 0; n -= 16) {
    let a0 = v128.load(zero), a1 = v128.load(zero, 16), a2 = v128.load(zero, 32), a3 = v128.load(zero, 48);
    for (let at = list; at < end; at += 4) {
      const x = word(at, 0) + offset;
      a0 = f32x4.add(a0, v128.load(x));
      a1 = f32x4.add(a1, v128.load(x, 16));
      a2 = f32x4.add(a2, v128.load(x, 32));
      a3 = f32x4.add(a3, v128.load(x, 48));
    }
    v128.store(y + offset, f32x4.mul(a1, f), 16);
    v128.store(y + offset, f32x4.mul(a0, f));
    v128.store(y + offset, f32x4.mul(a3, f), 48);
    v128.store(y + offset, f32x4.mul(a2, f), 32);
    offset += 64;
  }
}

/** The mean of the words around one learns that word. */
function learnFromMean(
  plan: usize, desk: usize, from: i32, middle: i32, to: i32, rate: f32, x: u32, key: u32,
): u32 {
  const rows = to - from - 1;
  if (rows == 0) return x;
  const size = load<i32>(plan + SIZE);
  const rowBytes = <usize>size << 2;
  const sentence = word(desk, SENTENCE), hidden = word(desk, HIDDEN), input = word(plan, INPUT);
  const around = word(desk, AROUND);
  let at = around;
  for (let i = from; i < to; i++) {
    store<u32>(at, <u32>(input + <usize>load<u32>(sentence + (<usize>i << 2)) * rowBytes));
    at += <usize>(i != middle) << 2;
  }
  scaledSum(rows, size, around, <f32>1 / <f32>rows, word(desk, FILLER), hidden);
  learnWord(plan, desk, hidden, load<i32>(sentence + (<usize>middle << 2)), rate, x, key);
  const error = word(desk, ERROR), end = at;
  for (at = around; at < end; at += 4) add(size, error, word(at, 0));
  return x + GOLDEN * load<u32>(plan + NEGATIVE);
}

/** Each of the words around one learns that word. */
function learnFromEach(
  plan: usize, desk: usize, from: i32, middle: i32, to: i32, rate: f32, x: u32, key: u32,
): u32 {
  const size = load<i32>(plan + SIZE);
  const rowBytes = <usize>size << 2;
  const sentence = word(desk, SENTENCE), input = word(plan, INPUT), error = word(desk, ERROR);
  const target = load<i32>(sentence + (<usize>middle << 2));
  for (let i = from; i < to; i++) {
    if (i == middle) continue;
    const row = input + <usize>load<u32>(sentence + (<usize>i << 2)) * rowBytes;
    learnWord(plan, desk, row, target, rate, x, key);
    add(size, error, row);
    x += GOLDEN * load<u32>(plan + NEGATIVE);
  }
  return x;
}

function trainChunk(plan: usize, desk: usize, chunk: usize): void {
  const sentence = word(desk, SENTENCE), keep = word(plan, KEEP);
  const window = load<i32>(plan + WINDOW), cbow = load<i32>(plan + CBOW) != 0;
  const rate = load<f32>(chunk + RATE), key = load<u32>(chunk + KEY);
  let x = load<u32>(chunk + SEED), at = word(chunk, 0);
  const end = at + (word(chunk, LENGTH) << 2);
  while (at < end) {
    let n = 0;
    while (at < end && n < LONGEST_SENTENCE) {
      const id = load<u32>(at);
      at += 4;
      if (id == 0) break;
      if (keep != 0) {
        x += GOLDEN;
        if (mix(x, key) >= load<u32>(keep + (<usize>id << 2))) continue;
      }
      store<u32>(sentence + (<usize>n << 2), id);
      n++;
    }
    for (let i = 0; i < n; i++) {
      x += GOLDEN;
      const reach = window - below(mix(x, key), window);
      const from = max(0, i - reach), to = min(n, i + reach + 1);
      if (cbow) x = learnFromMean(plan, desk, from, i, to, rate, x, key);
      else x = learnFromEach(plan, desk, from, i, to, rate, x, key);
    }
  }
}

/** Trains on the chunks of a plan that no other thread has taken, one after the other. */
export function train(plan: usize, desk: usize): void {
  const count = load<i32>(plan + COUNT);
  const chunks = word(plan, CHUNKS);
  for (let i = atomic.add<i32>(plan, 1); i < count; i = atomic.add<i32>(plan, 1)) {
    trainChunk(plan, desk, chunks + <usize>i * CHUNK_BYTES);
  }
}
