import type { Store } from '../store/index.ts';
import { factKinds } from './catalogue.ts';
import { type Fact, factOf, type Subject } from './fact.ts';

/** A line of a case's log, with its case. Times in Unix milliseconds. */
export interface LoggedEvent {
  caseId: number;
  hostId: string;
  category: string;
  openedAt: number;
  time: number;
  kind: string;
  data: Readonly<Record<string, unknown>>;
}

/** What becomes a fact; a robot's notes and pages do not. */
const TOLD: ReadonlySet<string> = new Set([
  'opened',
  'acknowledged',
  'recovered',
  'resolved',
  'closed',
  'reopened',
  'breached',
]);
/** What moves the severity that later events are told with. */
const GRADING: ReadonlySet<string> = new Set(['severity-raised', 'severity-lowered', 'severity-changed']);

/**
 * The facts of events from `since` on, each at its event's own time. The same events give the same facts at the same times, whenever they are asked for: told
 * twice they are one point. `events` are whole logs, each case's in its order; those of hosts that `subjectOf` does not know are left out.
 */
export function caseEventFacts(
  events: readonly LoggedEvent[],
  subjectOf: (hostId: string) => Subject | undefined,
  since: number,
): { time: number; fact: Fact }[] {
  const severities = new Map<number, string>();
  const facts: { time: number; fact: Fact }[] = [];
  for (const event of events) {
    const graded = event.kind === 'opened' || GRADING.has(event.kind) ? event.data['severity'] : undefined;
    if (typeof graded === 'string') severities.set(event.caseId, graded);
    const subject = subjectOf(event.hostId);
    if (subject === undefined || event.time < since || !TOLD.has(event.kind)) continue;
    const target = event.kind === 'breached' ? { target: String(event.data['target']) } : {};
    const tags = {
      severity: severities.get(event.caseId) ?? 'advisory',
      category: event.category,
      event: event.kind,
      ...target,
    };
    const values = { case: event.caseId, age_seconds: (event.time - event.openedAt) / 1000 };
    facts.push({ time: event.time, fact: factOf(factKinds.caseEvents, { subject, tags }, values) });
  }
  return facts;
}

const MOST_CASES = 500;

/** The whole logs of these cases. */
export async function readLogs(db: Store['db'], caseIds: readonly number[]): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  for (let from = 0; from < caseIds.length; from += MOST_CASES) {
    const rows = await db
      .selectFrom('case_events')
      .innerJoin('cases', 'cases.id', 'case_events.case_id')
      .select(['case_events.case_id', 'host_id', 'category', 'opened_at', 'time', 'case_events.kind', 'data'])
      .where('case_events.case_id', 'in', caseIds.slice(from, from + MOST_CASES))
      .where('case_events.kind', 'in', [...TOLD, ...GRADING])
      .orderBy('case_events.case_id')
      .orderBy('seq')
      .execute();
    events.push(
      ...rows.map((row) => ({
        caseId: row.case_id,
        hostId: row.host_id,
        category: row.category,
        openedAt: row.opened_at,
        time: row.time,
        kind: row.kind,
        data: JSON.parse(row.data) as Record<string, unknown>,
      })),
    );
  }
  return events;
}

/** The cases whose log has grown since then; at most `most`, the newest. */
export async function casesSince(db: Store['db'], since: number, most: number): Promise<number[]> {
  const cases = db.selectFrom('cases').select('id');
  // Three questions, each of which has an index; together, or in an order, a million ended cases would be read.
  const found = await Promise.all([
    cases.where((where) => where('unresolved', '=', where.lit(1))).execute(),
    cases.where('resolved_at', '>=', since).execute(),
    cases.where('closed_at', '>=', since).execute(),
  ]);
  const ids = new Set(found.flat().map(({ id }) => id));
  return [...ids].toSorted((a, b) => b - a).slice(0, most);
}
