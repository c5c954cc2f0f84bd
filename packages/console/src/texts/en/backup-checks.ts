import type { BackupLacks } from '@watchcase/api';

/** What one check of a policy asks for, and what it found; `about` is a place of copies or a kind of places. */
interface CheckWords {
  name: (about: string) => string;
  /** Undefined figures are empty texts. */
  promised: (limit: string) => string;
  /** `than`: above zero where the figure is more than the limit, below zero where it is less. */
  found: (value: string, than: number, lacks: BackupLacks | null) => string;
}

/** What 3-2-1 lacks. */
function lacksText({ places, away, old }: BackupLacks): string {
  const second = away ? 'a second place is missing, off-site or offline' : 'a second place is missing';
  const what =
    places >= 2
      ? 'no place has a copy that is new enough'
      : places === 1
        ? second
        : 'no copy is off-site or offline';
  return old.length === 0 ? what : `${what} (too old: ${old.join(', ')})`;
}

const usual = (what: string) => (limit: string) =>
  limit === '' ? `${what} as usual` : `${what} as usual, the limit is ${limit}`;

/** Checks of a backup policy, in words. */
export const backupChecks = {
  /** Of a promise that is kept. */
  kept: 'kept',
  /** Nothing can be told now. */
  unknown: 'nothing can be told while the host is not heard',
  untold: 'broken, and nobody is told',
  since: 'since',
  lacks: lacksText,
  periods: {
    days: (count: number) => `${count} different days`,
    weeks: (count: number) => `${count} different weeks`,
    months: (count: number) => `${count} different months`,
  },
  checks: {
    missed: {
      name: () => 'In time',
      promised: () => 'an end by each moment of the schedule, with its grace',
      found: (value) => (value === '' ? 'nothing came' : `nothing came for ${value}`),
    },
    failed: {
      name: () => 'Success',
      promised: () => 'the last run ends well',
      found: () => 'the last run failed, or was cut off',
    },
    warnings: {
      name: () => 'Without warnings',
      promised: () => 'the last run and the newest copy are whole',
      found: () => 'it can be used, but is not whole',
    },
    stuck: {
      name: () => 'Comes to an end',
      promised: (limit) => `a run takes at most ${limit}`,
      found: (value) => `a run has gone on for ${value}`,
    },
    incomplete: {
      name: (about) => `Whole copies at ${about}`,
      promised: () => 'the newest copy can be restored',
      found: () => 'the newest copy is not whole',
    },
    copies: {
      name: (about) => `Copies: ${about}`,
      promised: (limit) => `one that is at most ${limit} old`,
      found: (value, than) => {
        if (value === '') return 'there is none';
        return than > 0 ? `the newest is ${value} old` : 'there are too few, or the newest is not whole';
      },
    },
    'three-two-one': {
      name: () => '3‑2‑1',
      promised: (limit) => `${limit} copies with the data itself, at two places, one of them away`,
      found: (_value, _than, lacks) => (lacks === null ? '' : lacksText(lacks)),
    },
    retention: {
      name: (about) => `Kept at ${about}`,
      promised: (limit) => (limit === '' ? 'as many and as old copies as promised' : `at least ${limit}`),
      found: (value) => `only ${value}`,
    },
    size: {
      name: () => 'Usual size',
      promised: usual('as large'),
      found: (value) => `the last has ${value}`,
    },
    files: {
      name: () => 'Usual number of files',
      promised: usual('as many files'),
      found: (value) => `the last has ${value}`,
    },
    duration: {
      name: () => 'Usual duration',
      promised: usual('as long'),
      found: (value) => `the last took ${value}`,
    },
    identical: {
      name: () => 'Something has changed',
      promised: () => 'two in a row differ in size',
      found: (value) => `the last two have the same size, ${value}`,
    },
    verification: {
      name: (about) => (about === '' ? 'Verified' : `Verified: ${about}`),
      promised: (limit) =>
        limit === '' ? 'no damage is found' : `verified every ${limit}, and no damage found`,
      found: (value) => (value === '' ? 'damage was found' : `not verified for ${value}`),
    },
    'drill-overdue': {
      name: () => 'Restore drill',
      promised: (limit) => `a drill passes every ${limit}, grace included`,
      found: (value) => `none has passed for ${value}`,
    },
    'drill-failed': {
      name: () => 'Last drill',
      promised: () => 'the last drill passed',
      found: () => 'the last drill failed',
    },
    rpo: {
      name: () => 'What would be lost (RPO)',
      promised: (limit) => `at most ${limit}`,
      found: (value) => `a restore would lose ${value}`,
    },
    rto: {
      name: () => 'How long a restore takes (RTO)',
      promised: (limit) => `at most ${limit}`,
      found: (value) => `the last drill took ${value}`,
    },
    clock: {
      name: (about) => `Clock of ${about}`,
      promised: (limit) => `less than ${limit} ahead`,
      found: (value) => `${value} ahead`,
    },
    unwatched: {
      name: (about) => `Looked at: ${about}`,
      promised: (limit) => `somebody looks at it every ${limit}`,
      found: (value) => `nobody has looked at it for ${value}`,
    },
  } satisfies Record<string, CheckWords> as Record<string, CheckWords>,
};
