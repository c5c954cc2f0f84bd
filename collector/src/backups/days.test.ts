import type { BackupVerdict } from '@watchcase/backup';
import { formatCivilDay } from '@watchcase/calendar';
import { ManualClock } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { DAY, end, HOUR, story } from '../../../test/harness/backup-story.ts';
import { NOW, seed } from '../../../test/harness/flow-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { Store } from '../store/index.ts';
import { verdictOf } from './check-rules.ts';
import { readDays } from './day-ledger.ts';

const KEY = { hostId: 'acme.db1', job: 'erp' };
const at8 = { jobs: {}, schedule: { cron: '0 8 * * *', zone: 'UTC' }, grace: '1h' };

async function daysIn(store: Store): Promise<string[]> {
  const found = await readDays(store.db, [KEY], { from: NOW / DAY - 40, to: NOW / DAY + 400 });
  return [...found.values()].flat().map(({ day, state }) => `${formatCivilDay(day).slice(5)} ${state}`);
}

describeEachStore('what days were', (newDatabase) => {
  it('is written down as they pass, stays when the policy changes, and is mended by what is told late', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    const clock = new ManualClock(NOW);
    const { say, skip, send, tick, directory } = await story(store, at8, clock);
    await say(end(true));
    for (let day = 0; day < 4; day++) await skip(DAY);
    expect(await daysIn(store)).toEqual([
      '03-02 success',
      '03-03 missed',
      '03-04 missed',
      '03-05 missed',
      '03-06 late',
    ]);
    const by = { actor: 'lin', door: 'api', now: clock.now() } as const;
    const sundays = { ...at8, schedule: { cron: '0 8 * * 0', zone: 'UTC' } };
    await directory.put('backupPolicies', 'nightly', { data: sundays }, by);
    await skip(DAY);
    const after = await daysIn(store);
    expect(after.slice(0, 4)).toEqual(['03-02 success', '03-03 missed', '03-04 missed', '03-05 missed']);
    await directory.put('backupPolicies', 'nightly', { data: at8 }, by);
    await tick();
    const now = clock.now();
    // What its outbox kept: the run of the 4th.
    const late = {
      sent: now,
      epoch: NOW,
      seq: 2,
      after: 1,
      time: NOW + 2 * DAY,
      kind: 'backup-end',
      data: end(true)[1],
    };
    await send('event', late);
    await tick();
    expect(await daysIn(store)).toContain('03-04 success');
    expect(await daysIn(store)).toContain('03-03 missed');
  });

  it('a changed directory has no job looked at whose policy is the same', async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    const clock = new ManualClock(NOW);
    const { say, tick, directory } = await story(store, at8, clock);
    await say(end(true));
    await clock.advance(HOUR / 4);
    const judgedAt = async () =>
      (await store.db.selectFrom('backup_standings').select('judged_at').executeTakeFirstOrThrow()).judged_at;
    const before = await judgedAt();
    const by = { actor: 'lin', door: 'api', now: clock.now() } as const;
    await directory.put('people', 'lin', { data: { name: 'Lin' } }, by);
    await tick();
    expect(await judgedAt()).toBe(before);
    await directory.put('backupPolicies', 'nightly', { data: { ...at8, grace: '2h' } }, by);
    await tick();
    expect(await judgedAt()).toBeGreaterThan(before);
  });
});

it('the title of a breach of verification says whether nobody looked, or damage was found', () => {
  const said: BackupVerdict = {
    check: 'verification',
    about: '',
    severity: 'minor',
    isKnown: true,
    since: 1,
    value: 40 * 86_400,
    limit: 30 * 86_400,
    unit: 'seconds',
    lacks: null,
    next: null,
  };
  const subject = { hostId: 'acme.db1', hostName: 'db1', job: 'erp', active: new Set<string>() };
  const titles = [
    said,
    { ...said, about: 'sftp:vault', value: null, limit: null, unit: 'none' as const },
  ].map((one) => {
    const verdict = verdictOf(one, subject, 2);
    return verdict && 'title' in verdict.rule ? verdict.rule.title(verdict).en : '';
  });
  expect(titles).toEqual([
    'Backups of erp on db1 were not verified for 40 d, 30 d is promised',
    'Damage was found in the copies of erp at sftp:vault',
  ]);
});

it('the title of a breach of 3-2-1 says what is missing, in both languages', () => {
  const said: BackupVerdict = {
    check: 'three-two-one',
    about: '',
    severity: 'major',
    isKnown: true,
    since: 1,
    value: 2,
    limit: 3,
    unit: 'count',
    lacks: { places: 1, away: true, old: ['sftp:vault', 'nas', 'usb'] },
    next: null,
  };
  const subject = { hostId: 'acme.db1', hostName: 'db1', job: 'erp', active: new Set<string>() };
  const titleOf = (lacks: BackupVerdict['lacks']) => {
    const verdict = verdictOf({ ...said, lacks }, subject, 2);
    return verdict?.rule.title(verdict);
  };
  expect(titleOf(said.lacks)).toEqual({
    en: '3-2-1 of erp on db1: a second place is missing, off-site or off-line (too old: sftp:vault, nas, …)',
    'zh-CN': 'db1 上 erp 的 3-2-1：缺少第二个存放位置（异地或离线）（过旧：sftp:vault、nas、…）',
  });
  expect(titleOf({ places: 0, away: true, old: [] })?.en).toBe(
    '3-2-1 of erp on db1: no copy is off-site or off-line',
  );
  // What an older program wrote down does not say it.
  expect(titleOf(null)?.en).toBe('3-2-1 of erp on db1: nothing is missing');
});

it.each([
  ['months', 'different months', '个不同月份'],
  ['weeks', 'different weeks', '个不同的周'],
  ['days', 'different days', '个不同日期'],
] as const)('the title of a breach of retention says of what too few are kept: %s', (unit, en, zhCn) => {
  const said: BackupVerdict = {
    check: 'retention',
    about: '/srv',
    severity: 'minor',
    isKnown: true,
    since: 1,
    value: 3,
    limit: 12,
    unit,
    lacks: null,
    next: null,
  };
  const subject = { hostId: 'acme.db1', hostName: 'db1', job: 'erp', active: new Set<string>() };
  const verdict = verdictOf(said, subject, 2);
  expect(verdict?.rule.title(verdict)).toEqual({
    en: `/srv does not keep what is promised of erp: 3 of 12 ${en}`,
    'zh-CN': `/srv 保留的 erp 副本不足：3，要求 12 ${zhCn}`,
  });
});
