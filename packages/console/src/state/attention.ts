import { computed, effect, signal } from '@preact/signals';
import type { Case } from '@watchcase/api';
import { readCases } from '../api/client.ts';
import { comebacks, onChange } from '../api/live.ts';
import { after, type Timer } from '../clock.ts';
import { nextClock } from '../words/countdown.ts';
import { second } from './server-time.ts';

/** Most cases counted; above it the mark says "99+". */
const MOST = 100;
const REST_MS = 2000;

const unresolved = signal<readonly Case[]>([]);

/** What waits for somebody, whatever page is shown: for the mark at "Cases" and the tab's title. */
export const attention = computed(() => {
  const count = unresolved.value.length;
  const overdue = unresolved.value.some((one) => {
    const clock = nextClock(one.clocks);
    return clock !== undefined && Date.parse(clock.due) < second.value;
  });
  return { count, text: count >= MOST ? '99+' : String(count), overdue };
});

/** Keeps it up to date until the returned function is called. */
export function followAttention(): () => void {
  const abort = new AbortController();
  let resting: Timer | undefined;
  let again = false;

  function read(): void {
    again = false;
    resting = after(REST_MS, () => {
      resting = undefined;
      if (again) read();
    });
    void take();
  }

  async function take(): Promise<void> {
    try {
      unresolved.value = (await readCases({ view: 'unresolved', limit: MOST }, abort.signal)).items;
    } catch {
      // The connection's own mark says that nothing new is known.
    }
  }

  function touched(): void {
    if (resting === undefined) read();
    else again = true;
  }

  const forget = onChange((change) => {
    if (change.cases.length > 0) touched();
  });
  const stop = effect(() => {
    if (comebacks.value >= 0) touched();
  });
  return () => {
    forget();
    stop();
    resting?.cancel();
    abort.abort();
    unresolved.value = [];
  };
}
