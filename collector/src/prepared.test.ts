import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeEachStore } from '../../test/harness/stores.ts';
import { prepared } from './prepared.ts';

describeEachStore('a statement that is built once', (newDatabase) => {
  it('is given other values at each call, whichever store and transaction asks', async () => {
    let built = 0;
    const put = prepared((db, key: string, value: string) => {
      built++;
      return db
        .insertInto('meta')
        .values({ key, value })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }));
    });
    const find = prepared((db, value: string, most: number) =>
      db.selectFrom('meta').select('key').where('value', '=', value).where('key', '!=', 'c').limit(most),
    );
    const [one, other] = [await (await newDatabase()).open(), await (await newDatabase()).open()];
    for (const [key, value] of ['ax', 'bx', 'cx', 'by'].map((pair) => Array.from(pair)))
      await one.transaction((tx) => put(tx, key ?? '', value ?? ''));
    await other.transaction((tx) => put(tx, 'd', 'x'));
    expect((await find(one.db, 'x', 5)).rows).toEqual([{ key: 'a' }]);
    expect((await find(one.db, 'y', 5)).rows).toEqual([{ key: 'b' }]);
    expect((await find(one.db, 'y', 0)).rows).toEqual([]);
    expect((await find(other.db, 'x', 5)).rows).toEqual([{ key: 'd' }]);
    expect(built).toBe(2);
  });

  it('is refused where an argument decides what it is, or is not used', async () => {
    const store = await (await newDatabase()).open();
    const unused = prepared((db, _key: string) => db.selectFrom('meta').select('key'));
    expect(() => unused(store.db, 'a')).toThrow('argument 1 is no value');
  });

  it('has a name in PostgreSQL unless it asks for all columns, and goes on when a newer collector adds one', async () => {
    const store = await (await newDatabase()).open();
    const narrow = prepared((db, key: string) =>
      db.selectFrom('meta').select('value').where('key', '=', key),
    );
    const wide = prepared((db, key: string) => db.selectFrom('meta').selectAll().where('key', '=', key));
    await store.transaction(async (tx) => {
      for (const find of [narrow, wide, narrow, wide])
        expect((await find(tx, 'schema_version')).rows).toHaveLength(1);
      await sql`alter table meta add column later text`.execute(tx);
      for (const find of [narrow, wide]) expect((await find(tx, 'schema_version')).rows).toHaveLength(1);
      if (store.kind === 'sqlite') return;
      const { rows } = await sql<{
        named: string;
      }>`select statement as named from pg_prepared_statements`.execute(tx);
      const named = rows.map((one) => one.named).filter((text) => text.startsWith('select'));
      expect(named).toEqual(['select "value" from "meta" where "key" = $1']);
    });
  });
});
