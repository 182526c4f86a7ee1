// What the engine says of itself. No type of WebAssembly here: the declarations of the package lead to this file.

/** A build of the kernels: with fused multiply-add, or the same bits on every machine. */
export type Build = 'relaxed' | 'strict';

/** How a module is compiled. */
export type Width = 256 | 128;

/** Name of a register tile, rows × columns. */
export type Tile = '6x16' | '2x16' | '5x16' | '2x16, 1x16';

/** What became of one check. */
export interface SelfTestResult {
  readonly name: string;
  readonly passed: boolean;
  /** Largest difference from the reference in a weighted sum, relative above 1; NaN where there is no such number. */
  readonly maxError: number;
}

/** What was started, and what happened on the way; `memcell doctor` prints it. */
export interface EngineReport {
  readonly build: Build;
  /** Bits of a SIMD operation of the products. */
  readonly width: Width;
  /** Register tile of the products, rows × columns. */
  readonly tile: Tile;
  /** Threads that share large computations, the calling one included. */
  readonly threads: number;
  /** What is to be known of the threads: why there is one alone, or fewer than were asked for, or too many. */
  readonly warnings: readonly string[];
  readonly selfTest: readonly SelfTestResult[];
  /** What was tried before and why it was given up, one sentence each. */
  readonly fallbacks: readonly string[];
  /** Time from the request to the passed self-test. */
  readonly milliseconds: number;
}
