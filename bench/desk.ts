import type { Store } from '@watchcase/collector/store/index.ts';
import { systemClock } from '@watchcase/runtime';
import { ManualClock } from '@watchcase/testkit';
import { buildHttpHouse, type HttpHouse } from '../test/harness/http-rooms.ts';
import { CROWD, fill } from './desk/fill.ts';
import { type Asking, measure } from './desk/measure.ts';
import { questions } from './desk/questions.ts';
import { overPostgres, overSqlite } from './over-stores.ts';

/** 10 000 open and a million closed cases (`quick`: 100 000), in each database: how long a list, a search, a case and figures take, as a person asks for them. One line of JSON for each. */
export async function runDesk({ quick }: { quick: boolean }): Promise<boolean> {
  const closed = quick ? 100_000 : 1_000_000;
  const rounds = quick ? 20 : 100;
  const sqlite = await overSqlite((store) => ask(store, closed, rounds));
  const postgres = await overPostgres((store) => ask(store, closed, rounds));
  return sqlite && postgres;
}

async function ask(store: Store, closed: number, rounds: number): Promise<boolean> {
  const clock = new ManualClock();
  const startedAt = systemClock.monotonic();
  await fill(store, closed, clock.now());
  const fillSeconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
  say({ store: store.kind, open: CROWD.open, closed, fillSeconds });
  const house = await buildHttpHouse({ store, clock });
  const tokens = await tokensOf(house);
  let sound = true;
  for (const [question, asking] of Object.entries(questions(closed, clock.now()))) {
    const took = await measure(house, asking, { token: tokens[asking.as], rounds });
    sound &&= took.p99 <= asking.mostMs;
    say({ store: store.kind, question, ...took, most: asking.mostMs });
  }
  await house.stop();
  return sound;
}

/** People who see a part of it. */
async function tokensOf(house: HttpHouse): Promise<Record<Asking['as'], string>> {
  const { accounts, keys } = house.rooms.access;
  const by = { actor: 'bench', door: 'api' as const, now: house.clock.now() };
  const newcomer = async (role: 'engineer' | 'customer', customers: string[], teams: string[]) => {
    const account = await accounts.add(
      { name: role, role, customers, teams, email: null, language: null },
      by,
    );
    const key = { accountId: account.id, name: role, scope: null, expiresAt: null };
    return (await keys.newToken(key, by)).token;
  };
  return {
    admin: house.adminToken,
    engineer: await newcomer('engineer', ['c7', 'c8'], ['night']),
    customer: await newcomer('customer', ['c7'], []),
  };
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify({ bench: 'desk', ...line })}\n`);
}
