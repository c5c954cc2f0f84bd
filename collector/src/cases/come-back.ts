import type { CaseChange } from '../model/index.ts';
import type { Tx } from '../store/index.ts';
import { type ActiveAlert, activeAlerts } from './active-alerts.ts';
import { lastCase } from './last-cases.ts';
import { appendEvents, type CaseRow, type EventDraft, WATCHCASE } from './log.ts';

/** Opens a case again that was ended while it fired, if something of it still fires, or did when it was heard last. Where its fault goes on in another case it becomes part of that. */
export async function comeBack(tx: Tx, row: CaseRow, now: number): Promise<CaseChange[]> {
  const active = await activeAlerts(tx, row.id);
  const current = await lastCase(tx, row.group_key);
  if (current !== undefined && current.id !== row.id && current.unresolved === 1)
    return joinOther(tx, { row, current, active }, now);
  const [worst] = active;
  const line = { time: now, actor: WATCHCASE };
  const end: EventDraft =
    worst === undefined
      ? { ...line, kind: 'recovered', text: '', data: {} }
      : {
          ...line,
          kind: 'reopened',
          text: worst.title.en,
          data: { titles: worst.title, because: 'still-firing' },
        };
  return [await appendEvents(tx, row, [end])];
}

async function joinOther(
  tx: Tx,
  { row, current, active }: { row: CaseRow; current: CaseRow; active: readonly ActiveAlert[] },
  now: number,
): Promise<CaseChange[]> {
  const line = { time: now, actor: WATCHCASE };
  const ids = active.map(({ id }) => id);
  if (ids.length > 0)
    await tx.updateTable('alerts').set({ case_id: current.id }).where('id', 'in', ids).execute();
  const joined = active.map(({ id, title }) => ({
    ...line,
    kind: 'alert-joined' as const,
    text: title.en,
    data: { titles: title, alertId: id, from: row.id },
  }));
  const merged = { ...line, kind: 'merged' as const, text: row.title, data: { into: current.id } };
  return [
    await appendEvents(tx, row, [merged]),
    ...(joined.length > 0 ? [await appendEvents(tx, current, joined)] : []),
  ];
}
