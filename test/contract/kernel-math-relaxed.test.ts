import { describeSweep } from '../support/kernel-math-sweep.ts';

describeSweep('relaxed');
