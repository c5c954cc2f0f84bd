import { createdEnrolmentSchema, enrolmentListSchema } from '@watchcase/api';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { namesAndEnds } from '../store/migrations/0006-names-and-ends.ts';
import type { Store } from '../store/index.ts';

describeEachStore('names and ids of customers and sites', (newDatabase) => {
  let house: HttpHouse;
  let store: Store;
  let kind: 'sqlite' | 'postgres';
  beforeEach(async () => {
    const database = await newDatabase();
    kind = database.kind;
    store = await database.open();
    house = await buildHttpHouse({ store });
  });
  afterEach(() => house.stop());

  const ask = (body: object) => house.ask('POST', '/api/v1/enrolments', body);
  async function make(body: object) {
    const answer = await ask(body);
    expect(answer.status).toBe(201);
    const { customer, customerName, site, siteName } = createdEnrolmentSchema.parse(answer.body);
    return { customer, customerName, site, siteName };
  }

  it('keeps customers with Chinese names apart, and says name and id', async () => {
    const first = await make({ customer: '宏达纺织', site: '一号厂房' });
    expect(first).toMatchObject({ customerName: '宏达纺织', siteName: '一号厂房' });
    expect(first.customer).toMatch(/^customer-[0-9a-f]{8}$/);
    expect(first.site).toMatch(/^site-[0-9a-f]{8}$/);
    const other = await make({ customer: '鸿达纺织', site: '一号厂房' });
    expect(other.customer).not.toBe(first.customer);
    expect(other.customer).not.toBe('default');
    expect(await make({ customer: ' 宏达纺织 ', site: '一号厂房' })).toEqual(first);
    const list = enrolmentListSchema.parse((await house.ask('GET', '/api/v1/enrolments')).body);
    expect(list.items.map(({ customerName }) => customerName)).toEqual(['宏达纺织', '鸿达纺织', '宏达纺织']);
  });

  it('takes an id that is given, and the name with it', async () => {
    const given = { customer: '宏达纺织', customerId: 'hongda', site: '总部', siteId: 'hq' };
    const made = { customer: 'hongda', customerName: '宏达纺织', site: 'hq', siteName: '总部' };
    expect(await make(given)).toEqual(made);
    expect(await make({ customer: '宏达纺织', site: '总部' })).toEqual(made);
    expect(await make({ customer: 'hongda', site: 'hq' })).toEqual(made);
    expect(await make({ customerId: 'hongda', siteId: 'hq' })).toEqual(made);
  });

  it('refuses the id of the synthetic alert, and makes another of a name like it', async () => {
    expect(await ask({ customerId: 'watchcase-itself' })).toMatchObject({
      status: 409,
      body: { code: 'ID_TAKEN' },
    });
    const text = 'customers:\n  - {id: watchcase-itself, name: Ours}';
    const files = [{ name: 'company.yaml', text }];
    const applied = await house.ask('POST', '/api/v1/apply', { files });
    expect(applied).toMatchObject({ status: 400, body: { code: 'DIRECTORY_INVALID' } });
    expect(JSON.stringify(applied.body)).toContain("this id is kept for Watchcase's own synthetic alert");
    expect((await make({ customer: 'Watchcase itself' })).customer).toBe('watchcase-itself-2');
  });

  it('knows a customer again who differs in spaces and case, and no other', async () => {
    const acme = await make({ customer: 'Acme Ltd' });
    expect(acme).toEqual({ customer: 'acme-ltd', customerName: 'Acme Ltd', site: 'main', siteName: 'main' });
    expect(await make({ customer: 'acme ltd.' })).toEqual(acme);
    const muller = await make({ customer: 'Müller' });
    expect(muller).toMatchObject({ customer: 'muller', customerName: 'Müller' });
    expect(await make({ customer: 'Muller' })).toMatchObject({
      customer: 'muller-2',
      customerName: 'Muller',
    });
    expect(await make({ customer: 'MÜLLER' })).toEqual(muller);
  });

  it('makes one customer of many who ask for it at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => make({ customer: '同时', site: '同站' })));
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
  });

  it('leaves the ids of what was there, and gives it the name that is now used', async () => {
    await store.transaction(async (tx) => {
      await tx.insertInto('customers').values({ id: 'acme-ltd', name: 'acme-ltd', created_at: 0 }).execute();
      await tx
        .insertInto('sites')
        .values({ customer_id: 'acme-ltd', id: 'main', name: 'main', zone: 'UTC', created_at: 0 })
        .execute();
    });
    const made = { customer: 'acme-ltd', customerName: 'Acme Ltd', site: 'main', siteName: 'main' };
    expect(await make({ customer: 'Acme Ltd' })).toEqual(made);
    expect(await make({})).toMatchObject({ customer: 'default', site: 'main' });
  });

  it.each([
    { customer: '' },
    { customer: '—' },
    { customer: 'a'.repeat(101) },
    { customer: 'a\nb' },
    { customerId: 'A b' },
  ])('refuses %j', async (body) => {
    expect(await ask(body)).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
  });

  it('brings the names of hosts that are there along', async () => {
    await store.transaction(async (tx) => {
      for (const column of ['name_given', 'reported_name', 'retired_at'])
        await sql.raw(`alter table hosts drop column ${column}`).execute(tx);
      for (const column of ['for_host', 'attempt_sha256', 'revoked_at'])
        await sql.raw(`alter table enrolments drop column ${column}`).execute(tx);
      await sql.raw('alter table backup_jobs drop column retired_at').execute(tx);
      await tx.insertInto('customers').values({ id: 'acme', name: 'acme', created_at: 0 }).execute();
      await sql
        .raw(
          `insert into hosts (id, customer_id, site_id, name, created_at, presence, presence_since, session, clock_offset_ms, streams)
           values ('acme.db1', 'acme', 'main', 'DB 1', 0, 'never', 0, 0, 0, '{}')`,
        )
        .execute(tx);
      await namesAndEnds(tx, kind);
    });
    const hosts = await store.db
      .selectFrom('hosts')
      .select(['name', 'name_given', 'reported_name', 'retired_at'])
      .execute();
    expect(hosts).toEqual([{ name: 'DB 1', name_given: 0, reported_name: 'DB 1', retired_at: null }]);
  });
});
