import { expect, it } from 'vitest';
import { hasLost, resticFailure } from './failure.ts';

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
  // A wrong secret key of S3, by restic 0.14; it tells the server's words and not their code.
  {
    code: 1,
    stderr: openFailed(
      'Stat: The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ),
    is: 'BACKUP_REPOSITORY_REFUSED',
  },
  {
    code: 1,
    stderr: openFailed('Stat: The AWS Access Key Id you provided does not exist in our records.'),
    is: 'BACKUP_REPOSITORY_REFUSED',
  },
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
  const fault = resticFailure({ code, stderr }, { repository: '/srv/backup', secrets: [] });
  expect(fault).toMatchObject({ code: is, place: '/srv/backup' });
});

it('quotes what it does not know, without what came before, without secrets and not without end', () => {
  const stderr = `warning: old\nFatal: odd key hunter2 ${'x'.repeat(1000)}`;
  const of = { repository: '/srv/backup', secrets: ['', 'hunter2'] };
  const { message } = resticFailure({ code: 1, stderr }, of);
  expect(message).toMatch(/^restic ended with exit code 1: odd key \[secret\] x+$/);
  expect(message.length).toBeLessThan(400);
});

it('shows the repository as its location, without the user and password in it', () => {
  const repository = 'rest:https://ada:hunter2@nas/erp';
  const stderr = `Fatal: ${repository}: odd; https://ada:***@nas/erp: odder`;
  expect(resticFailure({ code: 1, stderr }, { repository, secrets: [] })).toMatchObject({
    place: 'rest:https://nas/erp',
    message: 'restic ended with exit code 1: rest:https://nas/erp: odd; https://nas/erp: odder',
  });
});

it.each([
  {
    stderr: 'could not load snapshots: ReadDir: open /srv/snapshots: permission denied',
    is: 'BACKUP_REPOSITORY_REFUSED',
  },
  {
    stderr: 'could not load snapshot 1281: load <snapshot/12817277a5>: invalid data returned',
    is: 'BACKUP_REPOSITORY_DAMAGED',
  },
  { stderr: 'Ignoring "1281": load <snapshot/12817277a5>: EOF', is: 'BACKUP_REPOSITORY_DAMAGED' },
])('exit code 0 with "$stderr" is $is', ({ stderr, is }) => {
  expect(hasLost(`other\n${stderr}\n`)).toBe(true);
  const fault = resticFailure({ code: 0, stderr: `other\n${stderr}\n` }, { repository: '/srv', secrets: [] });
  expect(fault.code).toBe(is);
  expect(fault.message).toContain(stderr);
});

it.each(['', 'repository 1234 opened', 'subprocess ssh: Welcome. Unauthorized use is forbidden.'])(
  'nothing is lost where restic only says "%s"',
  (stderr) => {
    expect(hasLost(stderr)).toBe(false);
  },
);

it('says what restic tries again and again when its time is up', () => {
  const stderr = 'List(snapshot) returned error, retrying after 552.330144ms: the disk is asleep';
  expect(resticFailure({ code: null, stderr }, { repository: '/srv', secrets: [] })).toMatchObject({
    code: 'BACKUP_TOOL_TIMEOUT',
    message: `restic tries again and again: ${stderr}`,
  });
});
