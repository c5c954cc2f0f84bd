import { expect, it } from 'vitest';
import { expectIndexesToFollow } from '../../../test/harness/cases-in-steps.ts';
import { deedsOnCases } from '../../../test/harness/deeds-on-cases.ts';
import { deedsOnDrills } from '../../../test/harness/deeds-on-drills.ts';
import { deedsOfWatch } from '../../../test/harness/deeds-of-watch.ts';
import { killAtEachPoint } from '../../../test/harness/kill-at-each-point.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';
import { readEvents } from './index.ts';

const killed = { ...deedsOnCases, ...deedsOfWatch, ...deedsOnDrills };

/** Every file that a log names is there whole, and every file that is a case's stands in its log; of drills likewise. */
async function expectFilesToFollow(store: Store): Promise<void> {
  const files = await store.db.selectFrom('attachments').selectAll().where('attached', '=', 1).execute();
  const cases = await store.db.selectFrom('cases').select('id').execute();
  const lines = (await Promise.all(cases.map(({ id }) => readEvents(store.db, id))))
    .flat()
    .filter(({ kind }) => kind === 'attached')
    .map(({ caseId, data }) => [caseId, data['id'], data['sizeBytes']].join(' '));
  const kept = files.map(({ case_id, id, data }) => [case_id, id, data.length].join(' '));
  expect(kept.toSorted()).toEqual(lines.toSorted());
  const evidence = await store.db.selectFrom('evidence_files').select('drill').distinct().execute();
  const drills = await store.db.selectFrom('backup_facts').select('id').where('kind', '=', 'drill').execute();
  expect(evidence.flatMap(({ drill }) => drill ?? [])).toEqual(drills.map(({ id }) => id));
}

describeEachStore('kill -9 between any two writes', (newDatabase) => {
  it('leaves what was committed, and done again it is done once', async () => {
    const points = await killAtEachPoint(newDatabase, killed, async (store) => {
      await expectFilesToFollow(store);
      await expectIndexesToFollow(store);
    });
    for (const [name, some] of Object.entries(points)) {
      expect(some.length, name).toBeGreaterThan(3);
      expect(some, name).toMatch(/^(?:w+c)+$/);
    }
  }, 240_000);
});
