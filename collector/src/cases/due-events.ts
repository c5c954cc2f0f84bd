import { clocksOf, resolveBefore } from '@watchcase/sla';
import type { CaseEvent } from '../model/index.ts';
import { type EventDraft, WATCHCASE } from './log.ts';

/** Warnings and breaches that are due at `now` and not in the log yet, in the order of their moments (pure). */
export function dueEvents(events: readonly CaseEvent[], now: number): EventDraft[] {
  const drafts: EventDraft[] = [];
  for (;;) {
    const [due] = clocksOf([...events, ...drafts], resolveBefore)
      .filter((clock) => clock.nextAt !== null && clock.nextAt <= now)
      .sort((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0));
    if (due === undefined) return drafts;
    const kind = due.nextPercent === 100 ? 'breached' : 'warning';
    const data = { target: due.target, percent: due.nextPercent, dueAt: new Date(due.dueAt).toISOString() };
    drafts.push({ time: now, kind, actor: WATCHCASE, text: '', data });
  }
}
