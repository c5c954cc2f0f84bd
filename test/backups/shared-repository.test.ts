import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import type { Store } from '../../collector/src/store/index.ts';
import { copies, DAY, end, everyDay, HOUR, type Said, story } from '../harness/backup-story.ts';
import { message, NOW, seed } from '../harness/flow-house.ts';
import { describeEachStore } from '../harness/stores.ts';

const SHARING = ['one', 'two', 'three', 'four', 'five'];

/** Five hosts with agents, and a box without one that reports by pings. */
async function seedOthers(store: Store): Promise<void> {
  const row = { customer_id: 'acme', site_id: 'main', created_at: 0, presence: 'never' as const };
  const blank = { presence_since: 0, session: 0, clock_offset_ms: 0, streams: '{}' };
  const hosts = [...SHARING, 'nas'].map((name) => ({ id: `acme.${name}`, name, ...row, ...blank }));
  await store.transaction((tx) => tx.insertInto('hosts').values(hosts).execute());
}

/** The rooms, and what any host says to them. */
async function manyHosts(store: Store) {
  const rooms = await story(store, everyDay, new ManualClock(NOW));
  const { flow, settle, tick, clock } = rooms;
  const seqs = new Map<string, number>();
  const send = async (host: string, kind: string, payload: object | string) => {
    const sent = message(kind, {}, clock.now());
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    const topic = `watchcase/v1/up/7/acme/${host}/${kind}`;
    flow.receive({ ...sent, topic, payload: Buffer.from(text) });
    await settle();
  };
  const say = async (host: string, [kind, data]: Said) => {
    const [time, seq] = [clock.now(), (seqs.get(host) ?? 0) + 1];
    seqs.set(host, seq);
    await send(host, 'event', { sent: time, epoch: NOW, seq, after: seq - 1, time, kind, data });
    await tick();
  };
  const connect = (host: string, name: string, session: number) => {
    const about = { epoch: NOW, intervalMs: 15_000, streams: ['15s'], agent: '0.1', platform: 'linux' };
    const time = clock.now();
    return send(host, 'presence', { session, state: 'online', time, reason: 'connected', name, ...about });
  };
  const ping = async (line: string) => {
    await send('nas', 'ping', line);
    await tick();
  };
  return { ...rooms, say, connect, ping };
}

/** Each alert as `host: check`. */
async function firing(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom('alerts').selectAll().where('state', '=', 'firing').execute();
  return rows.map(({ host_id, rule }) => `${host_id} ${rule.replace('backup-policy/', '')}`).toSorted();
}

describeEachStore('several hosts and one repository', (newDatabase) => {
  it('are several jobs: only those that stopped are missed, under the name they have by then', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    await seedOthers(store);
    const { say, connect, ping, pass, clock } = await manyHosts(store);
    for (const host of SHARING) await connect(host, host, 1);
    const night = async (hosts: readonly string[]) => {
      for (const host of hosts) {
        await say(host, copies(clock.now(), { location: 'sftp:vault:/srv/all' }));
        await say(host, end(true));
      }
    };
    await night(SHARING);
    await ping('success erp');
    await pass(DAY);
    await connect('two', 'archive server', 2);
    await night(SHARING.slice(2));
    await night(['one']);
    await pass(HOUR - 1000);
    expect(await firing(store)).toEqual([]);
    await pass(1000);
    expect(await firing(store)).toEqual(['acme.nas missed', 'acme.two missed']);
    const cases = await store.db.selectFrom('cases').select('title').execute();
    expect(cases.map(({ title }) => title).toSorted()).toEqual([
      'Backup erp on archive server is missed: nothing came for 1 d 1 h',
      'Backup erp on nas is missed: nothing came for 1 d 1 h',
    ]);
    await ping('success erp');
    await night(['two']);
    expect(await firing(store)).toEqual([]);
  }, 120_000);
});
