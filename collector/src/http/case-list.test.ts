import type { Case } from '@watchcase/api';
import { expect, it } from 'vitest';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { type CaseCondition, openWordIndex } from '../knowledge/word-index.ts';

describeEachStore('lists of cases', (newDatabase) => {
  async function begin() {
    const store = await (await newDatabase()).open();
    await addHost(store);
    const house = await buildHttpHouse({ store });
    const open = async (title: string, severity: string, more: object = {}) => {
      const wanted = { title, severity, category: 'software', host: 'acme.db1', ...more };
      return ((await house.ask('POST', '/api/v1/cases', wanted)).body as Case).id;
    };
    const list = async (query: string) => {
      const { status, body } = await house.ask('GET', `/api/v1/cases?${query}`);
      expect(status, JSON.stringify(body)).toBe(200);
      return body as { items: Case[]; next: string | null };
    };
    const ids = async (query: string) => (await list(query)).items.map(({ id }) => id);
    return { house, open, list, ids };
  }

  it('are narrowed by every filter, and by several at once', async () => {
    const { house, open, ids } = await begin();
    const a = await open('磁盘 full', 'minor');
    const b = await open('slow', 'critical', { kind: 'complaint' });
    const c = await open('question', 'advisory', { host: undefined, customer: 'acme', source: 'inspection' });
    await house.ask('POST', `/api/v1/cases/${b}/acknowledge`, { by: 'Ada' });
    await house.ask('POST', `/api/v1/cases/${a}/assign`, { team: 'north' });
    await house.knowledge.settled();
    expect(await ids('')).toEqual([a, b, c]);
    expect(await ids('severity=minor,critical')).toEqual([a, b]);
    expect(await ids('state=open')).toEqual([a, c]);
    expect(await ids('assignee=Ada')).toEqual([b]);
    expect(await ids('assignee=nobody')).toEqual([a, c]);
    expect(await ids('team=north')).toEqual([a]);
    expect(await ids('kind=complaint')).toEqual([b]);
    expect(await ids('source=inspection')).toEqual([c]);
    expect(await ids('customer=other')).toEqual([]);
    expect(await ids('site=main&customer=acme')).toEqual([a, b]);
    expect(await ids('host=acme.db1')).toEqual([a, b]);
    expect(await ids('due=90')).toEqual([a]);
    expect(await ids('due=0')).toEqual([]);
    expect(await ids(`text=${encodeURIComponent('磁盘')}`)).toEqual([a]);
    expect(await ids(`text=C-${b}`)).toEqual([b]);
    expect(await ids('text=slow&severity=minor')).toEqual([]);
    await house.ask('POST', `/api/v1/cases/${a}/close`, {});
    expect(await ids('view=ended')).toEqual([a]);
    expect(await ids('view=all')).toEqual([c, b, a]);
    await house.stop();
  });

  it('go by any order, either way, page by page without a gap', async () => {
    const { house, open, list, ids } = await begin();
    const made: number[] = [];
    for (const severity of ['minor', 'critical', 'minor', 'major', 'critical'])
      made.push(await open(`${severity} fault`, severity));
    for (const sort of ['due', 'opened', 'severity', 'customer', 'state', 'assignee'])
      for (const order of ['up', 'down']) {
        const whole = await ids(`sort=${sort}&order=${order}`);
        const paged: number[] = [];
        for (let next: string | null = ''; next !== null; ) {
          const page = await list(
            `sort=${sort}&order=${order}&limit=2${next === '' ? '' : `&cursor=${next}`}`,
          );
          paged.push(...page.items.map(({ id }) => id));
          ({ next } = page);
        }
        expect(paged, `${sort} ${order}`).toEqual(whole);
        expect(whole.toSorted((x, y) => x - y)).toEqual(made);
      }
    const { next } = await list('limit=2');
    expect((await house.ask('GET', `/api/v1/cases?sort=severity&cursor=${next}`)).status).toBe(400);
    await house.stop();
  });

  it('find by words among what is asked about, however many others have them', async () => {
    const { house, open, ids } = await begin();
    const old = await open('needle disk', 'minor');
    await house.ask('POST', `/api/v1/cases/${old}/assign`, { team: 'night' });
    await house.knowledge.settled();
    const words = openWordIndex(house.store, 'case_words');
    await house.store.transaction(async (tx) => {
      await tx
        .insertInto('customers')
        .values({ id: 'crowd', name: 'Crowd', created_at: 0, shard: 0 })
        .execute();
      const model = await tx.selectFrom('cases').selectAll().where('id', '=', old).executeTakeFirstOrThrow();
      const more = Array.from({ length: 1001 }, (_, at) => ({
        ...model,
        id: old + 1 + at,
        group_key: `crowd ${at}`,
        customer_id: 'crowd',
        host_id: '',
        team: null,
        unresolved: 0,
        state: 'closed' as const,
      }));
      for (let at = 0; at < more.length; at += 200)
        await tx
          .insertInto('cases')
          .values(more.slice(at, at + 200))
          .execute();
      for (const { id } of more) await words.put(tx, id, ['disk']);
    });
    // However they are asked for: gathered, or one by one.
    for (const mostGathered of [100, 10_000]) {
      const index = openWordIndex(house.store, 'case_words', mostGathered);
      const { isOneOf } = await index.find([{ terms: ['disk'], isBeginning: true }], 1000);
      const ofAcme = house.store.db.selectFrom('cases').select('id').where('customer_id', '=', 'acme');
      expect(await ofAcme.where(isOneOf as CaseCondition).execute()).toEqual([{ id: old }]);
    }
    expect(await ids('text=disk')).toEqual([old]);
    expect(await ids('view=all&text=disk&customer=acme')).toEqual([old]);
    expect(await ids('view=all&text=disk&team=night')).toEqual([old]);
    const by = { actor: 'test', door: 'api' as const, now: house.clock.now() };
    const account = {
      name: 'Ada',
      role: 'engineer' as const,
      customers: ['other'],
      teams: ['night'],
      email: null,
    };
    const { id } = await house.rooms.access.accounts.add({ ...account, language: null }, by);
    const key = { accountId: id, name: 'Ada', scope: null, expiresAt: null };
    const { token } = await house.rooms.access.keys.newToken(key, by);
    const answer = await house.app.inject({
      url: '/api/v1/cases?view=all&text=disk',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.json<{ items: Case[] }>().items.map((one) => one.id)).toEqual([old]);
    await house.stop();
  });

  it('are kept under a name by whoever made them, and changed under the same', async () => {
    const { house } = await begin();
    await house.ask('POST', '/api/v1/views', { name: 'Mine', query: 'severity=minor' });
    const { body } = await house.ask('POST', '/api/v1/views', { name: 'Mine', query: 'severity=major' });
    const { items } = body as { items: { id: number }[] };
    expect(items).toMatchObject([{ name: 'Mine', query: 'severity=major' }]);
    const answer = await house.app.inject({
      method: 'DELETE',
      url: `/api/v1/views/${items[0]?.id}`,
      headers: { authorization: `Bearer ${house.adminToken}` },
    });
    expect(answer.json()).toEqual({ items: [] });
    await house.stop();
  });

  it('one act on several is done to each that takes it, and says what the others said; under one key once', async () => {
    const { house, open } = await begin();
    const [a, b] = [await open('one', 'minor'), await open('two', 'minor')];
    await house.ask('POST', `/api/v1/cases/${b}/close`, {});
    const deed = { kind: 'note', text: 'known fault' };
    for (let twice = 0; twice < 2; twice++) {
      const answer = await house.app.inject({
        method: 'POST',
        url: '/api/v1/cases/bulk',
        headers: { authorization: `Bearer ${house.adminToken}`, 'idempotency-key': 'x' },
        payload: { cases: [a, b, 999], deed, by: 'Ada' },
      });
      expect(answer.json()).toMatchObject({
        items: [
          { id: a, code: null },
          { id: b, code: 'CASE_ALREADY_CLOSED' },
          { id: 999, code: 'CASE_NOT_FOUND' },
        ],
      });
    }
    const { body } = await house.ask('GET', `/api/v1/cases/${a}/timeline`);
    const kinds = (body as { items: { kind: string }[] }).items.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'note')).toHaveLength(1);
    await house.stop();
  });
});
