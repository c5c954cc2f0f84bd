import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createLog, isUserError, systemClock } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import restic from './index.ts';
import { options as schema } from './options.ts';

const PASSWORD = 'correct-horse-battery-staple';
const HOUR = 3_600_000;
const now = Date.UTC(2026, 2, 2, 8);
const host = createHost({ clock: systemClock, log: createLog('test', 'error') });
const folder = temporaryFolder();
const repository = join(folder.path, 'repository');
const source = join(folder.path, 'source');
const missing = !existsSync('/usr/bin/restic');
const skip = missing && process.env['CI'] !== 'true';
if (skip) console.warn('SKIPPED: restic (apt-get install restic)');

const environment = { ...process.env, RESTIC_REPOSITORY: repository, RESTIC_PASSWORD: PASSWORD };

function byHand(...args: string[]): string {
  return execFileSync('restic', [...args, '--no-cache'], {
    env: environment,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

function backUp(hoursAgo: number, ...args: string[]): void {
  const time = new Date(now - hoursAgo * HOUR).toISOString().slice(0, 19).replace('T', ' ');
  byHand('backup', source, '--time', time, '--host', 'erp1', ...args);
}

/** Every file of a folder with its content: the agent must leave it as it was. */
function contentOf(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${readFileSync(file).toString('hex')}`);
}

const optionsOf = (more: Record<string, unknown>) =>
  schema.parse({ repository, password: PASSWORD, ...more });
const ask = (more: Record<string, unknown> = {}) => restic.status(optionsOf(more), host, now);

async function faultOf(more: Record<string, unknown>) {
  const error = await ask(more).catch((thrown: unknown) => thrown);
  if (!isUserError(error)) throw new Error(`no fault but ${inspect(error)}`);
  expect(inspect(error, { depth: null })).not.toContain(PASSWORD);
  return error.faults[0];
}

/** A program that behaves as a recorded restic did. */
function recorded(name: string, { stdout = '', stderr = '', code = 0 }): string {
  const path = join(folder.path, name);
  writeFileSync(
    path,
    `#!/bin/sh\ncat <<'END'\n${stdout}\nEND\ncat >&2 <<'END'\n${stderr}\nEND\nexit ${code}\n`,
    { mode: 0o755 },
  );
  return path;
}

afterAll(() => folder[Symbol.dispose]());

describe.skipIf(skip)('a real repository', () => {
  beforeAll(() => {
    mkdirSync(source);
    writeFileSync(join(source, 'db.dump'), 'x'.repeat(12_345));
    byHand('init');
  }, 60_000);

  it('without snapshots has no age and counts none', async () => {
    expect(await ask()).toEqual([{ location: repository, ageSeconds: null, sizeBytes: null, count: 0 }]);
  });

  it('with snapshots tells the age of the newest that match, and how many match', async () => {
    backUp(50);
    backUp(27, '--tag', 'daily,full');
    backUp(3, '--tag', 'hourly');
    expect(await ask()).toMatchObject([{ location: repository, ageSeconds: 3 * 3600, count: 3 }]);
    expect(await ask({ tags: ['daily,full'] })).toMatchObject([{ ageSeconds: 27 * 3600, count: 1 }]);
    expect(await ask({ tags: ['daily', 'hourly'] })).toMatchObject([{ ageSeconds: 3 * 3600, count: 2 }]);
    expect(await ask({ host: 'erp1', paths: [source] })).toMatchObject([{ count: 3 }]);
    expect(await ask({ host: 'other' })).toMatchObject([{ ageSeconds: null, count: 0 }]);
    expect(await ask({ paths: ['/else'] })).toMatchObject([{ ageSeconds: null, count: 0 }]);
  }, 60_000);

  it('tells the size when asked to measure it', async () => {
    expect(await ask({ measureSize: true })).toMatchObject([{ sizeBytes: 12_345 }]);
  });

  it('reads its password from a file', async () => {
    const passwordFile = join(folder.path, 'password');
    writeFileSync(passwordFile, `${PASSWORD}\n`);
    expect(await ask({ password: undefined, passwordFile })).toMatchObject([{ count: 3 }]);
  });

  it('is read though it is locked, and is left as it was', async () => {
    const running = spawn('restic', ['backup', '--stdin', '--no-cache'], { env: environment, stdio: 'pipe' });
    await eventually(() => readdirSync(join(repository, 'locks')).length > 0);
    expect(() => byHand('check')).toThrow(/already locked/);
    const before = contentOf(repository);
    expect(await ask()).toMatchObject([{ count: 3 }]);
    expect(contentOf(repository)).toEqual(before);
    running.kill('SIGKILL');
    await once(running, 'close');
  });

  it.each([
    { name: 'a wrong password', more: { password: 'wrong' }, code: 'BACKUP_PASSWORD_WRONG' },
    {
      name: 'a password file that is not there',
      more: { password: undefined, passwordFile: '/nowhere' },
      code: 'BACKUP_PASSWORD_MISSING',
    },
    { name: 'no repository', more: { repository: '/nowhere' }, code: 'BACKUP_REPOSITORY_MISSING' },
    {
      name: 'a server that is not there',
      more: { repository: `rest:http://user:${PASSWORD}@127.0.0.1:1/erp` },
      code: 'BACKUP_REPOSITORY_UNREACHABLE',
    },
    { name: 'no restic', more: { program: 'restic-of-nowhere' }, code: 'BACKUP_TOOL_MISSING' },
    { name: 'too little time', more: { timeout: '1ms' }, code: 'BACKUP_TOOL_TIMEOUT' },
  ])('$name is $code', async ({ more, code }) => {
    expect(await faultOf(more)).toMatchObject({ code, fix: expect.any(String) });
  });
});

describe('what another restic printed', () => {
  const snapshot = {
    time: '2026-03-02T09:30:00.123456789+08:00',
    id: 'aa',
    paths: ['/srv'],
    hostname: 'erp1',
  };

  it('tells the size where the snapshot has a summary', async () => {
    const summary = { files_new: 3, data_added: 7, total_bytes_processed: 5_000_000_000 };
    const program = recorded('restic-with-summary', { stdout: JSON.stringify([{ ...snapshot, summary }]) });
    const [status] = await ask({ program });
    expect(status).toMatchObject({ sizeBytes: 5_000_000_000, count: 1 });
    expect(status?.ageSeconds).toBeCloseTo(23_400 - 0.123, 3);
  });

  it('may be null for no snapshots', async () => {
    expect(await ask({ program: recorded('restic-null', { stdout: 'null' }) })).toMatchObject([{ count: 0 }]);
  });

  it.each([
    { name: 'empty', stdout: '' },
    { name: 'words', stdout: 'created restic repository' },
    { name: 'cut', stdout: JSON.stringify([snapshot]).slice(0, -5) },
    { name: 'bad-time', stdout: JSON.stringify([{ ...snapshot, time: 'yesterday' }]) },
  ])('is refused when it is $name', async ({ name, stdout }) => {
    expect(await faultOf({ program: recorded(`restic-${name}`, { stdout }) })).toMatchObject({
      code: 'BACKUP_OUTPUT_UNKNOWN',
    });
  });

  it('never passes a secret on', async () => {
    const stderr = `Fatal: strange: ${PASSWORD} and rest:http://u:${PASSWORD}@h/ and key-of-s3`;
    const program = recorded('restic-chatty', { stderr, code: 1 });
    const env = { AWS_SECRET_ACCESS_KEY: 'key-of-s3' };
    const fault = await faultOf({ program, env, repository: `rest:http://u:${PASSWORD}@h/` });
    expect(fault).toMatchObject({ code: 'BACKUP_TOOL_FAILED', place: 'rest:http://h/' });
    expect(fault?.message).not.toContain('key-of-s3');
  });
});

it.each([
  { name: 'none', more: { password: undefined } },
  { name: 'two', more: { passwordFile: '/etc/password' } },
  { name: 'another in the environment', more: { env: { RESTIC_PASSWORD_COMMAND: 'pass erp' } } },
])('of passwords exactly one is needed: $name is refused', ({ more }) => {
  const { error } = schema.safeParse({ repository, password: PASSWORD, ...more });
  expect(error?.issues).toMatchObject([{ path: ['password'] }]);
});
