import { createdEnrolmentSchema, endedHostSchema, hostDetailSchema, hostListSchema } from '@watchcase/api';
import { usernameOf } from '@watchcase/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { loadMemory } from '../ingest/index.ts';
import type { Store } from '../store/index.ts';

describeEachStore('hosts and what belongs to them', (newDatabase) => {
  let house: HttpHouse;
  let store: Store;
  let cut: string[];
  beforeEach(async () => {
    store = await (await newDatabase()).open();
    cut = [];
    house = await buildHttpHouse({
      store,
      cutOff: (id) => {
        cut.push(id);
        return Promise.resolve(true);
      },
    });
  });
  afterEach(() => house.stop());

  const make = async (body: object) =>
    createdEnrolmentSchema.parse((await house.ask('POST', '/api/v1/enrolments', body)).body);
  const join = async (token: string, name: string) =>
    house.rooms.enrolments.redeem({ token, name }, house.clock.now());
  const newHost = async (name = 'db1') => join((await make({ customer: 'acme', site: 'one' })).token, name);
  const change = async (id: string, body: object) => house.ask('PATCH', `/api/v1/hosts/${id}`, body);
  const list = async (more = '') =>
    hostListSchema.parse((await house.ask('GET', `/api/v1/hosts${more}`)).body).items.map(({ id }) => id);

  it('are renamed, and get the machine’s own name back; the id stays', async () => {
    await newHost();
    expect(hostDetailSchema.parse((await change('acme.db1', { name: ' 财务数据库 ' })).body)).toMatchObject({
      id: 'acme.db1',
      name: '财务数据库',
      nameGiven: true,
      reportedName: 'db1',
    });
    expect((await loadMemory(store.db)).hosts.get('acme.db1')).toMatchObject({
      name: '财务数据库',
      nameGiven: true,
    });
    expect((await change('acme.db1', { name: null })).body).toMatchObject({ name: 'db1', nameGiven: false });
    expect(await change('acme.nobody', { name: 'x' })).toMatchObject({
      status: 404,
      body: { code: 'HOST_NOT_FOUND' },
    });
    expect((await change('acme.db1', { name: '——' })).status).toBe(400);
  });

  it('are moved to another site, made where there is none', async () => {
    await newHost();
    const moved = hostDetailSchema.parse((await change('acme.db1', { site: '二号厂房' })).body);
    expect(moved.site).toMatchObject({ name: '二号厂房', id: expect.stringMatching(/^site-/) as string });
    expect((await loadMemory(store.db)).hosts.get('acme.db1')?.siteId).toBe(moved.site.id);
  });

  it('are retired: no longer listed or loaded, credential gone, history and id kept', async () => {
    const { username, password } = await newHost();
    expect(await house.rooms.enrolments.verify(username, password)).toBe(true);
    const ended = endedHostSchema.parse((await house.ask('POST', '/api/v1/hosts/acme.db1/retire', {})).body);
    expect([ended.cutOff, ended.retiredAt === null, ended.revokedAt === null]).toEqual([true, false, false]);
    expect([await list(), await list('?retired=true'), cut]).toEqual([[], ['acme.db1'], ['acme.db1']]);
    expect(await house.rooms.enrolments.verify(username, password)).toBe(false);
    expect((await loadMemory(store.db)).hosts.size).toBe(0);
    expect((await newHost()).host).toBe('db1-2');
  });

  it('are revoked, and let in again under the same id by a token of their own', async () => {
    const { username, password } = await newHost();
    await house.ask('POST', '/api/v1/hosts/acme.db1/revoke', {});
    expect(await house.rooms.enrolments.verify(username, password)).toBe(false);
    expect((await loadMemory(store.db)).hosts.get('acme.db1')?.revoked).toBe(true);
    const { token } = await make({ host: 'acme.db1' });
    const again = await join(token, 'new-machine');
    expect(usernameOf(again)).toBe(username);
    expect(await house.rooms.enrolments.verify(username, again.password)).toBe(true);
    expect((await loadMemory(store.db)).hosts.get('acme.db1')?.revoked).toBe(false);
    expect((await house.ask('POST', '/api/v1/enrolments', { host: 'acme.nobody' })).status).toBe(404);
  });

  it('have tokens that are revoked while nobody has used them', async () => {
    const { id, token } = await make({});
    const revoke = (number: number) => house.ask('POST', `/api/v1/enrolments/${number}/revoke`, {});
    expect((await revoke(id)).body).toMatchObject({ id, revokedAt: expect.any(String) as string });
    await expect(join(token, 'late')).rejects.toMatchObject({ code: 'ENROLMENT_TOKEN_REVOKED' });
    const used = await make({});
    await join(used.token, 'in-time');
    expect((await revoke(used.id)).body).toMatchObject({ status: 403, code: 'ENROLMENT_TOKEN_USED' });
    expect((await revoke(99_999)).status).toBe(404);
  });

  it('stand at places that are renamed, each name once', async () => {
    await newHost();
    await make({ customer: '宏达纺织' });
    const rename = (path: string, name: string) => house.ask('PATCH', `/api/v1/customers/${path}`, { name });
    expect((await rename('acme', 'Acme 集团')).status).toBe(200);
    expect((await rename('acme/sites/one', '一号')).body).toMatchObject({
      items: expect.arrayContaining([
        { id: 'acme', name: 'Acme 集团', sites: [{ id: 'one', name: '一号' }] },
      ]) as unknown[],
    });
    expect((await rename('acme', '宏达纺织')).body).toMatchObject({ status: 409, code: 'NAME_TAKEN' });
    expect((await rename('nobody', 'x')).body).toMatchObject({ status: 404, code: 'PLACE_NOT_FOUND' });
    const [host] = hostListSchema.parse((await house.ask('GET', '/api/v1/hosts')).body).items;
    expect(host).toMatchObject({
      customer: { id: 'acme', name: 'Acme 集团' },
      site: { id: 'one', name: '一号' },
    });
  });

  it('have backup jobs that are left out until they report again', async () => {
    await newHost();
    const row = { host_id: 'acme.db1', output: '', last_start: null, last_end: 5, last_success: 5, ok: 1 };
    const nothing = { exit_code: 0, duration_seconds: null, size_bytes: null };
    await store.transaction((tx) =>
      tx
        .insertInto('backup_jobs')
        .values({ ...row, ...nothing, job: 'old' })
        .execute(),
    );
    const jobs = async () =>
      hostDetailSchema
        .parse((await house.ask('GET', '/api/v1/hosts/acme.db1')).body)
        .backups.map(({ job }) => job);
    expect(await jobs()).toEqual(['old']);
    await house.ask('POST', '/api/v1/hosts/acme.db1/backups/retire', { job: 'old' });
    expect(await jobs()).toEqual([]);
  });
});
