import { join } from 'node:path';
import { type Layout, layoutId, shardOf } from '@watchcase/protocol';
import { createLog } from '@watchcase/runtime';
import { type ManualClock, temporaryFolder } from '@watchcase/testkit';
import { createAlerts } from '../../../collector/src/alerts/index.ts';
import { nextClockAt } from '../../../collector/src/cases/index.ts';
import { createCommitWatch } from '../../../collector/src/commit-watch.ts';
import { configSchema } from '../../../collector/src/config.ts';
import { openDirectory } from '../../../collector/src/directory/index.ts';
import { createFlow } from '../../../collector/src/flow.ts';
import { openHistory } from '../../../collector/src/history/index.ts';
import { createIngest } from '../../../collector/src/ingest/index.ts';
import { openMembership } from '../../../collector/src/membership/index.ts';
import { createRuleEngine, parsePacks } from '../../../collector/src/rules/index.ts';
import type { Store } from '../../../collector/src/store/index.ts';
import { turnRooms } from '../../../collector/src/wiring/turn-rooms.ts';
import { CATEGORIES, type Levels } from './fault.ts';

const MIN = 60_000;
export const LINK_SECRET = 'the-secret-of-links';

const fields = CATEGORIES.flatMap((category) => [category, `${category}_second`]);
const pack = `pack: app\nrules:\n${fields
  .map(
    (field) => `  - id: ${field.replace('_', '-')}
    title: "{host}: ${field} is at {value}"
    when: app.${field} >= level
    levels: { advisory: 1, minor: 2, major: 3, critical: 4 }
    category: ${field.replace('_second', '')}\n`,
  )
  .join('')}`;
const content: Omit<Layout, 'id'> = {
  stream: '15s',
  intervalMs: 15_000,
  groups: [{ measurement: 'app', tags: {}, fields: fields.map((field) => [field, 'none']) }],
};
const layout: Layout = { id: layoutId(content), ...content };

/** The rooms of a collector as the program wires them, over a store that knows its hosts, in a time that is moved. */
export type Rooms = Awaited<ReturnType<typeof openRooms>>;

const ENGINEERS = ['lin', 'zhao', 'meyer', 'chen'].map((name) => ({ name, channels: ['hook'] }));
const HOOK = { name: 'hook', type: 'webhook', options: { url: 'http://127.0.0.1:9/' } };

/** Opens them; hosts are heard from then on. `paging`: the config's channels and duty. */
export async function openRooms(
  store: Store,
  clock: ManualClock,
  paging: { duty: object[]; channels: object[] } = { duty: ENGINEERS, channels: [HOOK] },
) {
  const folder = temporaryFolder();
  const log = createLog('test', 'silent');
  const config = configSchema.parse(paging);
  const needs = { store, linkSecret: LINK_SECRET, clock, log };
  const membership = await openMembership(false, needs);
  const directory = await openDirectory(store, clock.now());
  const ingest = createIngest(membership.known.memory, clock.now());
  ingest.setListening(true, clock.now());
  const tagsOf = () => ({ customer: '', site: '', host: '' });
  const history = openHistory(join(folder.path, 'history.db'), config.history, { tagsOf, clock, log });
  const { packs, faults } = parsePacks([{ file: 'app.yaml', text: pack }]);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const rules = createRuleEngine(packs);
  const alerts = createAlerts(membership.known.alerts);
  const judging = { membership, ingest, history, rules, alerts };
  // Nobody has backups here.
  const backups = { take: () => [], withoutPolicies: <T>(verdicts: T) => verdicts };
  const flow = createFlow(
    turnRooms({
      ...judging,
      backups,
      commits: createCommitWatch(clock),
      directory,
      letters: undefined,
      config,
      clock,
      log,
    }),
    {
      publish: () => undefined,
      heardUntil: (now) => now,
      wakeSender: () => undefined,
      changed: () => undefined,
      counted: () => undefined,
      commitFailed: () => undefined,
      load: () => undefined,
    },
    { clock, log },
  );
  const sequences = new Map<string, number>();

  async function to(at: number): Promise<void> {
    await clock.advance(at - clock.now());
  }

  /** What a change of contracts has left to be done is done, as a collector's next ticks do it. */
  async function settle(): Promise<void> {
    const left = () => store.db.selectFrom('owed_anew').select('customer_id').limit(1).executeTakeFirst();
    while ((await left()) !== undefined) await flow.tick();
  }

  return {
    config,
    membership,
    directory,
    flow,
    settle,
    async tick(): Promise<void> {
      await flow.tick();
      await settle();
    },
    /** Lets time pass to a minute, with a tick at each moment something is due, as the collector's own timer has them. */
    async passTo(minute: number): Promise<void> {
      for (;;) {
        const next = await nextClockAt(store.db);
        if (next === null || next > minute * MIN) break;
        await to(Math.max(next, clock.now()));
        await flow.tick();
        await settle();
      }
      await to(minute * MIN);
    },
    /** A host's reading arrives. */
    async read(hostId: string, levels: Levels): Promise<void> {
      const [customer = '', host = ''] = hostId.split('.');
      const now = clock.now();
      const seq = (sequences.get(hostId) ?? 0) + 1;
      sequences.set(hostId, seq);
      const send = (kind: string, body: object) =>
        flow.receive({
          topic: `watchcase/v1/up/${shardOf(customer)}/${customer}/${host}/${kind}`,
          payload: Buffer.from(JSON.stringify(body)),
          retained: false,
          arrivedAt: now,
        });
      if (seq === 1) send('layout', layout);
      const values = CATEGORIES.flatMap((category) => levels[category]);
      send('reading', { sent: now, epoch: 5, seq, after: seq - 1, layout: layout.id, time: now, values });
      await clock.advance(10);
      await flow.exclusive(() => Promise.resolve());
      // What comes next in this minute is in this minute.
      clock.set(now);
    },
    async stop(): Promise<void> {
      await flow.stop();
      await history.close();
      folder[Symbol.dispose]();
    },
  };
}
