import { expect, it } from 'vitest';
import type { Snapshot } from '../../../backups/snapshot.ts';
import { newestSnapshot } from './newest-snapshot.ts';

const NOW = Date.UTC(2026, 10, 28, 12);
const HOUR_MS = 3_600_000;
const made = (id: string, hoursAgo: number, complete: Snapshot['complete'] = 'yes'): Snapshot => ({
  id,
  startedAt: NOW - hoursAgo * HOUR_MS,
  endedAt: null,
  kind: 'full',
  bytes: null,
  files: null,
  complete,
});

it.each([
  { name: 'in whatever order', all: [made('b', 30), made('c', 6), made('a', 50)], id: 'c' },
  { name: 'passing over what is not whole', all: [made('a', 30, 'warnings'), made('b', 6, 'no')], id: 'a' },
  { name: 'passing over what is from the future', all: [made('a', 30), made('b', -48)], id: 'a' },
])('a drill tries the newest that was listed, $name', ({ all, id }) => {
  const at = all.find((one) => one.id === id)?.startedAt;
  expect(newestSnapshot('restic', all, NOW)).toEqual({ id, at });
});

it.each([
  { name: 'nothing', all: [], why: 'no backup that the plan asks for' },
  { name: 'what is no list', all: undefined, why: 'not what it should be' },
  { name: 'what is from the future alone', all: [made('a', -48)], why: 'BACKUP_FROM_FUTURE' },
])('and fails with $name', ({ all, why }) => {
  expect(() => newestSnapshot('restic', all, NOW)).toThrow(why);
});
