import { type ClockEvent, clocksOf, type ResolveTerms } from '@watchcase/sla';
import type { Spoken } from './minute-count.ts';

const MIN = 60_000;

/** Plays a log as the collector does: what is due is recorded before the next event. Gives what was said, and the log with it. Times in milliseconds. */
export function play(
  log: readonly ClockEvent[],
  resolve: ResolveTerms,
  end: number,
): { events: ClockEvent[]; spoken: Spoken[] } {
  const events: ClockEvent[] = [];
  const spoken: Spoken[] = [];
  const record = (until: number) => {
    for (;;) {
      const [due] = clocksOf(events, resolve)
        .filter(({ nextAt }) => nextAt !== null && nextAt <= until)
        .toSorted((a, b) => Number(a.nextAt) - Number(b.nextAt));
      if (due === undefined) return;
      const { target, nextPercent: percent } = due;
      const time = Math.max(Number(due.nextAt), events.at(-1)?.time ?? 0);
      events.push({ time, kind: percent === 100 ? 'breached' : 'warning', data: { target, percent } });
      spoken.push({ target, percent: Number(percent), minute: Number(due.nextAt) / MIN });
    }
  };
  for (const event of log) {
    if (events.length > 0) record(event.time);
    events.push(event);
  }
  record(end);
  return { events, spoken };
}
