import { type Backend, referenceBackend } from './backend.ts';

let current: Backend | undefined;

/** The backend that ops run on; starts the engine at its first call. */
export function backend(): Backend {
  current ??= referenceBackend('float32');
  return current;
}

/** Precision of the current backend, without starting one. */
export function currentDtype(): 'float32' | 'float64' {
  return current?.dtype ?? 'float32';
}

/** Runs `run` on another backend and comes back to the one before. */
export function withBackend<T>(other: Backend, run: () => T): T {
  const before = current;
  current = other;
  try {
    return run();
  } finally {
    current = before;
  }
}
