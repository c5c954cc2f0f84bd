import { expect, it } from 'vitest';
import { backupPolicySchema } from '../../packages/backup/src/policy-schema.ts';
import { en } from '../../packages/console/src/texts/en/index.ts';
import { backupPolicySaid, notAskedSaid } from '../../packages/console/src/words/backup-policy-said.ts';
import type { WrittenBackupPolicy } from '../../packages/console/src/words/written-backup-policy.ts';

const limits = { last: 20, percent: 20, deviations: 3, floor: 2 };
/** A record with all that the schema knows; none of it as it is by default. */
const full = {
  id: 'all',
  name: 'All',
  jobs: { customers: ['a'], sites: ['a.s'], hosts: ['a.h'], tags: ['t'], names: ['n*'] },
  schedule: { rrule: 'FREQ=DAILY', start: '2026-01-01T02:30', zone: 'UTC' },
  grace: '2h',
  randomDelay: '3m',
  maxRun: '4h',
  copies: [{ kind: 'local', maxAge: '26h', least: 3 }],
  threeTwoOne: '5d',
  retention: { least: 6, oldest: '28d', gfs: { daily: 7, weekly: 4, monthly: 12 } },
  size: { ...limits, live: true },
  files: limits,
  duration: limits,
  verifyEvery: '30d',
  drillEvery: '180d',
  drillGrace: '9d',
  rpo: '25h',
  rto: '8h',
  whileSilent: '11h',
  watchedFor: '3d',
  severity: { missed: 'critical' },
};

/** Paths of all that can be left out. */
function paths(value: object, before: readonly string[] = []): string[][] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]) => {
    const path = [...before, name];
    return [path, ...(typeof part === 'object' && part !== null ? paths(part, path) : [])];
  });
}

function without(value: object, [name = '', ...rest]: readonly string[]): object {
  const { [name]: part, ...others } = value as Record<string, unknown>;
  if (rest.length === 0) return others;
  if (Array.isArray(part))
    return { ...value, [name]: part.map((one: object) => without(one, rest.slice(1))) };
  return { ...value, [name]: without(part as object, rest) };
}

function said(record: object): string {
  const words = {
    backupPolicy: en.backupPolicy,
    severity: en.cases.severity,
    and: en.shell.and,
    duration: (written: string) => written,
    seconds: String,
    day: (written: string) => written,
    name: (_: unknown, id: string) => id,
    schedule: { text: 'scheduled', note: '' },
  };
  const policy = record as WrittenBackupPolicy;
  return JSON.stringify([backupPolicySaid(policy, words), notAskedSaid(policy, words)]);
}

it('whatever a backup policy says stands on its page', () => {
  backupPolicySchema.parse(full);
  expect(Object.keys(full)).toEqual(Object.keys(backupPolicySchema.shape));
  const parts = paths(full).filter(
    (path) => !['id', 'name', 'schedule'].includes(path[0] ?? '') && path.at(-1) !== '0',
  );
  const unsaid = parts.filter((path) => said(without(full, path)) === said(full)).map(String);
  expect(unsaid).toEqual([]);
  expect(parts.length).toBeGreaterThan(40);
});
