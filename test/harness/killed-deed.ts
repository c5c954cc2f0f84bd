import { writeSync } from 'node:fs';
import type { Store } from '../../collector/src/store/index.ts';
import { deeds } from './deeds.ts';
import { openTestStore, type TestDatabase } from './stores.ts';
import { withPoints } from './with-points.ts';

/**
 * A program to be killed: does one deed to each of many databases, which are alike, and stands still in the first behind the first point, in the second behind the second, and so on. When all
 * stand it says so and dies by SIGKILL with all their transactions open. Arguments: kind of database, the deed's name, the first point, addresses as JSON.
 */
const [kind, name = '', first = '1', addresses = '[]'] = process.argv.slice(2);
const deed = deeds[name];
if (deed === undefined) throw new Error(`no deed ${name}`);

/** Resolves when the deed stands still. */
function standAt(store: Store, point: number): Promise<'stands' | 'ended'> {
  return new Promise((resolve, reject) => {
    let passed = 0;
    const still = withPoints(store, async () => {
      passed++;
      if (passed < point) return;
      resolve('stands');
      await new Promise<never>(() => undefined);
    });
    deed?.run(still).then(() => resolve('ended'), reject);
  });
}

const all = (JSON.parse(addresses) as string[]).map(async (address, index) => {
  const store = await openTestStore(kind as TestDatabase['kind'], address);
  return standAt(store, Number(first) + index);
});
writeSync(1, `${JSON.stringify(await Promise.all(all))}\n`);
process.kill(process.pid, 'SIGKILL');
