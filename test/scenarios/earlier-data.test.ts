import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type CaseDetail, caseDetailSchema, hostListSchema } from '@watchcase/api';
import { describeWith, temporaryFolder } from '@watchcase/testkit';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, startCollector } from '../harness/collector.ts';
import { startPostgres } from '../harness/postgres.ts';
import { repositoryRoot } from '../house/tree.ts';

/** Data folders as version 0.1 left them, with what its API said of them last. See the README beside them. */
const EARLIER = join(repositoryRoot, 'test/fixtures/of-0.1');

interface Answers {
  cases: CaseDetail[];
  hosts: { id: string; name: string; customer: unknown; site: unknown }[];
}

describe('a data folder of version 0.1 with SQLite', () => goesOn('sqlite'));
describeWith('postgres', 'a data folder of version 0.1 with PostgreSQL', () => goesOn('postgres'));

function goesOn(kind: 'sqlite' | 'postgres'): void {
  const before = JSON.parse(readFileSync(join(EARLIER, kind, 'answers.json'), 'utf8')) as Answers;
  let collector: Collector;
  const stops: (() => void | Promise<void>)[] = [];

  beforeAll(async () => {
    const folder = temporaryFolder();
    stops.push(() => folder[Symbol.dispose]());
    layOut(kind, join(folder.path, 'data'));
    let config = {};
    if (kind === 'postgres') {
      const postgres = await startPostgres();
      stops.push(() => postgres.stop());
      await restore(postgres.url);
      config = { store: { kind, url: postgres.url } };
    }
    collector = await startCollector({ folder: folder.path, config });
    stops.push(() => collector.stop());
  }, 90_000);
  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop();
  });

  it('starts by itself; every case is as it was, its clocks are due when they were', async () => {
    for (const old of before.cases) {
      const now = caseDetailSchema.parse(await collector.api(`/api/v1/cases/${old.id}`));
      expect(lastingOf(now)).toEqual(lastingOf(old));
      // The log only grows: what was promised has been missed meanwhile.
      expect(oldestFirst(now).slice(0, old.timeline.length)).toMatchObject(oldestFirst(old));
      for (const { target, limitSeconds, due, stoppedAt } of old.clocks)
        expect(now.clocks).toContainEqual(expect.objectContaining({ target, limitSeconds, due, stoppedAt }));
    }
  });

  it('knows its hosts, by their names and places', async () => {
    const { items } = hostListSchema.parse(await collector.api('/api/v1/hosts?limit=50'));
    for (const { id, name, customer, site } of before.hosts)
      expect(items).toContainEqual(expect.objectContaining({ id, name, customer, site }));
  });

  it('lets a person go on where they were', async () => {
    const open = before.cases.find(({ state }) => state === 'open') as CaseDetail;
    await collector.api(`/api/v1/cases/${open.id}/acknowledge`, { method: 'POST', body: { by: 'Li Wei' } });
    const now = caseDetailSchema.parse(await collector.api(`/api/v1/cases/${open.id}`));
    expect([now.state, now.acknowledgedBy]).toEqual(['acknowledged', 'Li Wei']);
  });
}

function oldestFirst({ timeline }: CaseDetail) {
  return timeline.toSorted((a, b) => a.seq - b.seq);
}

/** What no version may change of a case of the past. */
function lastingOf(it: CaseDetail) {
  const { id, number, title, titles, state, severity, category, customer, site, host } = it;
  const { openedAt, acknowledgedAt, acknowledgedBy, recoveredAt, detectedLate } = it;
  const what = { id, number, title, titles, state, severity, category, customer, site, host };
  return { ...what, openedAt, acknowledgedAt, acknowledgedBy, recoveredAt, detectedLate };
}

function layOut(kind: string, data: string): void {
  mkdirSync(data, { mode: 0o700 });
  for (const name of ['admin-token', 'link-secret']) {
    writeFileSync(join(data, name), readFileSync(join(EARLIER, kind, name)));
    chmodSync(join(data, name), 0o600);
  }
  for (const name of kind === 'sqlite' ? ['history.db', 'watchcase.db'] : ['history.db'])
    writeFileSync(join(data, name), unpacked(kind, name));
}

async function restore(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(unpacked('postgres', 'dump.sql').toString('utf8'));
  await client.end();
}

function unpacked(kind: string, name: string): Buffer {
  return gunzipSync(readFileSync(join(EARLIER, kind, `${name}.gz`)));
}
