import { type ReadonlySignal, signal } from '@preact/signals';
import { type Fault, faultOf } from '../api/fault.ts';

/** What a form or a dialog does when it is sent. */
export interface Trying {
  /** True while it is under way. */
  readonly busy: ReadonlySignal<boolean>;
  /** What was wrong the last time; undefined when nothing was. */
  readonly fault: ReadonlySignal<Fault | undefined>;
  /** Does it, unless something is under way already: whoever taps twice means it once. Resolves with whether it was done; never rejects. */
  attempt(work: () => Promise<unknown>): Promise<boolean>;
  /** Nobody asks any more what was wrong. */
  forget(): void;
}

/** Nothing was tried yet. */
export function createTrying(): Trying {
  const busy = signal(false);
  const fault = signal<Fault | undefined>(undefined);
  return {
    busy,
    fault,
    async attempt(work) {
      if (busy.value) return false;
      busy.value = true;
      fault.value = undefined;
      try {
        await work();
        return true;
      } catch (error) {
        fault.value = faultOf(error);
        return false;
      } finally {
        busy.value = false;
      }
    },
    forget() {
      fault.value = undefined;
    },
  };
}
