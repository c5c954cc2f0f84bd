import type { Judgement } from '@watchcase/backup';
import type { Insertable } from 'kysely';
import { prepared } from '../prepared.ts';
import type { Store, Tables } from '../store/index.ts';
import type { JobKey } from './read-facts.ts';

/** A fact that nobody told. */
export type Mark = Insertable<Tables['backup_facts']>;

/** Facts that follow from the clock (pure): that what was expected came late, or not at all, or did not end. They stay, whatever becomes of the policy. */
export function marksOf(key: JobKey, { state, expectedAt, deadline, verdicts }: Judgement): Mark[] {
  const blank = { started_at: null, outcome: '', bytes: null, files: null, location: '', detail: '' };
  const mark = (kind: Mark['kind'], id: number, at: number): Mark => ({
    host_id: key.hostId,
    job: key.job,
    kind,
    id: String(id),
    at,
    ...blank,
  });
  const stuck = verdicts.find(({ check, since }) => check === 'stuck' && since > 0);
  return [
    ...(stuck === undefined ? [] : [mark('stuck', stuck.since, stuck.since)]),
    ...(expectedAt === null || deadline === null
      ? []
      : state === 'missed'
        ? [mark('missed', expectedAt, deadline)]
        : state === 'late'
          ? [mark('late', expectedAt, expectedAt)]
          : []),
  ];
}

/** Writes those that are not there yet; those of a state that lasts are the same at each look. */
export async function writeMarks(store: Store, marks: readonly Mark[]): Promise<void> {
  const fresh: Mark[] = [];
  for (const mark of marks) if (!(await isThere(store, mark))) fresh.push(mark);
  if (fresh.length === 0) return;
  await store.transaction((tx) =>
    tx
      .insertInto('backup_facts')
      .values(fresh)
      .onConflict((conflict) => conflict.columns(['host_id', 'job', 'kind', 'id']).doNothing())
      .execute(),
  );
}

async function isThere({ db }: Store, { host_id, job, kind, id }: Mark): Promise<boolean> {
  const { rows } = await findMark(db, { host_id, job, kind, id });
  return rows.length > 0;
}

const findMark = prepared((db, { host_id, job, kind, id }: Pick<Mark, 'host_id' | 'job' | 'kind' | 'id'>) =>
  db
    .selectFrom('backup_facts')
    .select('id')
    .where('host_id', '=', host_id)
    .where('job', '=', job)
    .where('kind', '=', kind)
    .where('id', '=', id),
);
