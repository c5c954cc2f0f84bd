import { writeSync } from 'node:fs';
import type { Store } from '../../collector/src/store/index.ts';
import type { Deed } from './deed.ts';
import { deeds } from './deeds.ts';
import { openTestStore, type TestDatabase } from './stores.ts';
import { withPoints } from './with-points.ts';

/**
 * A program to be killed: does deeds, each to a database of its own, and stands still in each behind the point it is told. When all stand it says so and dies by SIGKILL with all their
 * transactions open. Arguments: kind of database, and as JSON the name, point and address of each.
 */
const [kind, orders = '[]'] = process.argv.slice(2);

/** Resolves when the deed stands still. */
function standAt(store: Store, deed: Deed, point: number): Promise<'stands' | 'ended'> {
  return new Promise((resolve, reject) => {
    let passed = 0;
    const still = withPoints(store, async () => {
      passed++;
      if (passed < point) return;
      resolve('stands');
      await new Promise<never>(() => undefined);
    });
    deed.run(still).then(() => resolve('ended'), reject);
  });
}

const all = (JSON.parse(orders) as { name: string; point: number; address: string }[]).map(
  async ({ name, point, address }) => {
    const deed = deeds[name];
    if (deed === undefined) throw new Error(`no deed ${name}`);
    return standAt(await openTestStore(kind as TestDatabase['kind'], address), deed, point);
  },
);
writeSync(1, `${JSON.stringify(await Promise.all(all))}\n`);
process.kill(process.pid, 'SIGKILL');
