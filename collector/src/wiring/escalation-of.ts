import type { EscalationView } from '@watchcase/api';
import type { Directory } from '../directory/index.ts';
import { explainEscalation } from '../escalation/index.ts';
import type { RosterSource } from '../notify/index.ts';
import type { Store } from '../store/index.ts';

/** Who was asked for a case and who is next, as directory and config are now; undefined when there is no such case. */
export async function escalationOf(
  db: Store['db'],
  caseId: number,
  { directory, rosterOf }: { directory: Directory; rosterOf: RosterSource },
): Promise<EscalationView | undefined> {
  const parts = { directory: await directory.current(db), roster: await rosterOf(db) };
  return explainEscalation(db, caseId, parts);
}
