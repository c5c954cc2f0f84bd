import { type CaseDetail, caseDetailSchema, caseListSchema } from '@watchcase/api';
import { type Collector, type Postgres, startCollector, startPostgres } from '../../test/harness/index.ts';
import { type FarSide, startFarSide } from './far-side.ts';

/** A collector with a chain, over one of the databases, and the far side of its channel. */
export interface ChainHouse {
  collector: Collector;
  /** Undefined where the database is in the collector. */
  postgres: Postgres | undefined;
  far: FarSide;
  /** Every case in full, oldest first. */
  cases(): Promise<CaseDetail[]>;
  /** One of them. */
  caseOf(id: number): Promise<CaseDetail>;
  stop(): Promise<void>;
}

const PEOPLE = ['Lin', 'Zhao', 'Ada'];
const START_MS = 180_000;
const PAGE = 500;

/** Starts it; `isPostgres` over PostgreSQL, else over SQLite. */
export async function startChainHouse(isPostgres: boolean): Promise<ChainHouse> {
  const postgres = isPostgres ? await startPostgres() : undefined;
  const far = await startFarSide();
  const collector = await startCollector({
    startMs: START_MS,
    config: {
      log: { level: 'warn' },
      ...(postgres === undefined ? {} : { store: { kind: 'postgres', url: postgres.url } }),
      channels: [{ name: 'hook', type: 'webhook', options: { url: far.url } }],
      duty: PEOPLE.map((name) => ({ name, channels: ['hook'], severities: ['critical'] })),
    },
  });
  const put = (place: string, data: object) =>
    collector.api(`/api/v1/directory/${place}`, { method: 'PUT', body: { data } });
  // Ended once, it leaves its compiled code behind, which one that is killed does not: each later start takes half the time.
  await collector.end();
  await collector.restart();
  await put('customers/acme', { name: 'Acme' });
  // Nothing is due by a clock in the middle of it: whom chains ask is what is counted.
  await put('policies/slow', { name: 'Slow', targets: { respond: { critical: '14d' } } });
  await put('contracts/acme', { customer: 'acme', policy: 'slow', from: '2020-01-01', to: '2099-12-31' });
  for (const name of PEOPLE) await put(`people/${name.toLowerCase()}`, { name });
  await put('teams/east', { name: 'East', lead: 'ada' });
  await put('chains/east', {
    team: 'east',
    steps: [
      { page: [{ person: 'lin' }], delay: '10s' },
      { page: [{ person: 'zhao' }], delay: '10s' },
    ],
    repeat: 1,
    lastResort: { page: ['lead'], every: '7d' },
  });
  return {
    collector,
    postgres,
    far,
    cases: () => readCases(collector),
    caseOf: (id) => readCase(collector, id),
    async stop() {
      await collector.stop();
      await far.stop();
      await postgres?.stop();
    },
  };
}

async function readCases(collector: Collector): Promise<CaseDetail[]> {
  const ids: number[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const cursor: string = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
    const page = caseListSchema.parse(await collector.api(`/api/v1/cases?view=all&limit=${PAGE}${cursor}`));
    ids.push(...page.items.map(({ id }) => id));
    next = page.next;
  }
  const details: CaseDetail[] = [];
  for (const id of ids.toReversed()) details.push(await readCase(collector, id));
  return details;
}

async function readCase(collector: Collector, id: number): Promise<CaseDetail> {
  return caseDetailSchema.parse(await collector.api(`/api/v1/cases/${id}`));
}
