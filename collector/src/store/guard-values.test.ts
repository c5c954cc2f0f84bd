import { isUserError } from '@watchcase/runtime';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { describeEachStore } from '../../../test/harness/stores.ts';

const refused: [string, unknown][] = [
  ['a Date', new Date(0)],
  ['an object', { value: 1 }],
  ['a list', ['a']],
  ['a set', new Set(['a'])],
  ['a truth value', true],
  ['nothing at all', undefined],
];

describeEachStore('values handed to the store', (newDatabase) => {
  it.each(refused)('refuses %s in every place, before anything is written', async (_name, value) => {
    const store = await (await newDatabase()).open();
    const inserts = [
      sql`insert into meta (key, value) values (${value}, ${'kept'})`,
      sql`insert into meta (key, value) values (${'key'}, ${value})`,
    ];
    for (const insert of inserts) {
      const error: unknown = await store
        .transaction((tx) => insert.execute(tx))
        .catch((thrown: unknown) => thrown);
      expect(isUserError(error) && error.code).toBe('STORE_VALUE_REFUSED');
    }
    const asked: unknown = await sql`select value from meta where key = ${value}`
      .execute(store.db)
      .catch((thrown: unknown) => thrown);
    expect(isUserError(asked) && asked.code).toBe('STORE_VALUE_REFUSED');
    const rows = await store.db
      .selectFrom('meta')
      .select('key')
      .where('key', '!=', 'schema_version')
      .execute();
    expect(rows.filter(({ key }) => key === 'key' || key === 'kept')).toEqual([]);
  });

  it('says which value of which statement it is', async () => {
    const store = await (await newDatabase()).open();
    const insert = sql`insert into meta (key, value) values (${'key'}, ${new Date(0)})`;
    await expect(store.transaction((tx) => insert.execute(tx))).rejects.toThrow(
      /^STORE_VALUE_REFUSED value 2 of "insert into meta .*found an object \(Date\); nothing was written/,
    );
  });

  it('takes texts, whole and other numbers, and null', async () => {
    const store = await (await newDatabase()).open();
    const row = { host_id: 'acme.db1', job: 'erp', last_start: 1_772_438_400_123, duration_seconds: 1.5 };
    await store.transaction((tx) =>
      tx
        .insertInto('backup_jobs')
        .values({
          ...row,
          last_end: null,
          last_success: null,
          ok: 1,
          exit_code: -1,
          size_bytes: 5e12,
          output: '',
        })
        .execute(),
    );
    const kept = await store.db.selectFrom('backup_jobs').selectAll().executeTakeFirstOrThrow();
    expect(kept).toMatchObject({ ...row, last_end: null, exit_code: -1, size_bytes: 5e12 });
  });
});
