import { expect, it } from 'vitest';
import { en } from '../texts/en/index.ts';
import { zhCn } from '../texts/zh-cn/index.ts';
import { backupPolicySaid, notAskedSaid, type PolicyWords } from './backup-policy-said.ts';
import { durationSaid, secondsSaid } from './span.ts';
import type { WrittenBackupPolicy } from './written-backup-policy.ts';

function wordsOf({ backupPolicy, cases, shell }: typeof en): PolicyWords {
  return {
    backupPolicy,
    severity: cases.severity,
    and: shell.and,
    duration: (written) => durationSaid(written, shell.unit, shell.workingDays),
    seconds: (seconds) => secondsSaid(seconds, shell.unit),
    day: (written) => written,
    name: (_, id) => id.toUpperCase(),
    schedule: { text: 'scheduled', note: '' },
  };
}

/** Each term as one line: `name: text (note)`. */
function lines(policy: WrittenBackupPolicy, words: PolicyWords): string[] {
  return backupPolicySaid(policy, words).flatMap(({ terms }) =>
    terms.map(({ name, text, note }) => `${name}: ${text}${note === '' ? '' : ` (${note})`}`),
  );
}

const schedule = { every: '1d' };
const full: WrittenBackupPolicy = {
  jobs: { customers: ['acme'], sites: ['acme.main'], tags: ['database'], names: ['erp*', 'mes'] },
  schedule: { rrule: 'FREQ=DAILY', start: '2026-01-01T02:30', zone: 'UTC' },
  grace: '2h',
  randomDelay: '30m',
  maxRun: '6h',
  copies: [
    { kind: 'offline', maxAge: '30d', least: 2 },
    { kind: 'local', maxAge: '26h' },
  ],
  threeTwoOne: '2d',
  retention: { least: 14, oldest: '28d', gfs: { daily: 7, monthly: 1 } },
  size: { percent: 30, live: true },
  files: {},
  duration: { last: 20, percent: 80, deviations: 1, floor: 60 },
  verifyEvery: '30d',
  drillEvery: '180d',
  drillGrace: '14d',
  rpo: '26h',
  rto: '4h',
  whileSilent: '12h',
  watchedFor: '3d',
  severity: { missed: 'critical', warnings: 'none', rto: 'none' },
};

it('all that a policy says is said', () => {
  expect(lines(full, wordsOf(en))).toEqual([
    'Customers: ACME',
    'Sites: ACME.MAIN',
    'Tags of host or customer: database',
    'Names of jobs: erp*, mes',
    'Schedule: scheduled',
    'Counted from: 2026-01-01 02:30',
    'Begins later by chance: at most 30 min',
    'Grace: 2 h; what has not ended by then is missed',
    'Longest run: 6 h; one that goes on is stuck',
    'While its host is not heard: the host’s own case speaks for it, for 12 h at most',
    'Local copies: the newest at most 26 h old',
    'Offline copies: at least 2, the newest at most 30 d old',
    '3‑2‑1: copies at two places beside the data itself, one of them off-site or offline, none older than 2 d',
    'Kept at each place: at least 14 copies\nthe oldest at least 28 d old, once the job is\none copy for each of the last 7 days, 1 month',
    'Looked at: a place counts for 3 d after somebody looked at it last (offline: 10 times as long)',
    'It may lose (RPO): at most 26 h',
    'A restore takes (RTO): at most 4 h',
    'Copies are verified: every 30 d',
    'A restore drill passes: every 180 d',
    'Grace of a drill: 14 d',
    'Size: farther from the median of the last 14 than each of: 30% of it, 5 median deviations, 1 MiB (by default: the last 14, 5 median deviations, 1 MiB)',
    'Number of files: farther from the median of the last 14 than each of: 50% of it, 5 median deviations, 10 files (by default)',
    'Duration: farther from the median of the last 20 than each of: 80% of it, 1 median deviation, 60 s',
    'Same size twice: is unusual, too: a live database is never twice the same',
    'Critical: nothing came in time',
    'Major: a run failed, a run does not end, newest copy not whole, copies missing or too old, 3‑2‑1 not kept, drill failed, too much would be lost (RPO) (by default)',
    'Minor: too little kept, unusual size, unusual number of files, unusual duration, same size twice, not verified or damaged, drill overdue, copy from the future, nobody looks at a place (by default)',
    'Nobody is told: usable but not whole, restore takes too long (RTO)',
  ]);
  expect(notAskedSaid(full, wordsOf(en))).toBe('');
});

it('of a policy that says little the defaults are said as such, and what it does not ask for', () => {
  const words = wordsOf(zhCn);
  expect(lines({ schedule, severity: { failed: 'minor' } }, words)).toEqual([
    '任务: 合同指定使用本策略的任务',
    '计划: scheduled',
    '宽限时间: 1小时，届时仍未结束即视为未执行 (默认值)',
    '最长执行时间: 12小时，超过即视为卡住 (默认值)',
    '主机无消息期间: 由主机自身的故障单说明，最长 24小时 (默认值)',
    '查看位置: 某位置最近一次被查看后 7天内有效（离线位置为 10 倍） (默认值)',
    '严重: 未按时执行、执行卡住、最新副本不完整、演练失败 (默认值)',
    '一般: 执行失败 (默认值：未校验或已损坏、副本时间超前、位置无人查看)',
    '咨询: 可用但不完整 (默认值)',
  ]);
  expect(notAskedSaid({ schedule, rpo: '1d' }, words)).toBe(
    '各类位置的副本、3‑2‑1、保留、RTO、校验、恢复演练、大小异常、文件数异常、耗时异常',
  );
});

it.each<[Partial<WrittenBackupPolicy>, string]>([
  [{ jobs: {} }, 'Jobs: all for which no other policy and no contract says more'],
  [{ retention: {} }, 'Kept at each place: at least 1 copy (by default)'],
  [{ drillEvery: '90d' }, 'Grace of a drill: 7 d (by default)'],
])('%j is said', (part, line) => {
  expect(lines({ schedule, ...part }, wordsOf(en))).toContain(line);
});
