import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { z } from 'zod';
import { nextClockAt, openedAs } from '../../../collector/src/cases/index.ts';
import { nextEscalationAt } from '../../../collector/src/escalation/index.ts';
import { type CaseDeed, namedActor, type PageMessage } from '../../../collector/src/model/index.ts';
import type { ChannelInstance } from '../../../collector/src/notify/index.ts';
import { createSender } from '../../../collector/src/notify/sender.ts';
import type { Store } from '../../../collector/src/store/index.ts';
import { storeBetweenTurns } from '../../../collector/src/wiring/between-turns.ts';
import { recordLine } from '../../../collector/src/wiring/record-line.ts';
import { rosterOver } from '../../../collector/src/wiring/roster.ts';
import { samplePageOf } from '../../harness/sample-page.ts';
import { openRooms } from '../vendor-year/rooms.ts';
import { directoryFile, EVERYBODY } from './company.ts';
import { CHANNELS } from './reach.ts';
import type { Act, Deed, DutyCase } from './story.ts';

const MIN = 60_000;

/** A page as it came to somebody. */
export interface Delivered {
  /** Minutes since 1970. */
  at: number;
  person: string;
  channel: string;
  reason: string;
  /** `round.step`, or `last N`; empty where no step asked. */
  place: string;
}

/** Lives through the year with all rooms and a real sender; gives what was delivered, by the number of the case in the story. */
export async function playYear(
  store: Store,
  cases: readonly DutyCase[],
): Promise<ReadonlyMap<number, Delivered[]>> {
  const clock = new ManualClock(Date.parse('2025-12-31T12:00Z'));
  const duty = EVERYBODY.map((name) => ({ name, channels: ['chat'] }));
  const rooms = await openRooms(store, clock, {
    duty,
    channels: CHANNELS.map((name) => ({ name, type: 'webhook', options: { url: 'http://127.0.0.1:9/' } })),
  });
  const { flow, directory } = rooms;
  await directory.apply(
    [{ file: 'company.yaml', text: directoryFile }],
    { dryRun: false, prune: true },
    { actor: 'lin', door: 'apply', now: clock.now() },
  );
  const verified_at = clock.now();
  await store.transaction((tx) =>
    tx
      .insertInto('verified_methods')
      .values(
        EVERYBODY.flatMap((person) =>
          CHANNELS.map((channel) => ({ person, channel, address: `${channel} of ${person}`, verified_at })),
        ),
      )
      .execute(),
  );
  const roster = rosterOver(rooms.config, directory);
  const betweenTurns = storeBetweenTurns(store, flow, rooms.membership);
  const recorders = CHANNELS.map((name) =>
    recorder(name, (page) => sent.push({ at: clock.now() / MIN, channel: name, ...page })),
  );
  const sent: { at: number; key: string; person: string; channel: string }[] = [];
  /** Sends everything that may be sent by now, by a sender of its own: one for the whole year would look every half minute of it. */
  async function drain(): Promise<void> {
    for (let due = await dueNow(); due > 0; due = await dueNow()) {
      let ended: () => void = () => undefined;
      const allEnded = new Promise<void>((resolve) => (ended = resolve));
      const sender = createSender({
        store: betweenTurns,
        channels: recorders,
        addressable: recorders,
        roster,
        compose: (page) =>
          Promise.resolve({ ...samplePageOf(page), reason: page.reason as PageMessage['reason'] }),
        record: recordLine,
        clock,
        log: createLog('test', 'silent'),
        random: () => 0,
        attempted() {
          due--;
          if (due === 0) ended();
        },
      });
      sender.wake();
      await allEnded;
      await sender.stop();
    }
  }
  async function dueNow(): Promise<number> {
    const rows = await store.db
      .selectFrom('pages')
      .select('id')
      .where('finished_at', 'is', null)
      .where('next_at', '<=', clock.now())
      .execute();
    return rows.length;
  }
  const nextPageAt = async () => {
    const row = await store.db
      .selectFrom('pages')
      .select((select) => select.fn.min('next_at').as('at'))
      .where('finished_at', 'is', null)
      .executeTakeFirst();
    return row?.at ?? null;
  };
  async function passTo(minute: number): Promise<void> {
    for (;;) {
      const moments = [await nextEscalationAt(store.db), await nextClockAt(store.db), await nextPageAt()];
      const [escalation = 0, caseClock = 0, page = 0] = moments.map((at) => at ?? Number.POSITIVE_INFINITY);
      const turn = Math.min(escalation, caseClock);
      const next = Math.min(turn, page);
      if (next > minute * MIN) break;
      await clock.advance(Math.max(0, next - clock.now()));
      if (turn <= next) await rooms.tick();
      await drain();
    }
    await clock.advance(minute * MIN - clock.now());
  }

  const ids: number[] = [];
  for (const { at, run } of happenings(cases)) {
    await passTo(at);
    await run(ids, { flow, store });
    await drain();
  }
  await rooms.stop();
  const told = cases.map(
    async ({ number }) => [number, await deliveredOf(store, ids[number] ?? 0, sent)] as const,
  );
  return new Map(await Promise.all(told));
}

interface Doing {
  flow: Awaited<ReturnType<typeof openRooms>>['flow'];
  store: Store;
}

/** What people do, in its order. */
function happenings(cases: readonly DutyCase[]) {
  const opening = cases.map(({ number, customer, severity, openedAt: at }) => ({
    at,
    async run(ids: number[], { flow, store }: Doing) {
      const key = `case ${number}`;
      const titles = { en: key, 'zh-CN': key };
      await flow.open({
        key,
        customerId: customer,
        siteId: null,
        hostId: null,
        title: titles,
        text: '',
        severity,
        category: 'software',
        source: 'api',
        kind: 'fault',
        by: namedActor('desk'),
      });
      ids[number] = (await openedAs(store.db, key)) ?? 0;
    },
  }));
  const acting = cases.flatMap(({ number, acts }) =>
    acts.map((act) => ({
      at: act.at,
      run: (ids: number[], { flow }: Doing) =>
        flow
          .act(ids[number] ?? 0, { ...deedOf(act), by: namedActor(act.by), via: 'api' })
          .then(() => undefined),
    })),
  );
  return [...opening, ...acting].toSorted((a, b) => a.at - b.at);
}

function deedOf({ at, deed }: Act): CaseDeed {
  const deeds: { [K in Deed['kind']]: (one: Extract<Deed, { kind: K }>) => CaseDeed } = {
    acknowledge: () => ({ kind: 'acknowledge' }),
    'give-back': () => ({ kind: 'give-back' }),
    note: () => ({ kind: 'note', text: 'at it' }),
    tell: () => ({ kind: 'note', text: 'we are at it', visibility: 'customer' }),
    resolve: () => ({ kind: 'resolve', cause: '', solution: 'done' }),
    reopen: () => ({ kind: 'reopen' }),
    'hand-on': ({ to }) => ({ kind: 'hand-on', to }),
    'change-severity': ({ severity }) => ({ kind: 'change-severity', severity, text: '' }),
    hold: ({ minutes }) => ({ kind: 'hold', reason: 'customer', until: (at + minutes) * MIN, text: '' }),
    assign: ({ team }) => ({ kind: 'assign', person: null, team }),
  };
  return (deeds[deed.kind] as (one: Deed) => CaseDeed)(deed);
}

async function deliveredOf(
  store: Store,
  id: number,
  sent: readonly { at: number; key: string; person: string; channel: string }[],
): Promise<Delivered[]> {
  const events = await store.db
    .selectFrom('case_events')
    .select(['seq', 'data'])
    .where('case_id', '=', id)
    .where('kind', '=', 'escalated')
    .execute();
  const places = new Map(
    events.map(({ seq, data }) => [seq, placeOf(JSON.parse(data) as Record<string, unknown>)]),
  );
  const rows = await store.db
    .selectFrom('pages')
    .select(['key', 'reason'])
    .where('case_id', '=', id)
    .execute();
  const reasons = new Map(rows.map(({ key, reason }) => [key, reason]));
  return sent.flatMap(({ at, key, person, channel }) => {
    const [, number, seq] = /^case-(\d+)-event-(\d+)-/.exec(key) ?? [];
    if (Number(number) !== id) return [];
    return [{ at, person, channel, reason: reasons.get(key) ?? '', place: places.get(Number(seq)) ?? '' }];
  });
}

function placeOf({ because, round, step, time }: Record<string, unknown>): string {
  if (because === 'progress') return 'late';
  return because === 'last-resort' ? `last ${String(time)}` : `${String(round)}.${String(step)}`;
}

/** A channel that takes everything at once. */
function recorder(name: string, take: (page: { key: string; person: string }) => void): ChannelInstance {
  return {
    name,
    options: {},
    channel: {
      name: 'recorder',
      options: z.object({}),
      addresses: z.string(),
      addressed: (options) => options,
      capabilities: { idempotencyWindowMs: 60_000, timeoutMs: 1000, perMinute: null },
      send({ key, person }) {
        take({ key, person });
        return Promise.resolve({ outcome: 'delivered', detail: '' });
      },
    },
  };
}
