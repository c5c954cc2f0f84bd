import { type CaseChange, isRealCase, SYNTHETIC } from '../model/index.ts';
import { createRoster, planPages, type RecordLine } from '../notify/index.ts';
import type { Tx } from '../store/index.ts';

/** Whoever is paged for a synthetic alert; nobody else is. */
const itself = createRoster({
  duty: [
    {
      name: SYNTHETIC.person,
      language: 'en',
      severities: ['critical'],
      channels: [SYNTHETIC.channel],
    },
  ],
  people: [],
});

/** Pages what synthetic alerts have changed by their own channel; gives how many pages that were, and the changes that are somebody's. */
export async function pageSynthetic(
  tx: Tx,
  changes: readonly CaseChange[],
  context: { record: RecordLine; recoveryToldAfterMs: number; now: number },
): Promise<{ queued: number; changes: readonly CaseChange[] }> {
  const real = changes.filter(({ caseId }) => isRealCase(caseId));
  if (real.length === changes.length) return { queued: 0, changes };
  const own = changes.filter(({ caseId }) => !isRealCase(caseId));
  return { queued: await planPages(tx, own, { ...context, roster: itself }), changes: real };
}
