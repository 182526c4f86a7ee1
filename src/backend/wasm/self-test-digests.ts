import type { Digest } from './digest.ts';

/** What the float32 reference gives for the checks of self-test.ts. Written by scripts/self-test-digests.ts. */
export const referenceDigests: Readonly<Record<string, Digest>> = {
  gemm: [926440430, 10.554453, 9.5658223],
  matmul: [1167321609, 9.2273034, 18.824401],
  exp: [656176350, 15.338357, 25.611092],
  sigmoid: [-975907924, 17.93339, 23.205418],
  tanh: [-1364374170, 18.709811, 23.02503],
  log: [1896283191, 22.8458, 25.189587],
  sum: [1387483095, 19.436256, 23.165962],
  lstmForward: [1506472760, 11.251563, 11.229069],
  lstmBackward: [-1798506564, 15.901577, 24.797433],
  gruForward: [-1510093743, 20.121471, 21.784264],
  gruBackward: [-2078665098, 24.452553, 23.508672],
};
