import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listOf, physicalCores } from './cores.ts';

/** A machine on which the process may use these processors, and which processors share a core. */
function machine(allowed: string, siblings: readonly string[]): (path: string) => string {
  return (path) => {
    if (path === '/proc/self/status') return `Name:\tnode\nCpus_allowed:\tff\nCpus_allowed_list:\t${allowed}\n`;
    const [, cpu = ''] = /^\/sys\/devices\/system\/cpu\/cpu(\d+)\/topology\/core_cpus_list$/.exec(path) ?? [];
    const found = siblings[Number(cpu)];
    if (found === undefined) throw new Error(`ENOENT: ${path}`);
    return `${found}\n`;
  };
}

describe('physicalCores', () => {
  const four = ['0,4', '1,5', '2,6', '3,7', '0,4', '1,5', '2,6', '3,7'];
  it('counts processors that share a core once', () => {
    assert.equal(physicalCores(8, machine('0-7', four)), 4);
    assert.equal(physicalCores(2, machine('0-1', ['0', '1'])), 2);
  });
  it('heeds the processors that the process may use, and its share of time', () => {
    assert.equal(physicalCores(3, machine('0,4-5', four)), 2);
    assert.equal(physicalCores(2, machine('0-7', four)), 2);
    assert.equal(physicalCores(1, machine('0-7', four)), 1);
  });
  it('is half where the system does not tell', () => {
    assert.equal(physicalCores(8, machine('0-7', [])), 4);
    assert.equal(physicalCores(1, machine('0', [])), 1);
  });
  it('reads the lists of Linux', () => {
    assert.deepEqual(listOf('0-2,5,8-9\n'), [0, 1, 2, 5, 8, 9]);
    assert.deepEqual(listOf('3'), [3]);
  });
});
