import { eventSchema } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { unreadOf } from './unread.ts';

const well = { name: 'mem', error: null, told: false };

it('tells what cannot be read, of which job, and whether only a count says so', () => {
  const states = [
    well,
    { name: 'backup erp (restic)', job: 'erp', error: 'BACKUP_PASSWORD_WRONG /r: wrong', told: true },
    { name: 'procstat', error: 'took longer than 5 s', told: false },
  ];
  expect(unreadOf(states, ['CONFIG_INVALID interval: a time was expected'])).toEqual([
    { name: 'config', reason: 'CONFIG_INVALID interval: a time was expected' },
    { name: 'backup erp (restic)', job: 'erp', reason: 'BACKUP_PASSWORD_WRONG /r: wrong' },
    { name: 'procstat', counted: true, reason: 'took longer than 5 s' },
  ]);
  expect(unreadOf([well])).toEqual([]);
});

it.each([
  ['long', 'x'.repeat(5000)],
  ['cut within a character', `${'x'.repeat(399)}\u{1f512}`],
  ['with zero bytes', 'a\0b'],
  ['empty', ''],
])('is always what the wire takes, however the reason is: %s', (_name, error) => {
  const states = Array.from({ length: 300 }, (_, n) => ({
    name: `p${n}`.padEnd(300, 'p'),
    error,
    told: false,
  }));
  const head = { sent: 1, epoch: 1, seq: 1, after: 0, time: 1 };
  const event = { ...head, kind: 'boot', data: { bootTimeMs: 1, bootId: '', unread: unreadOf(states) } };
  expect(eventSchema.safeParse(event).error).toBeUndefined();
});
