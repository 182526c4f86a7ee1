import type { Address } from './address.ts';

/** The kernels that update n weights w by their gradients g, in place; the address 0 leaves a slot out. Part of `KernelTable`. */
export interface OptimizerKernels {
  /** w −= rate · g. */
  sgd: (n: number, w: Address, g: Address, rate: number) => void;
  /** v = momentum · v − rate · g;  w += scale · (nesterov ? momentum · v − rate · g : v). */
  momentum: (
    n: number,
    w: Address,
    g: Address,
    v: Address,
    rate: number,
    momentum: number,
    scale: number,
    nesterov: number,
  ) => void;
  /**
   * m += (g − m) · share1;  v += (g² − v) · share2;  most = max(most, v), and v is most where most is not 0;
   * w −= (rate · m + direct · g) / (√v + ε). The caller corrects rate and direct for means that begin at 0.
   */
  adam: (
    n: number,
    w: Address,
    g: Address,
    m: Address,
    v: Address,
    most: Address,
    rate: number,
    direct: number,
    share1: number,
    share2: number,
    epsilon: number,
  ) => void;
  /** m += (g − m) · share;  u = max(keep · u, |g|);  w −= rate · m / (u + ε). */
  adamax: (
    n: number,
    w: Address,
    g: Address,
    m: Address,
    u: Address,
    rate: number,
    share: number,
    keep: number,
    epsilon: number,
  ) => void;
  /**
   * a += g²;  s = rate / √(a + ε), or rate where a is 0 (no slot);  w −= s · g;  then, where l1 and l2 are above 0,
   * w = sign(w) · max(|w| − s · l1, 0) and w /= 1 + s · l2.
   */
  adagrad: (
    n: number,
    w: Address,
    g: Address,
    a: Address,
    rate: number,
    epsilon: number,
    l1: number,
    l2: number,
  ) => void;
  /** a += (g² − a) · share;  s = √(d + ε) · g / √(a + ε);  d += (s² − d) · share;  w −= rate · s. */
  adadelta: (
    n: number,
    w: Address,
    g: Address,
    a: Address,
    d: Address,
    rate: number,
    share: number,
    epsilon: number,
  ) => void;
  /**
   * v += (g² − v) · share;  where mean is not 0: mean += (g − mean) · share, q = max(v − mean², 0), else q = v;
   * s = rate · g / √(q + ε);  where velocity is not 0: s = velocity = keep · velocity + s;  w −= s.
   */
  rmsprop: (
    n: number,
    w: Address,
    g: Address,
    v: Address,
    mean: Address,
    velocity: Address,
    rate: number,
    share: number,
    keep: number,
    epsilon: number,
  ) => void;
  /**
   * a' = a + g²;  z += g + twiceShrinkage · w − (√a' − √a) · inverse · w;  a = a';
   * w = −sign(z) · max(|z| − l1, 0) / (√a · inverse + twiceL2), 0 where |z| ≤ l1; inverse = 1 / rate.
   */
  ftrl: (
    n: number,
    w: Address,
    g: Address,
    a: Address,
    z: Address,
    inverse: number,
    l1: number,
    twiceL2: number,
    twiceShrinkage: number,
  ) => void;
  /** w −= rate · sign(m + (g − m) · share1);  m += (g − m) · share2. */
  lion: (n: number, w: Address, g: Address, m: Address, rate: number, share1: number, share2: number) => void;
  /**
   * size *= longer where g · last > 0, shorter where it is < 0, kept from least to most;  last = g, or 0 where it is < 0;
   * w −= sign(last) · size.
   */
  rprop: (
    n: number,
    w: Address,
    g: Address,
    last: Address,
    size: Address,
    shorter: number,
    longer: number,
    least: number,
    most: Address,
  ) => void;
  /** a += g;  q += g²;  w = −rate · sign(a) · max(|a| − l1, 0) / (l2 + √q). */
  adagradDA: (n: number, w: Address, g: Address, a: Address, q: Address, rate: number, l1: number, l2: number) => void;
}
