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

/** Pages what synthetic alerts have changed by their own channel; gives the changes that are somebody's. */
export async function pageSynthetic(
  tx: Tx,
  changes: readonly CaseChange[],
  context: { record: RecordLine; recoveryToldAfterMs: number; now: number },
): Promise<readonly CaseChange[]> {
  const real = changes.filter(({ caseId }) => isRealCase(caseId));
  if (real.length === changes.length) return changes;
  const own = changes.filter(({ caseId }) => !isRealCase(caseId));
  await planPages(tx, own, { ...context, roster: itself });
  return real;
}
