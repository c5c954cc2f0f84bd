import { appendEvents, WATCHCASE } from '../cases/index.ts';
import type { RecordLine } from '../notify/index.ts';

/** What happens to a page, as a line of its case's timeline. */
export const recordLine: RecordLine = async (tx, caseId, line) => {
  const row = await tx.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow();
  await appendEvents(tx, row, [{ ...line, actor: WATCHCASE }]);
};
