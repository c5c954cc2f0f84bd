import { useMemo } from 'preact/hooks';
import { createTrying, type Trying } from './trying.ts';

/** One for as long as the component is on screen. */
export function useTrying(): Trying {
  return useMemo(createTrying, []);
}
