import type { Store } from '@watchcase/collector/store/index.ts';
import { sql } from 'kysely';
import { rest } from '../rest.ts';

/** How many there are of what. */
export const CROWD = { open: 10_000, customers: 50, hosts: 1000, people: 9 } as const;

const FILLED_TABLES = [
  'customers',
  'hosts',
  'cases',
  'case_events',
  'case_clocks',
  'case_words',
  'indexed_cases',
];

/** A number from 0 to `below` - 1 that follows from the case's number, and for each `salt` from another part of it. */
const pick = (salt: number, below: number) => `((i * ${salt}) / 7 % ${below})`;

/** What is the same SQL in both databases for case number `i`. */
function columnsOf(closed: number, now: number) {
  const host = pick(7919, CROWD.hosts);
  const customer = `'c' || (${host} % ${CROWD.customers})`;
  const isOpen = `i > ${closed}`;
  const person = `'p' || ${pick(104_729, CROWD.people)}`;
  const isTaken = `${pick(331, 3)} <> 0`;
  const opened = `${now} - (${closed} + ${CROWD.open} - i) * 30000`;
  const choose = (of: string, ...values: string[]) =>
    `case ${of} ${values.map((value, at) => `when ${at} then '${value}'`).join(' ')} end`;
  return {
    customer,
    hostId: `${customer} || '.h' || ${host}`,
    isOpen,
    opened,
    person: `case when ${isTaken} then ${person} end`,
    team: `case when ${pick(6007, 5000)} = 0 then 'night' end`,
    severity: choose(pick(613, 4), 'critical', 'major', 'minor', 'advisory'),
    rank: `3 - ${pick(613, 4)}`,
    state: `case when ${isOpen} then ${choose(pick(331, 3), 'open', 'acknowledged', 'on-hold')}
      when ${pick(5003, 5000)} = 0 then 'cancelled' else 'closed' end`,
    source: `case when ${pick(2003, 2000)} = 0 then 'mail' else 'alert' end`,
    kind: `case when ${pick(9001, 20_000)} = 0 then 'complaint' else 'fault' end`,
    due: `case when ${isOpen} and ${pick(17, 50)} <> 0 then ${now} + (${pick(4513, 6000)} - 1000) * 60000 end`,
    words: `case when i % 97 = 0 then '磁盘 盘空 空间 间不 不足 足 on' when i % 100003 = 0 then 'needle on' else 'disk is full on' end || ' h' || ${host}`,
  };
}

/** Rows as the collector writes them, made by the database itself: a million acts one by one would take an hour. `now` in Unix milliseconds. */
export async function fill(store: Store, closed: number, now: number): Promise<void> {
  const isSqlite = store.kind === 'sqlite';
  const all = closed + CROWD.open;
  const upTo = (most: number) =>
    isSqlite
      ? `(with recursive n(i) as (select 1 union all select i + 1 from n where i < ${most}) select i from n) as n`
      : `generate_series(1::bigint, ${most}) as n(i)`;
  const { customer, hostId, isOpen, opened, words, ...of } = columnsOf(closed, now);
  const ended = `case when not (${isOpen}) then ${opened} + 9 end`;
  const resolved = `'{"cause":"logs","solution":"deleted logs"}'`;
  const first = `'{"severity":"major","category":"software","rule":"pack/disk"}'`;
  await run(store, [
    `insert into customers (id, name, created_at, shard) select 'c' || (i - 1), 'Customer ' || (i - 1), 0, 0 from ${upTo(CROWD.customers)}`,
    `insert into hosts (id, customer_id, site_id, name, created_at, presence, presence_since, session, clock_offset_ms, streams)
      select 'c' || ((i - 1) % ${CROWD.customers}) || '.h' || (i - 1), 'c' || ((i - 1) % ${CROWD.customers}), 'main', 'h' || (i - 1), 0, 'online', 0, 1, 0, '{}'
      from ${upTo(CROWD.hosts)}`,
    `insert into cases (id, group_key, scope, customer_id, site_id, host_id, policy, unresolved, title, state, severity, severity_rank, category, opened_at,
      acknowledged_by, assignee, team, resolved_at, closed_at, next_due, next_at, detected_late, breached, last_seq, rule, source, kind)
      select i, 'g' || i, 'host', ${customer}, 'main', ${hostId}, 'standard@1', case when ${isOpen} then 1 else 0 end, ${words}, ${of.state}, ${of.severity}, ${of.rank},
      'software', ${opened}, ${of.person}, ${of.person}, ${of.team}, ${ended}, ${ended}, ${of.due}, ${of.due}, 0, 0, case when ${isOpen} then 1 else 2 end,
      'pack/disk', ${of.source}, ${of.kind} from ${upTo(all)}`,
    `insert into case_events (case_id, seq, time, kind, actor, text, data) select i, 1, ${opened}, 'opened', 'watchcase', ${words}, ${first} from ${upTo(all)}`,
    `insert into case_events (case_id, seq, time, kind, actor, text, data) select i, 2, ${opened} + 9, 'resolved', 'p1', 'deleted logs', ${resolved}
      from ${upTo(closed)}`,
    `insert into case_clocks (case_id, target, limit_ms, due_at, state) select i, 'resolve', 1000, ${opened}, case when ${isOpen} then 'running' else 'met' end
      from ${upTo(all)}`,
    isSqlite
      ? `insert into case_words (rowid, words) select i, ${words} from ${upTo(all)}`
      : `insert into case_words (id, words) select i, (select string_agg('''' || word || ''':' || at, ' ')
          from unnest(string_to_array(${words}, ' ')) with ordinality as t(word, at))::tsvector from ${upTo(all)}`,
    `insert into indexed_cases (case_id, seq) select i, 9 from ${upTo(all)}`,
  ]);
  await rest(store, FILLED_TABLES);
}

/** Each statement in a transaction of its own; what it refers to is there, and is not looked up a million times. */
async function run(store: Store, statements: readonly string[]): Promise<void> {
  for (const statement of statements)
    await store.transaction(async (tx) => {
      if (store.kind === 'postgres') {
        await sql.raw('set local session_replication_role = replica').execute(tx);
        // A million rows take longer than any question may.
        await sql.raw('set local statement_timeout = 0').execute(tx);
      }
      await sql.raw(statement).execute(tx);
    });
}
