import { expect, it } from 'vitest';
import { resticFailure } from './failure.ts';

const openFailed = (why: string) =>
  `Fatal: unable to open config file: ${why}\nIs there a repository at the following location?\n/srv/backup`;
const exitError = (code: number, message: string) =>
  `{"message_type":"exit_error","code":${code},"message":"${message}"}`;

it.each([
  { code: 1, stderr: 'Fatal: wrong password or no key found', is: 'BACKUP_PASSWORD_WRONG' },
  {
    code: 12,
    stderr: exitError(12, 'Fatal: wrong password or no key found'),
    is: 'BACKUP_PASSWORD_WRONG',
  },
  { code: 1, stderr: 'Fatal: an empty password is not a password', is: 'BACKUP_PASSWORD_MISSING' },
  { code: 1, stderr: 'Resolving password failed: Fatal: /x does not exist', is: 'BACKUP_PASSWORD_MISSING' },
  {
    code: 1,
    stderr: openFailed('stat /srv/backup/config: no such file or directory'),
    is: 'BACKUP_REPOSITORY_MISSING',
  },
  {
    code: 10,
    stderr: exitError(10, 'Fatal: repository does not exist: unable to open config file: 404 Not Found'),
    is: 'BACKUP_REPOSITORY_MISSING',
  },
  {
    code: 1,
    stderr: 'unable to create lock in backend: repository is already locked by PID 17 on erp1 by root',
    is: 'BACKUP_REPOSITORY_LOCKED',
  },
  {
    code: 11,
    stderr: exitError(11, 'unable to create lock in backend: repository is already locked'),
    is: 'BACKUP_REPOSITORY_LOCKED',
  },
  {
    code: 1,
    stderr: openFailed(
      'client.Head: Head \\"http://h/config\\": dial tcp 10.0.0.9:8000: connect: connection refused',
    ),
    is: 'BACKUP_REPOSITORY_UNREACHABLE',
  },
  {
    code: 1,
    stderr: openFailed('dial tcp: lookup nas.example on 10.0.0.2:53: no such host'),
    is: 'BACKUP_REPOSITORY_UNREACHABLE',
  },
  { code: 1, stderr: openFailed('Stat: Access Denied.'), is: 'BACKUP_REPOSITORY_REFUSED' },
  {
    code: 1,
    stderr: 'Fatal: unable to open repository at /srv: ReadDir: open /srv/keys: permission denied',
    is: 'BACKUP_REPOSITORY_REFUSED',
  },
  {
    code: 1,
    stderr: openFailed('unexpected HTTP response (401): 401 Unauthorized'),
    is: 'BACKUP_REPOSITORY_REFUSED',
  },
  { code: 1, stderr: 'Fatal: pack 17 is on fire', is: 'BACKUP_TOOL_FAILED' },
  { code: 3, stderr: '', is: 'BACKUP_TOOL_FAILED' },
  { code: 1, stderr: '{"message_type":"exit_er', is: 'BACKUP_TOOL_FAILED' },
])('exit code $code, "$stderr" is $is', ({ code, stderr, is }) => {
  const fault = resticFailure({ code, stderr }, '/srv/backup', []);
  expect(fault).toMatchObject({ code: is, place: '/srv/backup' });
});

it('quotes what it does not know, without what came before, without secrets and not without end', () => {
  const stderr = `warning: old\nFatal: odd key hunter2 ${'x'.repeat(1000)}`;
  const { message } = resticFailure({ code: 1, stderr }, '/srv/backup', ['hunter2']);
  expect(message).toMatch(/^restic ended with exit code 1: odd key \[secret\] x+$/);
  expect(message.length).toBeLessThan(400);
});
