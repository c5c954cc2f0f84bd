import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { launch } from '../../../test/harness/program.ts';
import { describeEachStore, type TestDatabase } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';
import { createDirectory, writeYaml } from './index.ts';

const program = fileURLToPath(new URL('../../../test/harness/directory-process.ts', import.meta.url));
const company = fileURLToPath(new URL('../../../docs/samples/company', import.meta.url));

/** Runs the program to its end; its number of statements, or null when it was killed. */
async function run(
  database: TestDatabase,
  act: string,
  path: string,
  killAt: number,
): Promise<number | null> {
  const args = [program, database.kind, database.address, act, path, String(killAt)];
  const one = launch({ name: 'directory', command: process.execPath, args });
  const code = await one.ended;
  const found = /statements (\d+)/.exec(one.output())?.[1];
  if (code !== null && found === undefined) throw new Error(one.output());
  return found === undefined ? null : Number(found);
}

/** Everything that an apply or import writes. */
async function written(store: Store): Promise<string> {
  const names = async (table: 'customers' | 'sites') =>
    (await store.db.selectFrom(table).select(['id', 'name']).orderBy('id').execute()).map(({ id }) => id);
  const audit = await store.db
    .selectFrom('audit')
    .select('subject')
    .where('door', '!=', 'shipped')
    .orderBy('subject')
    .execute();
  return JSON.stringify([
    writeYaml(await createDirectory(store).current()),
    await names('customers'),
    await names('sites'),
    audit.map(({ subject }) => subject),
  ]);
}

describeEachStore('killed in the middle', (newDatabase) => {
  it('an apply and an import have happened or not, behind whatever statement', async () => {
    using folder = temporaryFolder();
    const table = join(folder.path, 'customers.csv');
    writeFileSync(table, 'id,name\nhongda,宏达集团\nacme,Acme\n');
    const whole = await newDatabase();
    const states = [await written(await whole.open())];
    const counts = [await run(whole, 'apply', company, 0)];
    states.push(await written(await whole.open()));
    counts.push(await run(whole, 'import', table, 0));
    states.push(await written(await whole.open()));
    expect(new Set(states).size).toBe(3);

    const database = await newDatabase();
    for (const [index, act] of (['apply', 'import'] as const).entries()) {
      const path = act === 'apply' ? company : table;
      expect(counts[index]).toBeGreaterThan(4);
      for (let at = 1; at <= Number(counts[index]); at++) {
        expect(await run(database, act, path, at)).toBeNull();
        expect(await written(await database.open()), `${act}, killed behind statement ${at}`).toBe(
          states[index],
        );
      }
      await run(database, act, path, 0);
      expect(await written(await database.open())).toBe(states[index + 1]);
    }
  }, 240_000);
});
