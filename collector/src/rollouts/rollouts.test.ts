import {
  type Layout,
  layoutId,
  SLOW_DOWN_SERIES,
  UPGRADES_SERIES,
  type UpgradeOrder,
} from '@watchcase/protocol';
import { createLog } from '@watchcase/runtime';
import { eventually, ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { describeEachStore, type TestDatabase } from '../../../test/harness/stores.ts';
import { appendAudit } from '../audit/index.ts';
import { commitUpgrade } from '../ingest/commit-upgrade.ts';
import type { Store } from '../store/index.ts';
import { openRollouts } from './index.ts';

const OLD = '0.1.0';
const NEW = '0.2.0';
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [
    {
      measurement: UPGRADES_SERIES.measurement,
      tags: {},
      fields: [
        [SLOW_DOWN_SERIES.field, 'none'],
        [UPGRADES_SERIES.field, 'none'],
      ],
    },
  ],
};
const LAYOUT = layoutId(content);
const HOSTS = Array.from({ length: 23 }, (_, index) => `acme.h${String(index + 1).padStart(2, '0')}`);
const offer = {
  file: `watchcase-agent_${NEW}_linux-x64.tar.gz`,
  version: NEW,
  platform: 'linux-x64',
  bytes: 1,
  sha256: 'a'.repeat(64),
};
const by = { actor: 'Li Wei', door: 'api' } as const;
type Answer = 'installed' | 'rolled-back';

async function seed(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.insertInto('customers').values({ id: 'acme', name: 'Acme', created_at: 0 }).execute();
    await tx
      .insertInto('layouts')
      .values({ id: LAYOUT, content: JSON.stringify(content) })
      .execute();
    for (const id of HOSTS)
      await tx
        .insertInto('hosts')
        .values({
          id,
          customer_id: 'acme',
          site_id: 'main',
          name: id,
          created_at: 0,
          presence: 'online',
          presence_since: 0,
          session: 1,
          clock_offset_ms: 0,
          streams: JSON.stringify({ '15s': LAYOUT }),
          agent_version: OLD,
          platform: 'linux 6.1.0 x64',
        })
        .execute();
  });
}

/** Collectors on one database, each with its part of the hosts; hosts answer by `answerOf` as soon as they are asked. */
async function collectors(
  database: TestDatabase,
  parts: readonly { hosts: readonly string[]; hasPackage: boolean }[],
  answerOf: (host: string) => Answer,
) {
  const clock = new ManualClock();
  const told: string[] = [];
  const answers: Promise<void>[] = [];
  const rooms: { store: Store; rollouts: ReturnType<typeof openRollouts> }[] = [];
  const warned: unknown[] = [];
  const log = Object.assign(createLog('test', 'silent'), {
    warn: ({ code }: { code: string }) => void warned.push(code),
  });
  for (const [index, part] of parts.entries()) {
    const { hosts } = part;
    const store = await database.open();
    if (index === 0) await seed(store);
    const answer = (host: string, order: UpgradeOrder) =>
      store.transaction(async (tx) => {
        const outcome = answerOf(host);
        const data = {
          ...order,
          outcome,
          code: outcome === 'installed' ? '' : 'UPGRADE_NOT_CONNECTED',
          reason: '',
        };
        await commitUpgrade(tx, { hostId: host, arrivedAt: clock.now(), data } as Parameters<
          typeof commitUpgrade
        >[1]);
        if (outcome === 'installed')
          await tx.updateTable('hosts').set({ agent_version: NEW }).where('id', '=', host).execute();
      });
    rooms.push({
      store,
      rollouts: openRollouts({
        isEnabled: true,
        bounds: { settleMs: 60_000, awayMs: 120_000, answerMs: 1_200_000 },
        url: undefined,
        store,
        packages: () => Promise.resolve(part.hasPackage ? [offer] : []),
        hostOf: (id) =>
          hosts.includes(id) ? { identity: { customer: 'acme', host: id.slice(5) } } : undefined,
        publish(topic, payload) {
          const host = topic.split('/').slice(-3, -1).join('.');
          told.push(host);
          answers.push(answer(host, (JSON.parse(payload) as { upgrade: UpgradeOrder }).upgrade));
        },
        audit: appendAudit,
        clock,
        log,
      }),
    });
  }
  const [first] = rooms as [(typeof rooms)[0]];
  return {
    told,
    warned,
    clock,
    rooms,
    begin: () => first.rollouts.begin({ version: NEW }, by),
    /** Lets time pass until the version is no longer on its way. */
    async ended() {
      const rollout = await eventually(
        async () => {
          await clock.advance(5000);
          await Promise.all(answers.splice(0));
          const [newest] = await first.rollouts.list();
          return newest?.state === 'running' ? undefined : newest;
        },
        { timeoutMs: 30_000 },
      );
      for (const room of rooms) await room.rollouts.stop();
      return rollout;
    },
    audited: async () =>
      (await first.store.db.selectFrom('audit').select('act').orderBy('id').execute()).map(({ act }) => act),
  };
}

const halves = (hasPackage: boolean) => [
  { hosts: HOSTS.filter((_, index) => index % 2 === 0), hasPackage: true },
  { hosts: HOSTS.filter((_, index) => index % 2 === 1), hasPackage },
];

describeEachStore('a version on its way from two collectors', (newDatabase) => {
  it.each([true, false])(
    'goes to one host, a tenth, all, each told once; each step is taken by one (the other has the package: %s)',
    async (hasPackage) => {
      const { told, begin, ended, audited } = await collectors(
        await newDatabase(),
        halves(hasPackage),
        () => 'installed',
      );
      await begin();
      const { state, hosts } = await ended();
      expect(state).toBe('done');
      expect(told.toSorted()).toEqual(HOSTS);
      const counted = (stage: string) => hosts.filter((one) => one.stage === stage).length;
      expect([counted('first'), counted('tenth'), counted('all')]).toEqual([1, 2, 20]);
      expect(hosts.every(({ outcome, before }) => outcome === 'installed' && before === OLD)).toBe(true);
      expect(await audited()).toEqual(['begin', 'ask', 'ask', 'ask', 'end']);
    },
  );

  it('that does not connect goes to one host, whichever collector has it, and to no other', async () => {
    const { told, begin, ended, audited } = await collectors(
      await newDatabase(),
      [
        { hosts: [], hasPackage: true },
        { hosts: HOSTS, hasPackage: true },
      ],
      () => 'rolled-back',
    );
    await begin();
    expect(await ended()).toMatchObject({
      state: 'stopped',
      stage: 'first',
      reason: 'acme.h01: rolled back: UPGRADE_NOT_CONNECTED',
    });
    expect(told).toEqual(['acme.h01']);
    expect(await audited()).toEqual(['begin', 'ask', 'stop']);
  });

  it('is told to a host that was told of another one a moment ago', async () => {
    const { told, begin, ended, clock, rooms } = await collectors(
      await newDatabase(),
      [{ hosts: HOSTS.slice(0, 1), hasPackage: true }],
      () => 'rolled-back',
    );
    /** A second at a time, so that what is read and written meanwhile keeps up. */
    const passUntil = (isThere: () => Promise<boolean> | boolean) =>
      eventually(
        async () => {
          if (await isThere()) return true;
          await clock.advance(1000);
          return false;
        },
        { timeoutMs: 30_000 },
      );
    await begin();
    await passUntil(async () => (await rooms[0]?.rollouts.list())?.[0]?.state === 'stopped');
    await begin();
    await passUntil(() => told.length === 2);
    // Sooner than the first would be said again.
    expect(clock.monotonic()).toBeLessThan(60_000);
    await ended();
    expect(told).toHaveLength(2);
  });

  it('whose package is taken away goes no further, and that is said once an hour', async () => {
    const part = { hosts: HOSTS, hasPackage: true };
    const { told, begin, warned, clock, rooms } = await collectors(
      await newDatabase(),
      [part],
      () => 'installed',
    );
    await begin();
    part.hasPackage = false;
    const said = (times: number) =>
      eventually(async () => {
        await clock.advance(5000);
        expect(warned).toEqual(Array.from({ length: times }, () => 'PACKAGE_NOT_HERE'));
        return true;
      });
    await said(1);
    await clock.advance(3_600_000);
    await said(2);
    for (const { rollouts } of rooms) {
      expect(await rollouts.list()).toMatchObject([{ state: 'running', hosts: [] }]);
      await rollouts.stop();
    }
    expect(told).toEqual([]);
  });
});
