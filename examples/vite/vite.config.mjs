/** What lets threads share memory; without these headers the same page trains on one thread. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** @type {import('vite').UserConfig} */
export default {
  server: { headers },
  preview: { headers },
  worker: { format: 'es' },
};
