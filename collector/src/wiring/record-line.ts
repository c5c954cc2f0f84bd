import { appendTold, WATCHCASE } from '../cases/index.ts';
import { hurryEscalation } from '../escalation/index.ts';
import type { RecordLine } from '../notify/index.ts';

/** What happens to a page, as a line of its case's timeline; a synthetic alert's case goes when its page has come. */
export const recordLine: RecordLine = async (tx, caseId, line) => {
  await appendTold(tx, caseId, { ...line, actor: WATCHCASE });
  if (line.kind === 'nobody-to-page') await hurryEscalation(tx, caseId, line.time);
};
