import { join } from 'node:path';
import { openSqliteStore, type Store } from '@watchcase/collector/store/index.ts';
import { systemClock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { sql } from 'kysely';
import { buildHttpHouse, type HttpHouse } from '../test/harness/http-rooms.ts';

const OPEN = 10_000;
const MOST_LIST_MS = 100;
const MOST_CASE_MS = 50;
const CUSTOMERS = 50;
const HOSTS = 1000;

/** 10 000 open and a million closed cases (`quick`: 100 000): how long a list, a search and a case take, as a person asks for them. One line of JSON for each. */
export async function runDesk({ quick }: { quick: boolean }): Promise<boolean> {
  const folder = temporaryFolder();
  const store = await openSqliteStore(join(folder.path, 'watchcase.db'));
  const closed = quick ? 100_000 : 1_000_000;
  const startedAt = systemClock.monotonic();
  await fill(store, closed);
  const fillSeconds = Math.round((systemClock.monotonic() - startedAt) / 1000);
  process.stdout.write(`${JSON.stringify({ bench: 'desk', open: OPEN, closed, fillSeconds })}\n`);
  const house = await buildHttpHouse({ store });
  const rounds = quick ? 20 : 50;
  let sound = true;
  for (const [name, url] of Object.entries(questions(closed))) {
    const ms = await measure(house, url, rounds);
    const most = name.startsWith('case') ? MOST_CASE_MS : MOST_LIST_MS;
    sound &&= ms.p95 <= most;
    process.stdout.write(`${JSON.stringify({ bench: 'desk', question: name, ...ms, most })}\n`);
  }
  await house.stop();
  await store.close();
  folder[Symbol.dispose]();
  return sound;
}

function questions(closed: number): Record<string, string> {
  const list = (query: string) => `/api/v1/cases?${query}`;
  return {
    'by urgency': list(''),
    'by severity': list('sort=severity&order=down'),
    'by customer': list('sort=customer'),
    'one customer': list('customer=c7'),
    'one customer, one site': list('customer=c7&site=main'),
    'one person, severe': list('assignee=p3&severity=critical,major'),
    'due in two hours': list('due=120'),
    'all of one host': list('view=all&host=c7.h7'),
    'ended of one customer': list('view=ended&customer=c7'),
    'all cancelled': list('view=all&state=cancelled'),
    'a word': list('text=disk'),
    'two Chinese characters': list(`view=all&text=${encodeURIComponent('磁盘')}`),
    'a rare word': list('view=all&text=needle'),
    'case, old': `/api/v1/cases/${Math.round(closed / 2)}`,
    'case, open': `/api/v1/cases/${closed + 5}`,
    'case, its likes': `/api/v1/cases/${closed + 5}/likes`,
  };
}

async function measure(house: HttpHouse, url: string, rounds: number) {
  const times: number[] = [];
  let items = 0;
  for (let round = 0; round < rounds + 3; round++) {
    const before = systemClock.monotonic();
    const answer = await house.app.inject({
      url,
      headers: { authorization: `Bearer ${house.adminToken}` },
    });
    const ms = systemClock.monotonic() - before;
    if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.body}`);
    items = (answer.json<{ items?: unknown[] }>().items ?? []).length;
    if (round >= 3) times.push(ms);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10;
  return { items, p50: at(0.5), p95: at(0.95) };
}

/** Rows as the collector writes them, made by the database itself: a million acts one by one would take an hour. */
async function fill(store: Store, closed: number): Promise<void> {
  const all = closed + OPEN;
  const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${all})`;
  const isOpen = `i > ${closed}`;
  const severity = `case i % 4 when 0 then 'critical' when 1 then 'major' when 2 then 'minor' else 'advisory' end`;
  const customer = `'c' || (i % ${CUSTOMERS})`;
  const host = `${customer} || '.h' || (i % ${HOSTS})`;
  const title = `case when i % 97 = 0 then '磁盘空间不足 on h' when i % 100003 = 0 then 'needle on h' else 'disk is full on h' end || (i % ${HOSTS})`;
  const words = `case when i % 97 = 0 then '磁盘 盘空 空间 间不 不足 足 on h' when i % 100003 = 0 then 'needle on h' else 'disk is full on h' end || (i % ${HOSTS})`;
  const state = `case when ${isOpen} then (case i % 3 when 0 then 'open' when 1 then 'acknowledged' else 'on-hold' end) when i % 5000 = 0 then 'cancelled' else 'closed' end`;
  const due = `case when ${isOpen} then i * 1000 end`;
  const statements = [
    `insert into customers (id, name, created_at, shard) ${numbers} select 'c' || (i - 1), 'Customer ' || (i - 1), 0, 0 from n where i <= ${CUSTOMERS}`,
    `insert into hosts (id, customer_id, site_id, name, created_at, presence, presence_since, session, clock_offset_ms, streams)
      ${numbers} select ${host}, ${customer}, 'main', 'h' || (i % ${HOSTS}), 0, 'online', 0, 1, 0, '{}' from n where i <= ${HOSTS}`,
    `insert into cases (id, group_key, scope, customer_id, site_id, host_id, policy, unresolved, title, state, severity, severity_rank, category, opened_at,
      acknowledged_by, assignee, resolved_at, closed_at, next_due, detected_late, breached, last_seq, rule)
      ${numbers} select i, 'g' || i, 'host', ${customer}, 'main', ${host}, 'standard@1', ${isOpen}, ${title}, ${state}, ${severity}, 3 - i % 4, 'software', i * 1000,
      case when i % 3 then 'p' || (i % 9) end, case when i % 3 then 'p' || (i % 9) end, case when not (${isOpen}) then i * 1000 + 9 end,
      case when not (${isOpen}) then i * 1000 + 9 end, ${due}, 0, 0, case when ${isOpen} then 1 else 2 end, 'pack/disk' from n`,
    `insert into case_events (case_id, seq, time, kind, actor, text, data) ${numbers} select i, 1, i * 1000, 'opened', 'watchcase', ${title},
      '{"severity":"major","category":"software","rule":"pack/disk"}' from n`,
    `insert into case_events (case_id, seq, time, kind, actor, text, data) ${numbers} select i, 2, i * 1000 + 9, 'resolved', 'p1', 'deleted logs',
      '{"cause":"logs","solution":"deleted logs"}' from n where not (${isOpen})`,
    `insert into case_clocks (case_id, target, limit_ms, due_at, state) ${numbers} select i, 'resolve', 1000, i * 1000, 'running' from n where ${isOpen}`,
    `insert into case_words (rowid, words) ${numbers} select i, ${words} from n`,
    `insert into indexed_cases (case_id, seq) ${numbers} select i, 9 from n`,
    'analyze',
  ];
  for (const statement of statements) await store.transaction((tx) => sql.raw(statement).execute(tx));
}
