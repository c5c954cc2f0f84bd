import type { CaseSource } from '@watchcase/api';
import type { CaseEvent } from '../model/index.ts';
import type { Store } from '../store/index.ts';

/** The cases that a person made part of the one with this log, and those that were part of them: by which door they came, and when. */
export async function absorbedBy(
  db: Store['db'],
  events: readonly CaseEvent[],
): Promise<{ source: CaseSource; openedAt: number }[]> {
  const found = new Map<number, { source: CaseSource; openedAt: number }>();
  let next = events.flatMap(({ kind, data }) => (kind === 'absorbed' ? numberIn(data) : []));
  while (next.length > 0) {
    const rows = await db
      .selectFrom('cases')
      .select(['id', 'source', 'opened_at'])
      .where('id', 'in', next)
      .execute();
    for (const { id, source, opened_at } of rows) found.set(id, { source, openedAt: opened_at });
    const further = await db
      .selectFrom('case_events')
      .select('data')
      .where('case_id', 'in', next)
      .where('kind', '=', 'absorbed')
      .execute();
    next = further
      .flatMap(({ data }) => numberIn(JSON.parse(data) as CaseEvent['data']))
      .filter((id) => !found.has(id));
  }
  return [...found.values()];
}

function numberIn(data: CaseEvent['data']): number[] {
  return typeof data['from'] === 'number' ? [data['from']] : [];
}
