import { appendEvents, WATCHCASE } from '../cases/index.ts';
import { hurryEscalation } from '../escalation/index.ts';
import type { RecordLine } from '../notify/index.ts';

/** What happens to a page, as a line of its case's timeline. */
export const recordLine: RecordLine = async (tx, caseId, line) => {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirst();
  // A synthetic alert's case goes when its page has come.
  if (row === undefined) return;
  await appendEvents(tx, row, [{ ...line, actor: WATCHCASE }]);
  if (line.kind === 'nobody-to-page') await hurryEscalation(tx, caseId, line.time);
};
