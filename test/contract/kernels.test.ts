// Every kernel of the table, on every build, width and tile: strict equals the float32 reference to the bit, relaxed is
// within the bound that its case states, and width and tile change no bit of either.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type KernelTable, MATMUL_SCRATCH } from '../../src/backend/table.ts';
import { KernelArena } from '../support/kernel-arena.ts';
import { binary, type Case, gradient, unary } from '../support/kernel-cases/elementwise.ts';
import * as images from '../support/kernel-cases/images.ts';
import * as moving from '../support/kernel-cases/moving.ts';
import { optimizers } from '../support/kernel-cases/optimizers.ts';
import * as products from '../support/kernel-cases/products.ts';
import * as recurrent from '../support/kernel-cases/recurrent.ts';
import { countNonFinite, reduction, softmax, softmaxGradient } from '../support/kernel-cases/reduce.ts';

const cases: { readonly [K in keyof KernelTable]: Case } = {
  exp: unary('exp', 1e-6),
  log: unary('log', 1e-6),
  sqrt: unary('sqrt', 0),
  abs: unary('abs', 0),
  sign: unary('sign', 0),
  negative: unary('negative', 0),
  square: unary('square', 0),
  relu: unary('relu', 0),
  sigmoid: unary('sigmoid', 2e-7),
  tanh: unary('tanh', 3e-7),
  sigmoidGradient: gradient('sigmoidGradient', 0),
  tanhGradient: gradient('tanhGradient', 1e-5),
  reluGradient: gradient('reluGradient', 0),
  add: binary('add'),
  subtract: binary('subtract'),
  multiply: binary('multiply'),
  divide: binary('divide'),
  maximum: binary('maximum'),
  minimum: binary('minimum'),
  equal: binary('equal'),
  greater: binary('greater'),
  greaterEqual: binary('greaterEqual'),
  fill: moving.fill,
  copy: moving.copy,
  gather: moving.gather,
  scatterAdd: moving.scatterAdd,
  sum: reduction('sum', 0),
  max: reduction('max', 1),
  argmax: reduction('argmax', 1),
  countNonFinite,
  softmax,
  softmaxGradient,
  pack: products.pack,
  gemm: products.gemm,
  matmul: products.matmul,
  convForward: images.convForward,
  convKernelGradient: images.convKernelGradient,
  convInputGradient: images.convInputGradient,
  pool: images.pool,
  poolGradient: images.poolGradient,
  normalize: images.normalize,
  normalizeGradient: images.normalizeGradient,
  lstmForward: products.lstmForward,
  lstmBackward: products.lstmBackward,
  gruForward: recurrent.gruForward,
  gruBackward: recurrent.gruBackward,
  simpleRnnForward: recurrent.simpleRnnForward,
  simpleRnnBackward: recurrent.simpleRnnBackward,
  ...optimizers,
  dropoutMask: moving.dropoutMask,
};

describe('kernels', () => {
  const arena = new KernelArena(1 << 21, MATMUL_SCRATCH);

  it('have one case each, in every table', () => {
    const names = Object.keys(cases).sort();
    assert.deepEqual(Object.keys(arena.reference).sort(), names);
    for (const { name, kernels } of arena.tables) assert.deepEqual(Object.keys(kernels).sort(), names, name);
  });

  for (const [name, check] of Object.entries(cases)) it(name, () => check(arena));
});

describe('kernels above 2 GiB', () => {
  const arena = new KernelArena(1 << 18, MATMUL_SCRATCH, 2 ** 31 + 64);
  for (const name of [
    'tanh',
    'add',
    'copy',
    'gather',
    'sum',
    'softmax',
    'gemm',
    'lstmForward',
    'convForward',
    'pool',
    'adam',
  ] as const) {
    it(name, () => cases[name](arena));
  }
});
