import { createdEnrolmentSchema } from '@watchcase/api';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { directory as migration } from '../store/migrations/0014-directory.ts';
import type { Store } from '../store/index.ts';
import { createDirectory, writeYaml } from './index.ts';

describeEachStore('customers, sites and hosts are records of the directory', (newDatabase) => {
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
  const yaml = async () => writeYaml(await createDirectory(store).current());

  it('those that were there before', async () => {
    await store.transaction(async (tx) => {
      await sql.raw('drop table directory_records').execute(tx);
      await sql.raw('drop table audit').execute(tx);
      await tx.deleteFrom('meta').where('key', '=', 'directory_revision').execute();
      await tx.insertInto('customers').values({ id: 'hongda', name: '宏达纺织', created_at: 5 }).execute();
      const site = { customer_id: 'hongda', id: 'main', name: '一号', zone: 'UTC', created_at: 6 };
      await tx.insertInto('sites').values(site).execute();
      await tx
        .insertInto('hosts')
        .values({
          id: 'hongda.db1',
          customer_id: 'hongda',
          site_id: 'main',
          name: 'db1',
          created_at: 7,
          presence: 'never',
          presence_since: 7,
          session: 0,
          clock_offset_ms: 0,
          streams: '{}',
        })
        .execute();
      await migration(tx, kind);
    });
    expect(await yaml()).toBe(
      'customers:\n  - id: hongda\n    name: 宏达纺织\nsites:\n  - id: hongda.main\n    name: 一号\nhosts:\n  - id: hongda.db1\n',
    );
    const renamed = await house.ask('PATCH', '/api/v1/customers/hongda', { name: '宏达集团' });
    expect(renamed).toMatchObject({ status: 200, body: { items: [{ id: 'hongda', name: '宏达集团' }] } });
    expect(await yaml()).toContain('name: 宏达集团');
  });

  it('those that enrolments make, in the same transaction and with a line of the audit log', async () => {
    const made = await house.ask('POST', '/api/v1/enrolments', { customer: 'Acme', site: 'Main hall' });
    const { token } = createdEnrolmentSchema.parse(made.body);
    await house.rooms.enrolments.redeem({ token, name: 'db1', attempt: 'x'.repeat(32) }, 9);
    expect(await yaml()).toBe(
      'customers:\n  - id: acme\n    name: Acme\nsites:\n  - id: acme.main-hall\n    name: Main hall\nhosts:\n  - id: acme.db1\n',
    );
    const lines = await store.db
      .selectFrom('audit')
      .select(['actor', 'door', 'subject'])
      .orderBy('id')
      .execute();
    expect(lines).toEqual([
      { actor: 'admin', door: 'enrolment', subject: 'customers/acme' },
      { actor: 'admin', door: 'enrolment', subject: 'sites/acme.main-hall' },
      { actor: 'watchcase', door: 'enrolment', subject: 'hosts/acme.db1' },
    ]);
    expect((await house.ask('POST', '/api/v1/directory/customers/acme/retire')).body).toMatchObject({
      code: 'RECORD_IN_USE',
    });
  });

  it('what people know of a host waits for it, and nothing takes a place from under hosts', async () => {
    const files = [
      {
        name: 'a.yaml',
        text: 'customers: [{id: acme, name: Acme}]\nhosts: [{id: acme.db1, role: database}]\n',
      },
    ];
    expect((await house.ask('POST', '/api/v1/apply', { files })).status).toBe(200);
    const made = await house.ask('POST', '/api/v1/enrolments', { customer: 'acme' });
    const { token } = createdEnrolmentSchema.parse(made.body);
    await house.rooms.enrolments.redeem({ token, name: 'db1', attempt: 'x'.repeat(32) }, 9);
    expect((await house.ask('GET', '/api/v1/directory/hosts/acme.db1')).body).toMatchObject({
      version: 1,
      data: { role: 'database' },
    });
    const nothing = { files: [{ name: 'b.yaml', text: 'people: []' }], prune: true };
    const pruned = (await house.ask('POST', '/api/v1/apply', nothing)).body as { text: string };
    expect(pruned.text.split('\n')).toEqual([
      '~ hosts acme.db1',
      '    role: "database" -> nothing',
      '  customers acme stays: hosts report from it',
      '  sites acme.main stays: hosts report from it',
      '0 added, 1 changed, 0 retired, 0 restored',
    ]);
  });

  it('one record at a time, by the API', async () => {
    const put = (body: object) => house.ask('PUT', '/api/v1/directory/people/lin', body);
    expect((await put({ data: { name: 'Lin', skils: [] }, version: 0 })).body).toMatchObject({
      status: 400,
      code: 'DIRECTORY_UNKNOWN_KEY',
      faults: [{ place: 'skils', fix: 'did you mean "skills"?' }],
    });
    expect((await put({ yaml: 'name: Lin\nskills: [mes]\n', version: 0 })).body).toMatchObject({
      version: 1,
      data: { id: 'lin', name: 'Lin', skills: ['mes'] },
      yaml: 'id: lin\nname: Lin\nskills:\n  - mes\n',
      door: 'api',
    });
    expect(await put({ data: { name: 'Lin' }, version: 0 })).toMatchObject({
      status: 409,
      body: { code: 'RECORD_CHANGED' },
    });
    await house.ask('POST', '/api/v1/directory/people/lin/retire');
    expect((await house.ask('GET', '/api/v1/directory/people')).body).toEqual({ items: [], next: null });
    expect((await house.ask('GET', '/api/v1/directory/people?retired=true&search=LIN')).body).toMatchObject({
      items: [{ id: 'lin', retired: true, version: 2 }],
    });
    expect((await house.ask('GET', '/api/v1/directory/people/nobody')).status).toBe(404);
    expect((await house.ask('GET', '/api/v1/audit?subject=people/lin&limit=1')).body).toMatchObject({
      items: [{ act: 'retire', actor: 'admin' }],
    });
    for (const id of ['a', 'b', 'c'])
      await house.ask('PUT', `/api/v1/directory/people/${id}`, { data: { name: id } });
    const first = (await house.ask('GET', '/api/v1/directory/people?limit=2')).body as { next: string };
    expect(first).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }] });
    expect(
      (await house.ask('GET', `/api/v1/directory/people?limit=2&cursor=${first.next}`)).body,
    ).toMatchObject({
      items: [{ id: 'c' }],
      next: null,
    });
  });
});
