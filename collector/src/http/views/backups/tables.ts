import type { BackupCompliance, BackupKept, BackupMatrix } from '@watchcase/api';
import { type Cell, csvOf } from '../../csv.ts';

/** The matrix as a table (CSV): one line for each job, one column for each day. */
export function matrixTable({ items, days }: Pick<BackupMatrix, 'items' | 'days'>): string {
  const head = [
    'customer',
    'site',
    'host',
    'job',
    'state',
    'policy',
    'last_end',
    'restorable_at',
    'three_two_one',
    'broken',
    'newest_expires_at',
  ];
  const lines = items.map((one): Cell[] => [
    one.customer.name,
    one.site.name,
    one.host.id,
    one.job,
    one.state,
    one.policy?.id ?? null,
    one.lastEnd,
    one.restorableAt,
    one.threeTwoOne,
    one.broken.join(' '),
    firstExpiry(one),
    ...one.cells.map(({ state, verified, drilled }) =>
      [state, verified === null ? '' : `verified:${verified}`, drilled === null ? '' : `drill:${drilled}`]
        .filter((word) => word !== '')
        .join(' '),
    ),
  ]);
  return csvOf([[...head, ...days], ...lines]);
}

/** When the newest copies of its places begin to expire; null where no tool says. Times of one form stand in the order of their texts. */
function firstExpiry({ copies }: BackupMatrix['items'][number]): string | null {
  return copies.flatMap(({ newestExpiresAt }) => newestExpiresAt ?? []).toSorted()[0] ?? null;
}

/** Compliance as a table (CSV): one line for each contract, and one for each of its jobs. */
export function complianceTable({ period, items }: BackupCompliance): string {
  const head = ['period', 'customer', 'contract', 'host', 'job', ...KEPT];
  const lines = items.flatMap(({ customer, contract, kept, worst }): Cell[][] => [
    [period.name, customer.name, contract?.id ?? null, null, null, ...cellsOf(kept)],
    ...worst.map((one): Cell[] => [
      period.name,
      customer.name,
      contract?.id ?? null,
      one.host.id,
      one.job,
      ...cellsOf(one.kept),
    ]),
  ]);
  return csvOf([head, ...lines]);
}

const KEPT = [
  'days_promised',
  'days_kept',
  'rpo_worst_seconds',
  'rpo_limit_seconds',
  'rpo_days_promised',
  'rpo_days_kept',
  'copies_days_promised',
  'copies_days_kept',
  'verification_days_promised',
  'verification_days_kept',
  'drill_days_promised',
  'drill_days_kept',
  'drills_passed',
  'drills_failed',
];

function cellsOf({ backups, rpo, copies, verification, drills }: BackupKept): Cell[] {
  return [
    backups.asked,
    backups.kept,
    rpo.worstSeconds,
    rpo.limitSeconds,
    rpo.days.asked,
    rpo.days.kept,
    copies.asked,
    copies.kept,
    verification.asked,
    verification.kept,
    drills.asked,
    drills.kept,
    drills.passed,
    drills.failed,
  ];
}
