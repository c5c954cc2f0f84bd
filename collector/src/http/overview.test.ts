import type { Overview } from '@watchcase/api';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Caller, fillAccessHouse } from '../../../test/harness/access-house.ts';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { hostRow } from '../../../test/harness/paged-case.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

const HOUR_MS = 3_600_000;

describeEachStore('the overview', (newDatabase) => {
  let house: HttpHouse;
  let people: Record<string, Caller>;
  beforeEach(async () => {
    house = await buildHttpHouse({ store: await (await newDatabase()).open() });
    // Midnight in UTC, and 8 in the morning in Shanghai.
    await house.clock.advance(16 * HOUR_MS);
    people = await fillAccessHouse(house);
  });
  afterEach(() => house.stop());

  async function ask(who = 'manager', query = '?zone=UTC', headers: Record<string, string> = {}) {
    const answer = await house.app.inject({
      url: `/api/v1/overview${query}`,
      headers: { authorization: `Bearer ${people[who]?.token}`, ...headers },
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      bytes: answer.rawPayload.length,
    };
  }
  const read = async (who?: string, query?: string) => JSON.parse((await ask(who, query)).text) as Overview;
  const ids = ({ items }: { items: { id: number }[] }) => items.map(({ id }) => id);
  async function open(title: string, severity: string): Promise<number> {
    const wanted = { title, severity, category: 'software', host: 'acme.db1' };
    return ((await house.ask('POST', '/api/v1/cases', wanted)).body as { id: number }).id;
  }

  it('says what is due in two hours, what nobody has, and what was missed on the reader’s day', async () => {
    const now = house.clock.now();
    const minor = await open('slow', 'minor');
    const critical = await open('down', 'critical');
    await house.store.transaction(async (tx) => {
      await tx
        .updateTable('cases')
        .set({ next_due: now + 2 * HOUR_MS + 1 })
        .where('id', '=', minor)
        .execute();
      await tx
        .updateTable('cases')
        .set({ next_due: now - 1 })
        .where('id', '=', critical)
        .execute();
      const missed = (case_id: number, at: number) => ({
        case_id,
        seq: 90,
        time: at,
        kind: 'breached',
        actor: 'watchcase',
        text: '',
        data: '{}',
      });
      await tx
        .insertInto('case_events')
        .values([missed(minor, now), missed(critical, now - HOUR_MS)])
        .execute();
    });
    const it = await read();
    expect([ids(it.due), it.due.count]).toEqual([[critical], 1]);
    expect(ids(it.nobody).slice(0, 3)).toEqual([1, 2, critical]);
    expect([ids(it.breached), it.breached.count]).toEqual([[minor], 1]);
    expect(ids((await read('manager', '?zone=Asia/Shanghai')).breached)).toEqual([minor, critical]);
    await house.ask('POST', `/api/v1/cases/${critical}/acknowledge`, {});
    expect(ids((await read()).nobody)).toEqual([1, 2, minor]);
    expect(it.onDuty).toEqual([{ name: 'Ada', severities: ['major', 'critical'] }]);
    expect((await ask('manager', '?zone=Nowhere/At')).status).toBe(400);
  });

  it('has every host in its place, the worst first, and backups that are late', async () => {
    await house.store.transaction(async (tx) => {
      await tx.updateTable('cases').set({ unresolved: 0 }).where('id', '=', 2).execute();
      const host = (name: string, presence: 'online' | 'offline') => ({
        ...hostRow,
        id: `acme.${name}`,
        name,
        presence,
      });
      await tx
        .insertInto('hosts')
        .values([host('a', 'online'), host('gone', 'offline')])
        .execute();
      const alert = {
        host_id: 'acme.a',
        labels: '{}',
        title: 'Newest backup is 3 days old',
        title_zh: '最新备份已是 3 天前的',
        category: 'data',
        group_key: 'x',
        runbook: null,
        severity: 'major',
        frozen_from: null,
        active_since: 5,
        held_ms: 0,
        held_levels: '{}',
        quiet_ms: null,
        last_true: 0,
        last_sample: 0,
        resolved_at: null,
        value: 3,
        unit: 'seconds',
        threshold: null,
        series: null,
        interval_ms: 1,
        case_id: null,
      } as const;
      await tx
        .insertInto('alerts')
        .values([
          { ...alert, id: 'late', rule: 'backup/too-old', state: 'firing', fired_at: 7 },
          {
            ...alert,
            id: 'own',
            rule: 'ours/x',
            series: 'backup.age{job="x"}',
            state: 'frozen',
            fired_at: 8,
          },
          { ...alert, id: 'promised', rule: 'backup-policy/missed', state: 'firing', fired_at: 8 },
          { ...alert, id: 'waiting', rule: 'backup/too-old', state: 'pending', fired_at: null },
          { ...alert, id: 'other', rule: 'disk/full', state: 'firing', fired_at: 9 },
        ])
        .execute();
    });
    const it = await read();
    expect(it.hostCount).toBe(4);
    expect(
      it.places.map(({ customer, site, count, inTrouble }) => [customer.id, site.id, count, inTrouble]),
    ).toEqual([
      ['acme', 'main', 3, 2],
      ['globex', 'main', 1, 0],
    ]);
    expect(it.places[0]?.hosts).toEqual([
      { id: 'acme.db1', name: 'db1', presence: 'online', severity: 'critical' },
      { id: 'acme.gone', name: 'gone', presence: 'offline', severity: null },
      { id: 'acme.a', name: 'a', presence: 'online', severity: null },
    ]);
    expect(it.backups.count).toBe(3);
    expect(it.backups.items.map(({ alertId }) => alertId)).toEqual(['late', 'own', 'promised']);
    const theirs = await read('engineer of acme');
    expect([theirs.hostCount, theirs.backups.count, ids(theirs.nobody)]).toEqual([3, 3, [1]]);
    expect((await ask('customer acme')).status).toBe(403);
  });

  it('is small, and nothing at all while nothing has changed, with a thousand hosts', async () => {
    await house.store.transaction(async (tx) => {
      for (let block = 0; block < 10; block++)
        await tx
          .insertInto('hosts')
          .values(
            Array.from({ length: 100 }, (_, at) => ({
              ...hostRow,
              id: `acme.web-${block}-${at}`,
              name: `web-${block}-${at}`,
              site_id: `site-${block}`,
            })),
          )
          .execute();
    });
    const first = await ask('manager', '?zone=UTC', { 'accept-encoding': 'br' });
    expect(first.headers['content-encoding']).toBe('br');
    expect(first.bytes).toBeLessThan(20_000);
    const again = await ask('manager', '?zone=UTC', { 'if-none-match': String(first.headers.etag) });
    expect([again.status, again.text]).toEqual([304, '']);
    await open('down', 'critical');
    expect((await ask('manager', '?zone=UTC', { 'if-none-match': String(first.headers.etag) })).status).toBe(
      200,
    );
    const squares = (await read()).places.flatMap(({ hosts }) => hosts);
    expect(squares.length).toBe(1002);
  });
});
