import { expect, it } from 'vitest';
import { watchedBackups } from './watched-backups.ts';

const one = (measurement: string, field: string, tags: Record<string, string>, value: number | null) => ({
  key: `${measurement}.${field}`,
  measurement,
  field,
  tags,
  unit: 'none',
  value,
});

it('lists every watched backup by job and place, with what its tool says', () => {
  const nightly = { job: 'nightly', location: '/mnt/a' };
  const series = [
    one('backup_tool', 'readable', { job: 'nightly' }, 1),
    one('backup_tool', 'readable', { job: 'nightly', part: '2' }, 1),
    one('backup_tool', 'readable', { job: 'books' }, 0),
    one('backup_tool', 'readable', { job: 'new' }, null),
    one('backup', 'age', nightly, 3600),
    one('backup', 'size', nightly, 5),
    one('backup', 'count', nightly, 3),
    one('backup', 'age', { ...nightly, part: '2' }, 60),
    one('backup_run', 'ok', { job: 'nightly' }, 1),
  ];
  const nothing = { ageSeconds: null, sizeBytes: null, count: null };
  const unread = [
    {
      name: 'backup books (restic)',
      job: 'books',
      counted: false,
      reason: 'BACKUP_PASSWORD_WRONG /r: wrong',
    },
    { name: 'mem', job: null, counted: true, reason: 'no such file' },
  ];
  const reasons: string[] = [];
  expect(watchedBackups(series, unread)).toEqual([
    {
      job: 'books',
      location: null,
      readable: false,
      reasons: ['BACKUP_PASSWORD_WRONG /r: wrong'],
      ...nothing,
    },
    { job: 'new', location: null, readable: null, reasons, ...nothing },
    { job: 'nightly', location: '/mnt/a', readable: true, reasons, ageSeconds: 3600, sizeBytes: 5, count: 3 },
    {
      job: 'nightly',
      location: '/mnt/a',
      readable: true,
      reasons,
      ageSeconds: 60,
      sizeBytes: null,
      count: null,
    },
  ]);
});

it('says of a place that could be read what is there, though another place of its job cannot be read', () => {
  const gone = { job: 'books', location: '/mnt/gone/*' };
  const empty = { job: 'books', location: '/srv/*' };
  const series = [
    one('backup_tool', 'readable', { job: 'books' }, 0),
    one('backup', 'age', gone, null),
    one('backup', 'count', gone, null),
    one('backup', 'age', empty, null),
    one('backup', 'count', empty, 0),
  ];
  const reason = 'BACKUP_FOLDER_UNREADABLE /mnt/gone/*: the folder is not there';
  const unread = [{ name: 'backup books (files)', job: 'books', counted: false, reason }];
  expect(
    watchedBackups(series, unread).map(({ location, readable, reasons }) => [location, readable, reasons]),
  ).toEqual([
    ['/mnt/gone/*', false, [reason]],
    ['/srv/*', true, []],
  ]);
});
