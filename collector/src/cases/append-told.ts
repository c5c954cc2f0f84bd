import { prepared } from '../prepared.ts';
import type { Tx } from '../store/index.ts';
import { type EventDraft, isFolded } from './log.ts';

const takeNumber = prepared((db, caseId: number) =>
  db
    .updateTable('cases')
    .set((row) => ({ last_seq: row('last_seq', '+', 1) }))
    .where('id', '=', caseId)
    .returning('last_seq'),
);

/** A row of `case_events`. */
interface Line extends Record<string, string | number> {
  case_id: number;
  seq: number;
  time: number;
  kind: string;
  actor: string;
  text: string;
  data: string;
}

const insertLine = prepared((db, line: Line) => db.insertInto('case_events').values(line));

/** Appends a line from which nothing follows, as what was told to whom; the case may be gone. Throws for any other kind: its index would not be true any more. */
export async function appendTold(tx: Tx, caseId: number, line: EventDraft): Promise<void> {
  const { time, kind, actor, text, data } = line;
  if (isFolded(kind)) throw new Error(`a line "${kind}" changes its case`);
  const [row] = (await takeNumber(tx, caseId)).rows;
  if (row === undefined) return;
  const { last_seq: seq } = row;
  await insertLine(tx, { case_id: caseId, seq, time, kind, actor, text, data: JSON.stringify(data) });
}
