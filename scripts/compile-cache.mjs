// Loaded before each test file. What is compiled once is kept in build/, so that two hundred processes need not do it again.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

// test files run beside each other, so that each takes one thread; tests of threads say how many they want
process.env.MEMCELL_THREADS ??= '1';
module.enableCompileCache?.(fileURLToPath(new URL('../build/compile-cache', import.meta.url)));
