// Loaded before each test file: what is compiled once is kept in build/, so that two hundred processes need not do it again.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

module.enableCompileCache?.(fileURLToPath(new URL('../build/compile-cache', import.meta.url)));
