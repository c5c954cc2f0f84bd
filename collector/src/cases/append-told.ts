import type { CaseEventKind } from '../model/index.ts';
import { prepared, type Tx } from '../store/index.ts';
import { type EventDraft, isFolded } from './log.ts';

const takeNumber = prepared((db, caseId: number) =>
  db
    .updateTable('cases')
    .set((row) => ({ last_seq: row('last_seq', '+', 1) }))
    .where('id', '=', caseId)
    .returning('last_seq'),
);

const insertLine = prepared(
  (db, caseId: number, seq: number, time: number, kind: string, actor: string, text: string, data: string) =>
    db.insertInto('case_events').values({ case_id: caseId, seq, time, kind, actor, text, data }),
);

/** Appends a line from which nothing follows, as what was told to whom; the case may be gone. Throws for any other kind: its index would not be true any more. */
export async function appendTold(tx: Tx, caseId: number, line: EventDraft): Promise<void> {
  const { time, kind, actor, text, data } = line;
  if (isFolded(kind as CaseEventKind)) throw new Error(`a line "${kind}" changes its case`);
  const [row] = (await takeNumber(tx, caseId)).rows;
  if (row === undefined) return;
  await insertLine(tx, caseId, row.last_seq, time, kind, actor, text, JSON.stringify(data));
}
