import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { historyConfigSchema, openHistory } from '../../collector/src/history/index.ts';
import type { AlertChange } from '../../collector/src/model/index.ts';
import type { Store } from '../../collector/src/store/index.ts';
import { house, Killed, message, NOW, seed } from '../harness/flow-house.ts';
import { type HostMessage, sampledPack } from './sampled-host.ts';

/** Moments at which the collector dies, and how long it is away. */
export interface Death {
  at: number;
  awayMs: number;
  /** `hard`: as it stands; `commit`: history is written, the store is not; `orderly`: stopped. */
  kind: 'hard' | 'commit' | 'orderly';
}

/** Where a story is played. */
export interface Place {
  store: Store;
  folder: string;
  /** Rules of each life in place of those of the sampled host; the last stay. */
  packs?: readonly string[];
  /** The machines take turns: with each life the host is at another, which has a data folder of its own. */
  machines?: number;
}

const TICK_MS = 5000;
/** Progress and standing still are no events: a collector that was away did not see them. */
const UNTOLD = new Set<AlertChange['transition']>(['held', 'frozen', 'thawed']);

/** Plays what a host sends to a collector that dies at these moments, over a real store and a real history; gives what alerts did, in order. */
export async function playUnderKills(
  place: Place,
  messages: readonly HostMessage[],
  deaths: readonly Death[],
): Promise<string[]> {
  await seed(place.store);
  const story: string[] = [];
  const end = (messages.at(-1)?.at ?? NOW) + 60_000;
  let from = NOW;
  for (const [life, planned] of [...deaths, { at: end, awayMs: 0, kind: 'orderly' as const }].entries()) {
    const death = planned.kind === 'commit' ? inCommit(planned, messages) : planned;
    await live({ ...place, life, story }, messages, { from, death });
    from = death.at + death.awayMs;
  }
  return story;
}

/** A death in the commit of a message: of the last before it was planned. */
function inCommit(death: Death, messages: readonly HostMessage[]): Death {
  return { ...death, at: messages.findLast(({ at }) => at <= death.at)?.at ?? death.at };
}

/** One life of the collector: what was not committed comes again first. */
async function live(
  { store, folder, packs, machines, life, story }: Place & { life: number; story: string[] },
  messages: readonly HostMessage[],
  { from, death }: { from: number; death: Death },
): Promise<void> {
  const clock = new ManualClock(from);
  const history = openHistory(
    join(folder, `history-${life % (machines ?? 1)}.db`),
    historyConfigSchema.parse({}),
    {
      tagsOf: () => ({ customer: 'acme', site: 'main', host: 'db1' }),
      clock,
      log: createLog('test', 'silent'),
    },
  );
  let dying = false;
  const transaction: Store['transaction'] = (work) =>
    dying ? Promise.reject(new Killed()) : store.transaction(work);
  const { flow, out, settle } = await house(store, {
    clock,
    history,
    transaction,
    pack: packs?.[life] ?? packs?.at(-1) ?? sampledPack,
    shared: machines !== undefined,
  });
  const committed = await cursorsOf(store);
  const due = messages.filter(({ at, epoch, seq }) =>
    epoch === 0 ? at <= from : seq > (committed.get(epoch) ?? 0) && at <= death.at,
  );
  let tickAt = from;
  for (const one of due) {
    const at = Math.max(one.at, from);
    for (; tickAt <= at; tickAt += TICK_MS) {
      await clock.advance(Math.max(0, tickAt - clock.now()));
      await flow.tick();
    }
    await clock.advance(Math.max(0, at - clock.now()));
    if (death.kind === 'commit' && one === due.at(-1)) dying = true;
    const body = one.kind === 'reading' ? { ...one.body, sent: at } : one.body;
    flow.receive(message(one.kind, body, at));
    await settle();
  }
  if (dying) await flow.tick();
  if (death.kind === 'orderly') {
    await flow.stop();
    await history.close();
  }
  story.push(...out.told.filter((change) => !UNTOLD.has(change.transition)).map(wordsOf));
}

async function cursorsOf(store: Store): Promise<Map<number, number>> {
  const rows = await store.db.selectFrom('epochs').select(['epoch', 'seq']).execute();
  return new Map(rows.map(({ epoch, seq }) => [epoch, seq]));
}

function wordsOf({ rule, transition, severity, lastSample, title }: AlertChange): string {
  return `${(lastSample - NOW) / 1000} s ${rule} ${transition} ${severity} at ${title.en}`;
}
