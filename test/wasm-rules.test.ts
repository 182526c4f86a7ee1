import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brokenRules } from '../scripts/wasm-rules.ts';

const text = (value: string): number[] => [value.length, ...new TextEncoder().encode(value)];
const section = (id: number, ...body: number[]): number[] => [id, body.length, ...body];
const moduleOf = (...sections: number[][]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);

const memory = section(2, 1, ...text('env'), ...text('memory'), 2, 3, 1, 0x80, 0x80, 4);
const constant = section(6, 2, 0x7f, 0, 0x41, 0x80, 1, 0x0b, 0x7d, 0, 0x43, 0, 0, 0, 0, 0x0b);

describe('brokenRules', () => {
  it('accepts the imported memory and constants', () => {
    const bytes = moduleOf(memory, constant);
    assert.ok(WebAssembly.validate(bytes));
    assert.deepEqual(brokenRules(bytes), []);
  });
  it('refuses another import', () => {
    const type = section(1, 1, 0x60, 0, 0);
    const bytes = moduleOf(type, section(2, 1, ...text('env'), ...text('abort'), 0, 0));
    assert.ok(WebAssembly.validate(bytes));
    assert.match(brokenRules(bytes).join(), /^import 'env.abort'/);
  });
  it('refuses a mutable global, wherever it is', () => {
    const bytes = moduleOf(memory, section(6, 2, 0x7f, 0, 0x41, 0, 0x0b, 0x7f, 1, 0x41, 0, 0x0b));
    assert.ok(WebAssembly.validate(bytes));
    assert.match(brokenRules(bytes).join(), /^a mutable global/);
  });
  it('refuses a start function', () => {
    const bytes = moduleOf(section(1, 1, 0x60, 0, 0), section(3, 1, 0), section(8, 0), section(10, 1, 2, 0, 0x0b));
    assert.ok(WebAssembly.validate(bytes));
    assert.match(brokenRules(bytes).join(), /^a start function/);
  });
  it('refuses a data section', () => {
    const bytes = moduleOf(memory, section(11, 1, 0, 0x41, 0, 0x0b, 1, 7));
    assert.ok(WebAssembly.validate(bytes));
    assert.match(brokenRules(bytes).join(), /^a data section/);
  });
  it('refuses what is no module', () => assert.deepEqual(brokenRules(new Uint8Array(3)), ['not a WebAssembly module']));
});
