import { createLog } from '@watchcase/runtime';
import { openCase, readEvents, renewTerms, runClocks } from '../../collector/src/cases/index.ts';
import { createDirectory, shippedRecords } from '../../collector/src/directory/index.ts';
import { namedActor, type NewCase } from '../../collector/src/model/index.ts';
import { owedBy } from '../../collector/src/wiring/owed-terms.ts';
import { applyTurn, changeOf, START } from './cases-in-steps.ts';
import { addHost } from './paged-case.ts';
import type { TestDatabase } from './stores.ts';

const MIN = 60_000;
const COMPANY = `
customers: [{id: acme, name: Acme, zone: Asia/Shanghai}, {id: globex, name: Globex}]
sites: [{id: acme.main, name: main, travelAllowance: 90m}]
products: [{id: mes, name: MES}, {id: erp, name: ERP}]
hosts: [{id: acme.db1, product: mes}]
policies:
  - id: quick
    targets:
      respond: {critical: 3m, minor: 7m, advisory: 2h}
      resolve: {critical: 1h}
      on-site: {minor: 1h}
`;
/** A contract of acme with other fields, as JSON without its braces. */
export const contract = (more = '') => ({
  customer: 'acme',
  policy: 'quick',
  from: '2020-01-01',
  to: '2030-12-31',
  ...(JSON.parse(`{${more}}`) as object),
});
const reported: NewCase = {
  key: 'k1',
  title: { en: 'ERP is slow', 'zh-CN': 'ERP 变慢' },
  text: '',
  severity: 'critical',
  category: 'software',
  source: 'console',
  kind: 'fault',
  customerId: 'acme',
  siteId: 'main',
  hostId: 'acme.db1',
  by: namedActor('lin'),
};

/** A desk over an open store, with the rooms that know of contracts; minutes count from START. */
export async function deskOver(database: TestDatabase) {
  const store = await database.open();
  const directory = createDirectory(store);
  const owed = owedBy(directory, createLog('test', 'silent'));
  const at = (minute: number) => START + minute * MIN;
  const by = (minute: number) => ({ actor: 'lin', door: 'console' as const, now: at(minute) });
  return {
    store,
    directory,
    /** A contract of this id is so from now on. */
    agree: (minute: number, data: object, id = 'k') => directory.put('contracts', id, { data }, by(minute)),
    policy: (minute: number, yaml: string) => directory.put('policies', 'quick', { yaml }, by(minute)),
    by,
    fire: (...words: string[]) => applyTurn(store, [changeOf(words)], { owed }),
    report: (minute: number, more: Partial<NewCase> = {}) =>
      store.transaction((tx) => openCase(tx, { ...reported, ...more }, { now: at(minute), owed })),
    /** What a tick does to cases by itself. */
    tick: (minute: number, shards?: readonly number[], most?: number) =>
      store.transaction(async (tx) => [
        ...(await renewTerms(tx, { owed, shards, ...(most === undefined ? {} : { most }) })),
        ...(await runClocks(tx, at(minute), shards)),
      ]),
    /** `target: limit in minutes, due in minutes after START, state`. */
    async clocks(id: number) {
      const rows = await store.db
        .selectFrom('case_clocks')
        .selectAll()
        .where('case_id', '=', id)
        .orderBy('target')
        .execute();
      return rows.map(
        ({ target, limit_ms, due_at, state }) =>
          `${target}: ${limit_ms / MIN}, ${(due_at - START) / MIN}, ${state}`,
      );
    },
    /** What the log has of these kinds: `minute kind` and what tells it apart. */
    async log(id: number, ...kinds: string[]) {
      const lines = (await readEvents(store.db, id)).filter(({ kind }) => kinds.includes(kind));
      return lines.map(({ time, kind, data }) => {
        const { contract: of, policy, scope } = (data['terms'] ?? {}) as Record<string, unknown>;
        const { id: name, version } = (policy ?? {}) as Record<string, unknown>;
        const said =
          data['terms'] === null
            ? ' none'
            : ` ${String(of)} ${String(name)}@${String(version)} ${String(scope)}`;
        const due = `${String(data['target'])} ${String(data['percent'])} at ${(Date.parse(String(data['at'])) - START) / MIN}`;
        return `${(time - START) / MIN} ${kind}${kind === 'terms' ? said : ` ${due}`}`;
      });
    },
    row: (id: number) =>
      store.db
        .selectFrom('cases')
        .select(['contract', 'outside', 'policy'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
  };
}

/** The same on an empty database: customer acme with host db1, two products, a policy `quick`, and what comes with the program. */
export async function openDesk(database: TestDatabase) {
  const desk = await deskOver(database);
  await addHost(desk.store);
  await desk.directory.ship(shippedRecords(), START);
  await desk.directory.apply(
    [{ file: 'a.yaml', text: COMPANY }],
    { dryRun: false, prune: false },
    {
      ...desk.by(0),
      door: 'apply',
    },
  );
  return desk;
}
