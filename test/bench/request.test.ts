import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { helpText, parts, readRequest, rivals, UsageError } from '../../bench/request.ts';
import { workloadNames } from '../../bench/workloads.ts';

const refused = (args: string[], message: RegExp): void =>
  assert.throws(
    () => readRequest(args),
    (error) => error instanceof UsageError && message.test(error.message),
  );

describe('readRequest', () => {
  it('takes everything but scaling where nothing is named', () => {
    const { workloads, parts: chosen, scaling, threads, against, browser } = readRequest([]);
    assert.deepEqual([workloads, chosen], [workloadNames, Object.keys(parts)]);
    assert.deepEqual([scaling, threads, against, browser], [false, [1, 2], [], false]);
  });
  it('takes what is named', () => {
    const request = readRequest(['B', 'A', 'gemm', '--threads', '1', '--rounds', '3', '--seconds', '0.5']);
    assert.deepEqual([request.workloads, request.parts], [['A', 'B'], ['gemm']]);
    assert.deepEqual([request.threads, request.rounds, request.milliseconds], [[1], 3, 500]);
  });
  it('--peers and --browser take the main workloads and no parts', () => {
    for (const option of ['--peers', '--browser']) {
      const { workloads, parts: chosen } = readRequest([option]);
      assert.deepEqual([workloads, chosen], [['A', 'B', 'C', 'D', 'G', 'S'], []]);
    }
    assert.deepEqual(readRequest(['--peers']).against, Object.keys(rivals));
  });
  it('--against names peers, and means --peers', () =>
    assert.deepEqual(readRequest(['--against', 'pytorch,jax']).against, ['pytorch', 'jax']));
  it('--quick is one short round', () => {
    const { rounds, milliseconds } = readRequest(['--quick']);
    assert.deepEqual([rounds, milliseconds], [1, 200]);
  });
  it('refuses what there is not', () => {
    refused(['Q'], /name must be one of A, B.*, received 'Q'/);
    refused(['--what'], /Unknown option '--what'$/);
    refused(['--threads', '0'], /--threads must be a whole number from 1 to 64, received '0'/);
    refused(['--threads', '65'], /--threads must be a whole number from 1 to 64, received '65'/);
    refused(['overhead', '--threads', '2'], /--threads must include 1 for overhead, received '2'/);
    refused(['scaling', '--threads', '1'], /--threads must be left out for scaling, .*received '1'/);
    refused(['--threads', '1,'], /--threads must be a list of numbers, received '1,'/);
    refused(['--rounds', '1.5'], /--rounds must be a whole number from 1 to 9999, received '1.5'/);
    refused(['--seconds', '0'], /--seconds must be a number above 0, received '0'/);
    refused(['--against', 'torch'], /--against must be a list of pytorch, .*, received 'torch'/);
    refused(['gemm', '--peers'], /take workloads only, received 'gemm'/);
    refused(['--peers', '--browser'], /one at a time/);
  });
  it('--help names everything', () => {
    assert.ok(readRequest(['--help']).help);
    for (const name of [...workloadNames, ...Object.keys(parts), ...Object.keys(rivals), 'scaling', 'experiments'])
      assert.ok(helpText().includes(name), name);
  });
});
