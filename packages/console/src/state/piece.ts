import { type ReadonlySignal, signal } from '@preact/signals';
import type { Fault } from '../api/fault.ts';
import { takeNewer } from '../api/own-version.ts';

/** A piece of the console's code that comes when it is wanted. */
export interface Piece<T> {
  /** What it has; undefined until it is there. */
  readonly code: ReadonlySignal<T | undefined>;
  /** Why it is not there; undefined while it may still come. */
  readonly fault: ReadonlySignal<Fault | undefined>;
  /** Brings it for who waits for it. Where it is gone with the console that it belonged to, the newer console comes, at the same address. */
  want(): Promise<void>;
  /** Brings it for later; rejects where it cannot be had now. */
  bring(): Promise<void>;
}

/** A piece that nobody has asked for yet. `renew` gives true where another console is on its way, and with it the end of this page. */
export function createPiece<T>(load: () => Promise<T>, renew = takeNewer): Piece<T> {
  const code = signal<T | undefined>(undefined);
  const fault = signal<Fault | undefined>(undefined);
  let loading: Promise<void> | undefined;

  async function loadOnce(): Promise<void> {
    try {
      code.value ??= await load();
    } finally {
      loading = undefined;
    }
  }

  function bring(): Promise<void> {
    loading ??= loadOnce();
    return loading;
  }

  async function want(): Promise<void> {
    fault.value = undefined;
    try {
      await bring();
    } catch (error) {
      if (!(await renew()))
        fault.value = { code: 'no-connection', title: (error as Error).message, detail: '' };
    }
  }

  return { code, fault, want, bring };
}
