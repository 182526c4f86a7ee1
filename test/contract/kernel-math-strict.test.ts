import { describeBits, describeSweep } from '../support/kernel-math-sweep.ts';

describeSweep('strict');
describeBits();
