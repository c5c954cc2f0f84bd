import type {
  AdoptedBackup,
  BackupCompliance,
  BackupFindings,
  BackupJobDetail,
  BackupMatrix,
  CreatedDrillFeed,
} from '@watchcase/api';
import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { copies, DAY, end, HOUR, story } from '../../../test/harness/backup-story.ts';
import { NOW, seed } from '../../../test/harness/flow-house.ts';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

/** A policy of another job, so that the one that is told of has none. */
const ELSEWHERE = { jobs: { names: ['mail'] }, schedule: { every: '1d' } };
const WELL = { drillEvery: '30d', rpo: '30h', threeTwoOne: '2d' };
const JOB = '/api/v1/backups/jobs/acme.db1/erp';

describeEachStore('backups over HTTP', (newDatabase) => {
  /** Six nights of a job that no policy judges, at 08:00 UTC. */
  async function nights() {
    const store = await (await newDatabase()).open();
    await seed(store);
    const clock = new ManualClock(NOW);
    const told = await story(store, ELSEWHERE, clock);
    const by = { actor: 'lin', door: 'api', now: NOW } as const;
    for (const [kind, id, data] of [
      ['customers', 'acme', { name: 'Acme' }],
      ['sites', 'acme.main', { name: 'Main' }],
      ['hosts', 'acme.db1', {}],
      ['hosts', 'acme.db2', {}],
    ] as const)
      await told.directory.put(kind, id, { data }, by);
    for (let night = 0; night < 6; night++) {
      await told.say(end(true, { job: 'erp' }));
      await told.skip(DAY);
    }
    const house = await buildHttpHouse({ store, clock, directory: told.directory });
    const get = async <T>(url: string) => (await house.ask('GET', url)).body as T;
    return { ...told, house, get, store, clock };
  }

  it('a job that nobody judges is found, its schedule guessed, adopted in one go, and judged from then on', async () => {
    const { house, get, tick, skip, say, store } = await nights();
    const before = await get<BackupMatrix>('/api/v1/backups?days=7');
    expect(before.items.map(({ job, state, policy }) => [job, state, policy])).toEqual([
      ['erp', 'unjudged', null],
    ]);
    expect(before.items[0]?.cells.map(({ state }) => state)).toEqual([
      ...Array.from({ length: 6 }, () => 'success'),
      'unknown',
    ]);
    const found = await get<BackupFindings>('/api/v1/backups/findings');
    // A run of a minute that ends at 08:00 has begun at 07:59.
    expect(found.items.map(({ guess }) => guess)).toEqual([{ cron: '55 7 * * *', zone: 'UTC' }]);
    expect(found.policies).toEqual([{ id: 'nightly', title: 'nightly', why: 'no-job-fits' }]);
    const adopted = await house.ask('POST', `${JOB}/adopt`, {});
    expect(adopted.body as AdoptedBackup).toMatchObject({
      policy: { id: 'db1-erp', title: 'erp (db1)' },
      isNew: true,
      isGuessed: true,
    });
    expect(await house.ask('POST', `${JOB}/adopt`, {})).toMatchObject({
      body: { code: 'BACKUP_ADOPTED_ALREADY' },
    });
    const audit = await store.db
      .selectFrom('audit')
      .select(['subject', 'act'])
      .orderBy('id', 'desc')
      .executeTakeFirst();
    expect(audit?.subject).toBe('backupPolicies/db1-erp');
    await tick();
    await say(end(true));
    for (let day = 0; day < 2; day++) await skip(DAY);
    const after = await get<BackupMatrix>('/api/v1/backups?days=3&state=missed');
    expect(after.items[0]).toMatchObject({ state: 'missed', policy: { id: 'db1-erp' }, broken: ['missed'] });
    expect(after.items[0]?.cells.map(({ state, expected }) => `${state} ${expected}`)).toEqual([
      'success 1',
      'missed 1',
      // Its moment has passed, its grace has not.
      'late 1',
    ]);
    expect(after.states).toMatchObject({ missed: 1, good: 0, unjudged: 0 });
    const detail = await get<BackupJobDetail>(JOB);
    expect(detail.cases).toHaveLength(1);
    expect(detail.runs).toHaveLength(7);
    expect(detail.nextMoments).toHaveLength(10);
    expect(detail.rpo).toMatchObject({ nowSeconds: 2 * 86_400 + 60, worstOn: '2026-03-10' });
    await house.stop();
  });

  it('copies of too few different days are a breach that says so; an agent that does not tell is no breach', async () => {
    const { house, get, tick, skip, say, clock, directory } = await nights();
    const by = { actor: 'lin', door: 'api', now: clock.now() } as const;
    const schedule = { cron: '0 8 * * *', zone: 'UTC' };
    const data = { jobs: { hosts: ['acme.db1'] }, schedule, retention: { gfs: { daily: 4, weekly: 1 } } };
    await directory.put('backupPolicies', 'kept', { data }, by);
    // A week is asked for once the job is as old.
    for (let day = 0; day < 2; day++) await skip(DAY);
    const retention = async (spread?: { days: number; weeks: number; months: number }) => {
      await say(copies(clock.now(), { count: 6, ...(spread === undefined ? {} : { spread }) }));
      await tick();
      const { verdicts } = await get<BackupJobDetail>(JOB);
      return verdicts.find(({ check }) => check === 'retention');
    };
    const lacking = await retention({ days: 2, weeks: 1, months: 1 });
    expect(lacking).toMatchObject({ isBroken: true, value: 2, limit: 4, unit: 'days', severity: 'minor' });
    // Two runs about midnight may be of one day.
    expect(await retention({ days: 3, weeks: 1, months: 1 })).toMatchObject({ isBroken: false });
    expect(await retention({ days: 3, weeks: 0, months: 0 })).toMatchObject({ unit: 'weeks', value: 0 });
    expect(await retention()).toMatchObject({ isBroken: false });
    await house.stop();
  });

  it('drills by hand, copies, compliance, tables and a calendar', async () => {
    const { house, get, tick, skip, say, clock, directory } = await nights();
    const by = { actor: 'lin', door: 'api', now: clock.now() } as const;
    const data = { ...WELL, jobs: { hosts: ['acme.db1'] }, schedule: { cron: '0 8 * * *', zone: 'UTC' } };
    await directory.put('backupPolicies', 'strict', { data }, by);
    await tick();
    const expiresAt = clock.now() - HOUR;
    await say(copies(clock.now(), { location: '=HYPERLINK("x")', kind: 'offsite', expiresAt }));
    await say(end(true, { job: '=1+2' }));
    const drill = {
      startedAt: new Date(clock.now() - 3 * HOUR).toISOString(),
      endedAt: new Date(clock.now() - HOUR).toISOString(),
      outcome: 'passed',
    };
    expect((await house.ask('POST', `${JOB}/drills`, drill)).status).toBe(400);
    const evidence = { checks: [{ name: 'rows', passed: true, found: '1 204 011' }], note: 'on the spare' };
    const made = await house.ask('POST', `${JOB}/drills`, { ...drill, ...evidence });
    expect(made).toMatchObject({
      status: 201,
      body: { durationSeconds: 7200, by: 'admin', note: 'on the spare' },
    });
    await tick();
    const detail = await get<BackupJobDetail>(JOB);
    expect(detail.drills.map(({ checks }) => checks)).toEqual([evidence.checks]);
    expect(detail.rto.lastSeconds).toBe(7200);
    expect(detail).toMatchObject({ drilledAt: drill.endedAt, threeTwoOne: 'no' });
    // What has expired is there for as long as its tool lists it.
    const newestExpiresAt = new Date(expiresAt).toISOString();
    expect(detail.copies).toMatchObject([{ kind: 'offsite', count: 3, tool: 'restic', newestExpiresAt }]);
    expect(detail.points.map((one) => one.expiresAt)).toEqual([newestExpiresAt]);
    expect(detail.cells.at(-1)).toMatchObject({ drilled: 'passed', state: 'late' });
    for (let day = 0; day < 3; day++) await skip(DAY);
    const kept = await get<BackupCompliance>('/api/v1/backups/compliance?period=2026-03');
    expect(kept.items).toHaveLength(1);
    expect(kept.items[0]).toMatchObject({ contract: null, jobs: 2, unjudged: 0 });
    const erp = kept.items[0]?.worst.find(({ job }) => job === 'erp')?.kept;
    expect(erp).toMatchObject({
      backups: { asked: 3, kept: 0 },
      copies: { asked: 3, kept: 0 },
      drills: { asked: 3, kept: 3, passed: 1, failed: 0 },
      rpo: { limitSeconds: 108_000 },
    });
    const csv = (url: string) =>
      house.app.inject({ url, headers: { authorization: `Bearer ${house.adminToken}` } });
    const table = await csv('/api/v1/backups.csv?days=2');
    expect(table.body).toMatch(/^\uFEFFcustomer,site,host,job,/);
    expect(table.body).toContain(",'=1+2,");
    expect(table.body).toContain(`,${newestExpiresAt},`);
    expect((await csv('/api/v1/backups/compliance.csv?period=2026-03')).body).toContain(",'=1+2,");
    const feed = (await house.ask('POST', '/api/v1/backups/feeds', {})).body as CreatedDrillFeed;
    const read = () => house.app.inject({ url: new URL(feed.url).pathname });
    expect((await read()).body).toMatch(/DTSTART:20260407T070000Z\r\n/);
    await house.ask('POST', `/api/v1/backups/feeds/${feed.id}/end`);
    expect((await read()).statusCode).toBe(404);
    await house.stop();
  });

  it('lists turn page by page in each order, and show nobody what is not theirs', async () => {
    const { house, get, say, store, directory, clock } = await nights();
    for (const job of ['a', 'b', 'c']) await say(end(job !== 'b', { job }));
    for (const sort of ['place', 'state', 'drill']) {
      const jobs: string[] = [];
      let next: string | null = '';
      while (next !== null) {
        const more = next === '' ? '' : `&cursor=${next}`;
        const page: BackupMatrix = await get(`/api/v1/backups?sort=${sort}&limit=1${more}`);
        jobs.push(...page.items.map(({ job }) => job));
        next = page.next;
      }
      expect(jobs).toEqual(['a', 'b', 'c', 'erp']);
    }
    expect((await get<BackupMatrix>('/api/v1/backups?search=RP')).items.map(({ job }) => job)).toEqual([
      'erp',
    ]);
    expect((await house.ask('GET', '/api/v1/backups?sort=state&cursor=eyJ4')).body).toMatchObject({
      code: 'CURSOR_INVALID',
    });
    expect((await house.ask('GET', `${JOB}x`)).body).toMatchObject({ code: 'BACKUP_JOB_NOT_FOUND' });
    // A policy that chooses by name would choose those of other hosts, too.
    await store.transaction((tx) =>
      tx.insertInto('backup_jobs').values({ host_id: 'acme.db1', job: 'x y', output: '', news: 0 }).execute(),
    );
    const by = { actor: 'lin', door: 'api', now: clock.now() } as const;
    const data = { jobs: { hosts: ['acme.db2'] }, schedule: { every: '1d' } };
    await directory.put('backupPolicies', 'wide', { data }, by);
    const adopted = await house.ask('POST', `${JOB}/adopt`, { policy: 'wide' });
    expect(adopted.body).toMatchObject({ code: 'BACKUP_POLICY_WIDER' });
    const names = { jobs: { hosts: ['acme.db1'], names: ['mail'] }, schedule: { every: '1d' } };
    await directory.put('backupPolicies', 'narrow', { data: names }, by);
    expect((await house.ask('POST', `${JOB}/adopt`, { policy: 'narrow' })).body).toMatchObject({
      isNew: false,
    });
    expect((await directory.current()).get('backupPolicies', 'narrow')?.data['jobs']).toEqual({
      hosts: ['acme.db1'],
      names: ['mail', 'erp'],
    });
    const unclear = await house.ask('POST', '/api/v1/backups/jobs/acme.db1/a/adopt', {});
    expect(unclear.body).toMatchObject({ code: 'BACKUP_SCHEDULE_UNCLEAR' });
    const { accounts, keys } = house.rooms.access;
    const account = await accounts.add(
      { name: 'other', role: 'customer', customers: ['other'], teams: [], email: null, language: null },
      by,
    );
    const { token } = await keys.newToken(
      { accountId: account.id, name: 'x', scope: null, expiresAt: null },
      by,
    );
    const asOther = (url: string) => house.app.inject({ url, headers: { authorization: `Bearer ${token}` } });
    expect((await asOther('/api/v1/backups')).json<BackupMatrix>()).toMatchObject({ items: [], total: 0 });
    expect((await asOther(JOB)).statusCode).toBe(404);
    expect((await asOther('/api/v1/backups/findings')).statusCode).toBe(403);
    await house.stop();
  });

  it('lists those first whose drill is due first, and last those of which none is asked', async () => {
    const { house, get, say, tick, directory, clock } = await nights();
    const by = { actor: 'lin', door: 'api', now: clock.now() } as const;
    for (const [job, drillEvery] of [
      ['b', '90d'],
      ['c', '30d'],
    ] as const) {
      await say(end(true, { job }));
      const data = { jobs: { names: [job] }, schedule: { every: '1d' }, drillEvery };
      await directory.put('backupPolicies', job, { data }, by);
    }
    await tick();
    const jobs: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const more = next === '' ? '' : `&cursor=${next}`;
      const page: BackupMatrix = await get(`/api/v1/backups?sort=drill&limit=1${more}`);
      jobs.push(...page.items.map(({ job }) => job));
      next = page.next;
    }
    expect(jobs).toEqual(['c', 'b', 'erp']);
    await house.stop();
  });
});
