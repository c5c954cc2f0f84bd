import type { Case, CaseDetail, CaseEventView, HostDetail } from '@watchcase/api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Caller, fillAccessHouse } from '../../../test/harness/access-house.ts';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { MOST_REPORTS } from './reports-spent.ts';

/** A word that is only ever said within the house. */
const INTERNAL = /INTERNAL|"Bo"|"night"|terms|"rule"|author/;

describeEachStore('what a customer gets from the API', (newDatabase) => {
  let house: HttpHouse;
  let people: Record<string, Caller>;
  beforeEach(async () => {
    house = await buildHttpHouse({
      store: await (await newDatabase()).open(),
      untiedOf: () => [{ rule: 'disk/INTERNAL', missing: [] } as never],
    });
    people = await fillAccessHouse(house);
  });
  afterEach(() => house.stop());

  async function as(who: string, method: 'GET' | 'POST', url: string, payload?: object | Buffer) {
    const answer = await house.app.inject({
      method,
      url: `/api/v1${url}`,
      headers: {
        authorization: `Bearer ${people[who]?.token}`,
        ...(Buffer.isBuffer(payload) ? { 'content-type': 'application/octet-stream' } : {}),
      },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, text: answer.body, body: answer.json<unknown>() };
  }
  const customer = (method: 'GET' | 'POST', url: string, payload?: object | Buffer) =>
    as('customer acme', method, url, payload);
  const staff = async (path: string, payload: object) =>
    expect((await as('admin', 'POST', `/cases/1/${path}`, payload)).status, path).toBe(200);

  /** Everything that engineers can say, each with a word that is not for the customer. */
  async function work(): Promise<void> {
    await staff('acknowledge', {});
    await staff('assign', { person: 'Bo', note: 'INTERNAL' });
    await staff('assign', { team: 'night', note: 'INTERNAL' });
    await staff('watch', { by: 'Bo' });
    await staff('notes', { text: 'INTERNAL gossip' });
    await staff('diagnose', { text: 'INTERNAL: they pulled the plug' });
    await staff('need-on-site', { text: 'INTERNAL' });
    await staff('arrive', { text: 'INTERNAL' });
    await staff('work', { text: 'INTERNAL', labourMinutes: 5 });
    await staff('hold', { reason: 'parts', text: 'INTERNAL' });
    await staff('resume', {});
    await staff('severity', { severity: 'minor', text: 'INTERNAL' });
    await staff('notes', { text: 'a new disk is on its way', visibility: 'customer' });
  }

  it('is what is for them in every answer about a case, and nothing else', async () => {
    await work();
    await staff('resolve', { cause: 'INTERNAL', solution: 'a new disk' });
    for (const url of [
      '/cases',
      '/cases?view=all',
      '/cases/1',
      '/cases/1/timeline',
      '/hosts',
      '/hosts/acme.db1',
    ]) {
      const { status, text } = await customer('GET', url);
      expect(status, url).toBe(200);
      expect(text, url).not.toMatch(INTERNAL);
    }
    const detail = (await customer('GET', '/cases/1')).body as CaseDetail;
    expect(detail.timeline.map(({ kind, text }) => `${kind} ${text}`.trim())).toEqual([
      'opened Disk /var is full',
      'acknowledged',
      'diagnosed',
      'on-site-needed',
      'on-site-arrived',
      'held',
      'resumed',
      'severity-changed',
      'note a new disk is on its way',
      'resolved a new disk',
    ]);
    expect(detail.timelineCount).toBe(detail.timeline.length);
    expect(detail).toMatchObject({ assignee: null, team: null, watchers: [], alerts: [], evidence: [] });
    expect(detail.clocks.length).toBeGreaterThan(0);
    const full = (await as('admin', 'GET', '/cases/1')).body as CaseDetail;
    expect(full.timelineCount).toBeGreaterThan(detail.timelineCount);
    expect(((await customer('GET', '/hosts/acme.db1')).body as HostDetail).untiedRules).toEqual([]);
  });

  it('pages of a timeline are whole, whatever lies between', async () => {
    for (let round = 0; round < 4; round++) {
      await staff('notes', { text: `said ${round}`, visibility: 'customer' });
      for (let count = 0; count < 5; count++) await staff('notes', { text: 'INTERNAL' });
    }
    const said: string[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await customer('GET', `/cases/1/timeline?limit=2${cursor}`);
      const { items, next } = body as { items: CaseEventView[]; next: string | null };
      expect(items.length).toBeGreaterThan(0);
      said.push(...items.map(({ text }) => text));
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(said).toEqual(['said 3', 'said 2', 'said 1', 'said 0', 'Disk /var is full']);
  });

  it('cannot be asked for by what is not theirs', async () => {
    await work();
    await house.knowledge.settled();
    const ids = async (query: string) =>
      ((await customer('GET', `/cases?${query}`)).body as { items: Case[] }).items.map(({ id }) => id);
    expect(await ids('text=gossip')).toEqual([]);
    expect(await ids('text=plug')).toEqual([]);
    expect(await ids('text=disk%20way')).toEqual([1]);
    for (const query of ['assignee=Bo', 'assignee=nobody', 'team=night', 'team=other'])
      expect(await ids(query), query).toEqual([1]);
    const engineers = await as('engineer', 'GET', '/cases?text=gossip');
    expect((engineers.body as { items: Case[] }).items.map(({ id }) => id)).toEqual([1]);
    const { body } = await customer('GET', '/cases?sort=assignee&limit=1');
    expect(body).toMatchObject({ items: [{ id: 1 }], next: null });
  });

  it('files that are for them, and theirs are for both sides', async () => {
    const send = (who: string, query: string) =>
      as(who, 'POST', `/cases/1/attachments?${query}`, Buffer.from('bytes'));
    const id = async (who: string, query: string) => ((await send(who, query)).body as { id: string }).id;
    const hidden = await id('admin', 'name=INTERNAL.log');
    const shared = await id('admin', 'name=report.txt&visibility=customer');
    const theirs = await id('customer acme', 'name=photo.txt');
    const get = async (file: string) =>
      (
        await house.app.inject({
          url: `/api/v1/cases/1/attachments/${file}`,
          headers: { authorization: `Bearer ${people['customer acme']?.token}` },
        })
      ).statusCode;
    expect([await get(hidden), await get(shared), await get(theirs)]).toEqual([404, 200, 200]);
    const { text, body } = await customer('GET', '/cases/1');
    expect(text).not.toContain('INTERNAL');
    expect((body as CaseDetail).timeline.flatMap(({ data }) => data['name'] ?? [])).toEqual([
      'report.txt',
      'photo.txt',
    ]);
    expect((await as('customer acme', 'POST', '/cases/2/attachments?name=a', Buffer.from('x'))).status).toBe(
      404,
    );
  });

  it('a fault they report comes from the portal, under their own name; of others they learn nothing', async () => {
    const wanted = { title: 'Printer is slow', severity: 'minor', category: 'usage' };
    const opened = await customer('POST', '/cases', {
      ...wanted,
      customer: 'acme',
      source: 'inspection',
      kind: 'finding',
    });
    expect(opened.body).toMatchObject({ source: 'portal', kind: 'fault', host: null });
    const forged = await customer('POST', '/cases', { ...wanted, customer: 'acme', by: 'Bo' });
    expect(forged).toMatchObject({ status: 403, body: { code: 'NOT_ALLOWED' } });
    for (const place of [{ host: 'globex.db1' }, { host: 'globex.db2' }, { host: 'acme.none' }])
      expect((await customer('POST', '/cases', { ...wanted, ...place })).body).toMatchObject({
        status: 404,
        code: 'HOST_NOT_FOUND',
      });
    const other = await customer('POST', '/cases', { ...wanted, customer: 'globex' });
    expect(other.body).toMatchObject({ status: 404, code: 'PLACE_NOT_FOUND' });
    expect(other.text).not.toContain('Globex');
  });

  it('they comment, confirm, rate, and say that it is not solved', async () => {
    const { id } = (
      await customer('POST', '/cases', {
        title: 'slow',
        severity: 'minor',
        category: 'usage',
        customer: 'acme',
      })
    ).body as CaseDetail;
    const state = async (act: string, payload: object) => {
      const { status, body } = await customer('POST', `/cases/${id}/${act}`, payload);
      return status === 200 ? (body as CaseDetail).state : (body as { code: string }).code;
    };
    expect(await state('notes', { text: 'still', visibility: 'internal' })).toBe('open');
    expect(((await customer('GET', `/cases/${id}`)).body as CaseDetail).timeline.at(-1)?.text).toBe('still');
    expect(await state('dispute', {})).toBe('CASE_NOT_ENDED');
    const resolve = () => as('admin', 'POST', `/cases/${id}/resolve`, { solution: 'more memory' });
    await resolve();
    expect(await state('dispute', { text: 'slower than before' })).toBe('open');
    await resolve();
    expect(await state('confirm', {})).toBe('confirmed');
    expect(await state('rate', { stars: 4 })).toBe('confirmed');
    const said = ((await customer('GET', `/cases/${id}`)).body as CaseDetail).timeline.map(
      ({ kind }) => kind,
    );
    expect(said).toEqual([
      'opened',
      'note',
      'resolved',
      'note',
      'reopened',
      'resolved',
      'confirmed',
      'rated',
    ]);
  });

  it('the line for changes names what is theirs; who is limited to a team hears of what that team has', async () => {
    const { changeFor } = await import('./change-for.ts');
    const change = { hosts: ['acme.db1', 'globex.db1'], cases: [1, 2], forCustomers: [1, 2] };
    const of = (role: 'customer' | 'engineer', teams: string[], heard = change) =>
      changeFor(house, { role, scope: null, customers: role === 'customer' ? ['acme'] : [], teams }, heard);
    await house.store.transaction(async (tx) => {
      await tx.updateTable('cases').set({ team: 'night' }).where('id', '=', 2).execute();
    });
    expect(await of('customer', ['night'])).toEqual({ hosts: ['acme.db1'], cases: [1] });
    expect(await of('engineer', ['night'])).toEqual({ hosts: [], cases: [2] });
    expect(await of('engineer', [])).toBeUndefined();
    const within = { hosts: [], cases: [1, 2], forCustomers: [] };
    expect(await of('customer', [], within)).toBeUndefined();
    expect(await of('engineer', ['night'], within)).toEqual({ hosts: [], cases: [2] });
  });

  it('very many reports of one person within an hour are refused, and nobody else’s', async () => {
    const report = (who: string, more: object = {}) =>
      house.app.inject({
        method: 'POST',
        url: '/api/v1/cases',
        headers: { authorization: `Bearer ${people[who]?.token}`, ...more },
        payload: { title: 'It is slow', severity: 'minor', category: 'software', customer: 'acme' },
      });
    await house.clock.advance(600_000);
    const first = await report('customer acme', { 'idempotency-key': 'k' });
    for (let count = 1; count < MOST_REPORTS.ofOne; count++) {
      await house.clock.advance(1000);
      expect((await report('customer acme')).statusCode, String(count)).toBe(200);
    }
    const spent = await report('customer acme');
    expect([spent.statusCode, spent.json<{ code: string }>().code]).toEqual([429, 'REPORTS_SPENT']);
    expect(spent.headers['retry-after']).toBe(String(3600 - MOST_REPORTS.ofOne + 1));
    // Sent again because its answer was lost, it is answered.
    const again = await report('customer acme', { 'idempotency-key': 'k' });
    expect(again.json<Case>().id).toBe(first.json<Case>().id);
    expect((await report('engineer')).statusCode).toBe(200);
    await house.clock.advance((3600 - MOST_REPORTS.ofOne + 1) * 1000);
    expect((await report('customer acme')).statusCode).toBe(200);
    expect((await report('customer acme')).statusCode).toBe(429);
  });

  it('whoever is limited to customers sees their part of the directory, and changes none of it', async () => {
    const by = { actor: 'test', door: 'api' as const, now: 0 };
    await house.rooms.directory.put('customers', 'acme', { data: { name: 'Acme' } }, by);
    await house.rooms.directory.put('customers', 'globex', { data: { name: 'Globex' } }, by);
    for (const customer of ['acme', 'globex'])
      await house.rooms.directory.put('contacts', `at-${customer}`, { data: { customer, name: 'Zhao' } }, by);
    await house.rooms.directory.put('products', 'erp', { data: { name: 'ERP' } }, by);
    const ids = async (who: string, kind: string) =>
      ((await as(who, 'GET', `/directory/${kind}`)).body as { items: { id: string }[] }).items.map(
        ({ id }) => id,
      );
    for (const who of ['engineer of acme', 'reader of acme', 'manager of acme']) {
      expect(await ids(who, 'customers')).toEqual(['acme']);
      expect(await ids(who, 'contacts')).toEqual(['at-acme']);
      expect(await ids(who, 'products')).toEqual(['erp']);
      expect((await as(who, 'GET', '/directory/contacts/at-globex')).status).toBe(404);
      expect((await as(who, 'GET', '/directory/contacts/at-acme')).status).toBe(200);
      const { body } = await as(who, 'GET', '/directory');
      expect((body as { items: unknown[] }).items).toContainEqual({ kind: 'contacts', count: 1 });
    }
    expect(await ids('engineer', 'contacts')).toEqual(['at-acme', 'at-globex']);
    expect((await customer('GET', '/directory/contacts')).status).toBe(403);
  });
});
