import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { Store } from '../../collector/src/store/index.ts';
import { house, type HouseOptions, NOW } from './flow-house.ts';

const pack = readFileSync(new URL('../../rules/presence.yaml', import.meta.url), 'utf8');
const customer = 'acme';

/** Hosts `h0`, `h1` … of one customer, whose agents only connect and go. */
export interface SiteOfHosts {
  clock: Awaited<ReturnType<typeof house>>['clock'];
  /** Some of the hosts say that they are there. */
  come(indexes: Iterable<number>): Promise<void>;
  /** Their broker says that they are gone. */
  go(indexes: Iterable<number>): Promise<void>;
  /** Answers that were sent so far. */
  answers(): number;
  /** Lets seconds pass, with a tick each; `alive` hosts are heard every ten of them. */
  pass(seconds: number, alive?: Iterable<number>): Promise<void>;
}

/** Writes the hosts, at the default site or at several, one after the other. */
export async function seedSite(store: Store, count: number, sites = ['main']): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.insertInto('customers').values({ id: customer, name: 'Acme', created_at: 0 }).execute();
    for (let i = 0; i < count; i++)
      await tx
        .insertInto('hosts')
        .values({
          id: `${customer}.h${i}`,
          customer_id: customer,
          site_id: sites[i % sites.length] as string,
          name: `h${i}`,
          created_at: 0,
          presence: 'never',
          presence_since: 0,
          session: 0,
          clock_offset_ms: 0,
          streams: '{}',
        })
        .execute();
  });
}

/** Starts a collector over them; with the clock of one that was killed, in its place. */
export async function startSite(
  store: Store,
  before?: SiteOfHosts,
  options: Pick<HouseOptions, 'transaction'> = {},
): Promise<SiteOfHosts> {
  const { flow, clock, out, settle } = await house(store, {
    pack,
    ...options,
    ...(before === undefined ? {} : { clock: before.clock }),
  });
  const say = async (indexes: Iterable<number>, state: 'online' | 'offline') => {
    for (const i of indexes) {
      const reason = state === 'online' ? 'connected' : 'lost';
      const facts = { state, reason, session: 1, epoch: 5, time: clock.now(), intervalMs: 15_000 };
      const more = { name: `h${i}`, agent: '1', platform: 'linux', streams: [] };
      const payload = Buffer.from(JSON.stringify({ ...facts, ...more }));
      const topic = `watchcase/v1/up/7/${customer}/h${i}/presence`;
      expect(flow.receive({ topic, payload, retained: false, arrivedAt: clock.now() })).toBe(true);
    }
    await settle();
  };
  return {
    clock,
    come: (indexes) => say(indexes, 'online'),
    go: (indexes) => say(indexes, 'offline'),
    answers: () => out.acks.length,
    async pass(seconds, alive = []) {
      const those = [...alive];
      for (let second = 1; second <= seconds; second++) {
        await clock.advance(1000);
        if (second % 10 === 0) await say(those, 'online');
        await flow.tick();
      }
    },
  };
}

/** Every case: `number state title (alerts that fire)`. */
export async function casesOf(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom('cases').selectAll().orderBy('id').execute();
  const firing = await store.db
    .selectFrom('alerts')
    .select('case_id')
    .where('state', '=', 'firing')
    .execute();
  return rows.map(
    (row) => `${row.state} ${row.title} (${firing.filter((alert) => alert.case_id === row.id).length})`,
  );
}

/** Pages that went, or would go, by now: seconds since the story began and the case they are of. */
export async function pagesDue(store: Store, now: number): Promise<string[]> {
  const rows = await store.db
    .selectFrom('pages')
    .innerJoin('cases', 'cases.id', 'pages.case_id')
    .select(['pages.next_at', 'pages.reason', 'cases.title', 'cases.closed_at'])
    .orderBy('pages.id')
    .execute();
  return rows
    .filter((row) => row.next_at <= Math.min(now, row.closed_at ?? now))
    .map((row) => `${Math.round((row.next_at - NOW) / 1000)} ${row.reason} ${row.title}`);
}
