import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeEachStore } from '../../test/harness/stores.ts';
import { inParts, prepared } from './prepared.ts';

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

  it('is built once for each length of its lists and each set of names, long lists in parts of few lengths', async () => {
    const built: string[] = [];
    const put = prepared((db, rows: readonly { key: string; value: string }[]) => {
      built.push(`put ${rows.length}`);
      return db.insertInto('meta').values(rows);
    });
    const change = prepared((db, keys: readonly string[], columns: { key?: string; value?: string }) => {
      built.push(`change ${keys.length} ${Object.keys(columns).join()}`);
      return db.updateTable('meta').set(columns).where('key', 'in', keys);
    });
    const store = await (await newDatabase()).open();
    const row = (_: unknown, index: number) => ({ key: `k${index}`, value: `v${index}` });
    const rows = Array.from({ length: 140 }, row);
    const parts = [...inParts(rows)];
    expect(parts.map(({ length }) => length)).toEqual([64, 64, 8, 4]);
    await store.transaction(async (tx) => {
      for (const part of parts) await put(tx, part);
      await put(tx, [{ key: 'last', value: '' }]);
      await change(tx, ['k0', 'k139'], { value: 'both' });
      await change(tx, ['k1', 'k2'], { value: 'two' });
      await change(tx, ['k3'], { key: 'k3b', value: 'one' });
      // A length that is not met often.
      const others = rows.slice(4, 24).map(({ key }) => key);
      for (const value of ['a', 'b']) await change(tx, others, { value });
    });
    const found = await store.db
      .selectFrom('meta')
      .select(['key', 'value'])
      .where('key', 'like', 'k%')
      .execute();
    const expected = new Map(rows.map(({ key, value }) => [key, value]));
    for (const key of ['k0', 'k139']) expected.set(key, 'both');
    for (const key of ['k1', 'k2']) expected.set(key, 'two');
    for (const { key } of rows.slice(4, 24)) expected.set(key, 'b');
    expected.delete('k3');
    expect(new Map(found.map(({ key, value }) => [key, value]))).toEqual(expected.set('k3b', 'one'));
    const forms = ['put 64', 'put 8', 'put 4', 'put 1', 'change 2 value', 'change 1 key,value'];
    expect(built).toEqual([...forms, 'change 20 value', 'change 20 value']);
  });

  it('is another one where the rows of a list have other names, or where an argument is not given', async () => {
    const store = await (await newDatabase()).open();
    const put = prepared((db, rows: readonly { key: string; value?: string }[]) =>
      db.insertInto('meta').values(rows.map((row) => ({ value: 'none', ...row }))),
    );
    const find = prepared((db, least: string, among: readonly string[] | undefined) =>
      db
        .selectFrom('meta')
        .select(['key', 'value'])
        .where('key', '>=', least)
        .$if(among !== undefined, (rows) => rows.where('key', 'in', among ?? []))
        .orderBy('key'),
    );
    await store.transaction(async (tx) => {
      await put(tx, [{ key: 'k1', value: 'one' }]);
      await put(tx, [{ key: 'k2' }]);
      await put(tx, [{ key: 'k3', value: 'three' }, { key: 'k4' }]);
      await put(tx, [{ key: 'k5' }, { key: 'k6', value: 'six' }]);
    });
    const found = async (least: string, among?: readonly string[]) =>
      (await find(store.db, least, among)).rows.map(({ key, value }) => `${key} ${value}`);
    const all = ['k1 one', 'k2 none', 'k3 three', 'k4 none', 'k5 none', 'k6 six'];
    const keys = ['k1', 'k3', 'k6'];
    expect(await found('k0', keys)).toEqual(['k1 one', 'k3 three', 'k6 six']);
    expect((await found('k0')).filter((one) => one.startsWith('k'))).toEqual(all);
    expect(await found('k2', keys)).toEqual(['k3 three', 'k6 six']);
  });

  it('has in its text what is always the same: nothing is planned anew for a limit or for a value that an index hangs on', async () => {
    const store = await (await newDatabase()).open();
    const asked: string[] = [];
    const db: Pick<typeof store.db, 'getExecutor' | 'withPlugin' | 'executeQuery'> = {
      getExecutor: () => store.db.getExecutor(),
      withPlugin: (plugin) => store.db.withPlugin(plugin),
      executeQuery(query) {
        const { sql: text, parameters } = query as { sql: string; parameters: readonly unknown[] };
        asked.push(`${text.replaceAll(/\?|\$1/g, '_')} of ${JSON.stringify(parameters)}`);
        return store.db.executeQuery(query);
      },
    };
    await store.transaction((tx) => tx.insertInto('meta').values({ key: 'k', value: "it's" }).execute());
    const find = prepared((of, key: string) =>
      of
        .selectFrom('meta')
        .select('key')
        .where('value', 'in', ["it's", 'b'])
        .where('key', '=', key)
        .where('value', '!=', 'c')
        .limit(3),
    );
    for (const [key, count] of [
      ['k', 1],
      ['l', 0],
    ] as const)
      expect((await find(db as typeof store.db, key)).rows).toHaveLength(count);
    const text = `select "key" from "meta" where "value" in ('it''s', 'b') and "key" = _ and "value" != 'c' limit 3`;
    expect(asked).toEqual([`${text} of ["k"]`, `${text} of ["l"]`]);
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
