import { clocksOf, type ResolveTerms } from '@watchcase/sla';
import type { CaseEvent } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { type EventDraft, readDecidingEvents, WATCHCASE } from './log.ts';
import { resolverFor } from './owed-terms.ts';

/** Warnings and breaches of a case that are due at `now` and not in its log yet, in the order of their moments. */
export async function dueEvents(tx: Tx, caseId: number, now: number): Promise<EventDraft[]> {
  const events = await readDecidingEvents(tx, caseId);
  return decideDue(events, await resolverFor(tx, events), now);
}

function decideDue(events: readonly CaseEvent[], resolve: ResolveTerms, now: number): EventDraft[] {
  const drafts: EventDraft[] = [];
  for (;;) {
    const [due] = clocksOf([...events, ...drafts], resolve)
      .filter((clock) => clock.nextAt !== null && clock.nextAt <= now)
      .sort((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0));
    if (due === undefined) return drafts;
    const kind = due.nextPercent === 100 ? 'breached' : 'warning';
    const data = {
      target: due.target,
      percent: due.nextPercent,
      limitSeconds: due.limitMs / 1000,
      dueAt: new Date(due.dueAt).toISOString(),
      at: new Date(Math.round(due.nextAt ?? now)).toISOString(),
    };
    drafts.push({ time: now, kind, actor: WATCHCASE, text: '', data });
  }
}
