import { act, applyAlertChanges, readEvents, runClocks } from '../../collector/src/cases/index.ts';
import { commitAlerts } from '../../collector/src/alerts/index.ts';
import { createDirectory } from '../../collector/src/directory/index.ts';
import { nextEscalationAt, openEscalations } from '../../collector/src/escalation/index.ts';
import type { CaseAction, CaseChange } from '../../collector/src/model/index.ts';
import { planPages } from '../../collector/src/notify/index.ts';
import type { Store, Tx } from '../../collector/src/store/index.ts';
import { escalationOf } from '../../collector/src/wiring/escalation-of.ts';
import { recordLine } from '../../collector/src/wiring/record-line.ts';
import { rosterOver } from '../../collector/src/wiring/roster.ts';
import { changeOf, COMES_BACK_MS, START } from './cases-in-steps.ts';
import { seed } from './flow-house.ts';

const MIN = 60_000;

/** Zhao is on duty, Lin is the lead, Qian the manager; Sun is on duty in another team. All but Wu can be paged. */
const records = `
people:
  - { id: zhao, name: 赵磊 }
  - { id: lin, name: Lin }
  - { id: qian, name: Qian }
  - { id: sun, name: Sun }
  - { id: wu, name: Wu }
teams:
  - { id: east, name: East, members: [zhao, lin], lead: lin, manager: qian }
  - { id: west, name: West, members: [sun] }
rotas:
  - id: east-duty
    name: East
    team: east
    zone: UTC
    layers: [{ name: one, people: [zhao], from: 2026-01-01, handOver: "00:00" }]
  - id: west-duty
    name: West
    team: west
    zone: UTC
    layers: [{ name: one, people: [sun], from: 2026-01-01, handOver: "00:00" }]
chains:
  - id: east
    team: east
    steps:
      - { page: [on-duty], delay: 5m }
      - { page: [{ person: wu }], delay: 1h }
      - { page: [lead], delay: 10m, channel: phone }
    repeat: 0
    lastResort: { page: [manager], every: 20m }
  - id: west
    team: west
    steps: [{ page: [on-duty], delay: 5m }]
`;

const duty = ['zhao', 'lin', 'qian', 'sun', 'ada'].map((name) => ({
  name,
  language: 'en' as const,
  severities: ['minor' as const, 'major' as const, 'critical' as const],
  channels: name === 'lin' ? ['chat', 'phone'] : ['chat'],
}));

/** A desk whose cases have chains: rooms over a store, each step a turn of its own. Minutes from `START`. */
export async function openChainDesk(store: Store, { chains = true } = {}) {
  await seed(store);
  const directory = createDirectory(store);
  const roster = rosterOver({ duty, channels: [], addressable: [] }, directory);
  const escalations = openEscalations({ directory, roster });
  const by = (minute: number) => ({ actor: 'admin', door: 'api' as const, now: START + minute * MIN });
  const text = chains ? records : records.slice(0, records.indexOf('chains:'));
  await directory.apply([{ file: 'desk.yaml', text }], { dryRun: false, prune: false }, by(-1));

  function turn(minute: number, work: (tx: Tx, now: number) => Promise<readonly CaseChange[]>) {
    const now = START + Math.round(minute * MIN);
    return store.transaction(async (tx) => {
      const changes = await work(tx, now);
      const orders = await escalations.follow(tx, changes, now);
      const paging = {
        roster: await roster(tx),
        orders,
        record: recordLine,
        now,
        recoveryToldAfterMs: 120_000,
      };
      await planPages(tx, changes, paging);
    });
  }

  return {
    store,
    directory,
    by,
    turn,
    /** `fire a minor`, and so on. */
    alert: (minute: number, ...words: string[]) =>
      turn(minute, async (tx) => {
        const changes = [changeOf([String(minute), ...words])];
        await commitAlerts(tx, changes);
        return applyAlertChanges(tx, changes, {
          evidenceOf: (all) => all.map(() => ({ times: [], values: [] })),
          hostOf: () => ({ customerId: 'acme', siteId: 'main' }),
          siteOf: () => ({ hosts: 1, gone: 1, doubtful: 0 }),
          owed: () => Promise.resolve(undefined),
        });
      }),
    act: (minute: number, action: CaseAction) =>
      turn(
        minute,
        async (tx, now) => (await act(tx, 1, action, { now, comesBackAfterMs: COMES_BACK_MS })).changes,
      ),
    tick: (minute: number) =>
      turn(minute, async (tx, now) => [
        ...(await runClocks(tx, now)),
        ...(await escalations.due(tx, now, undefined)),
      ]),
    /** Who was asked, and who is next. */
    explain: () => escalationOf(store.db, 1, { directory, rosterOf: roster }),
    /** Minute of the next thing a chain does by itself; null when nothing is. */
    async next() {
      const at = await nextEscalationAt(store.db);
      return at === null ? null : (at - START) / MIN;
    },
    /** Each page: `minute person channel reason`. */
    async pages() {
      const rows = await store.db.selectFrom('pages').selectAll().orderBy('id').execute();
      return rows.map(
        (row) => `${(row.created_at - START) / MIN} ${row.person} ${row.channel} ${row.reason}`,
      );
    },
    /** Lines of these kinds: `minute kind because place`. */
    async log(...kinds: string[]) {
      const events = await readEvents(store.db, 1);
      return events
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ time, kind, data }) =>
          [
            (time - START) / MIN,
            kind,
            ...['because', 'chain', 'version', 'names'].flatMap((name) => {
              const value = data[name];
              return typeof value === 'string' || typeof value === 'number' ? [value] : [];
            }),
          ].join(' '),
        );
    },
  };
}
