import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { caseIds, expectIndexesToFollow, play, START, told } from '../../../test/harness/cases-in-steps.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { type CaseDeed, namedActor } from '../model/index.ts';

const program = fileURLToPath(new URL('../../../test/harness/killed-act.ts', import.meta.url));
const by = namedActor('lin');
const now = START + 300_000;

/** So many writes one act has at most; more would be found by the last kill never coming. */
const MOST_WRITES = 30;

describeEachStore('kill -9 between any two writes', (newDatabase) => {
  it.each<[string, CaseDeed]>([
    ['a merge', { kind: 'merge', into: 2 }],
    ['a split', { kind: 'split', title: 'The printer', alerts: ['b'] }],
    ['an answer', { kind: 'acknowledge' }],
  ])(
    'of %s leaves the case as it was, and the act is done once when it is asked for again',
    async (_, deed) => {
      const database = await newDatabase();
      const store = await database.open();
      await play(store, ['0 fire a minor', '0 fire b minor', '0 fire x minor']);
      const before = await told(store);
      const [caseId] = await caseIds(store);
      const what = { caseId, action: { ...deed, by, key: 'once' }, now };
      const run = (nth: number) =>
        spawnSync(process.execPath, [
          program,
          database.kind,
          database.address,
          String(nth),
          JSON.stringify(what),
        ]);
      let after: string[] | undefined;
      let kills = 0;
      for (let nth = 0; nth < MOST_WRITES; nth++) {
        const { signal, status, stderr } = run(nth);
        const found = await told(store);
        if (signal === null) {
          expect([status, stderr.toString()]).toEqual([0, '']);
          break;
        }
        kills++;
        // Committed or not, never half: the last kill comes after the commit.
        if (after === undefined && found.join() !== before.join()) after = found;
        expect(found).toEqual(after ?? before);
        await expectIndexesToFollow(store);
      }
      expect(kills).toBeGreaterThan(4);
      expect(kills).toBeLessThan(MOST_WRITES);
      expect(after).toBeDefined();
      expect(await told(store)).toEqual(after);
    },
    120_000,
  );
});
