import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { inspect } from 'node:util';
import { createLog, isUserError, systemClock } from '@watchcase/runtime';
import {
  asNobody,
  describeWith,
  eventually,
  newResticRepository,
  RESTIC_PASSWORD,
  temporaryFolder,
} from '@watchcase/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import restic from './index.ts';
import { options as schema } from './options.ts';

const HOUR = 3_600_000;
const now = Date.UTC(2026, 2, 2, 8);
const host = createHost({ clock: systemClock, log: createLog('test', 'error') });
const folder = temporaryFolder();
const repository = join(folder.path, 'repository');
const source = join(folder.path, 'source');
const environment = { ...process.env, RESTIC_REPOSITORY: repository, RESTIC_PASSWORD };

function byHand(...args: string[]): string {
  const options = { env: environment, encoding: 'utf8', stdio: 'pipe' } as const;
  return execFileSync('restic', [...args, '--no-cache'], options);
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
  schema.parse({ repository, password: RESTIC_PASSWORD, ...more });
const ask = (more: Record<string, unknown> = {}) => restic.status(optionsOf(more), host, now);

async function faultOf(more: Record<string, unknown>) {
  const error = await ask(more).catch((thrown: unknown) => thrown);
  if (!isUserError(error)) throw new Error(`no fault but ${inspect(error)}`);
  expect(inspect(error, { depth: null })).not.toContain(RESTIC_PASSWORD);
  return error.faults[0];
}

afterAll(() => folder[Symbol.dispose]());

describeWith('restic', 'a real repository', () => {
  beforeAll(() => {
    mkdirSync(source);
    writeFileSync(join(source, 'db.dump'), 'x'.repeat(12_345));
    newResticRepository(repository);
  }, 60_000);

  it('without snapshots has no age and counts none', async () => {
    expect(await ask()).toMatchObject([{ ageSeconds: null, count: 0, copies: { newest: null } }]);
  });

  it('with snapshots tells the age of the newest that match, and how many match', async () => {
    backUp(50);
    backUp(27, '--tag', 'daily,full');
    backUp(3, '--tag', 'hourly');
    expect(await ask()).toMatchObject([{ location: repository, ageSeconds: 3 * 3600, count: 3 }]);
    expect(await ask({ tags: ['daily,full'] })).toMatchObject([{ ageSeconds: 27 * 3600, count: 1 }]);
    expect(await ask({ tags: ['daily', 'hourly'] })).toMatchObject([{ ageSeconds: 3 * 3600, count: 2 }]);
    expect(await ask({ host: 'erp1', paths: [source] })).toMatchObject([{ location: repository, count: 3 }]);
    expect(await ask({ host: 'ERP1' })).toMatchObject([{ count: 3 }]);
    expect(await ask({ paths: [`${source}/`] })).toMatchObject([{ count: 3 }]);
    expect(await ask({ paths: ['source'] })).toMatchObject([{ count: 3 }]);
    expect(await ask({ host: 'other' })).toMatchObject([{ ageSeconds: null, count: 0 }]);
    expect(await ask({ paths: ['/else'] })).toMatchObject([
      {
        ageSeconds: null,
        count: 0,
        remark: expect.stringMatching(/^none of the 3 .*host erp1, the path .*source,/),
      },
    ]);
  }, 60_000);

  it('tells the size when asked to measure it', async () => {
    expect(await ask({ measureSize: true })).toMatchObject([{ sizeBytes: 12_345 }]);
  });

  it('reads its password from a file', async () => {
    const passwordFile = join(folder.path, 'password');
    writeFileSync(passwordFile, `${RESTIC_PASSWORD}\n`);
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

  /** A copy of the repository that something has happened to. */
  function damaged(name: string, damage: (snapshots: string) => void): string {
    const copy = join(folder.path, name);
    cpSync(repository, copy, { recursive: true });
    damage(join(copy, 'snapshots'));
    return copy;
  }

  it('whose folder of snapshots is missing, as in half a copy, is not known, and is not "no backup"', async () => {
    const copy = damaged('half', (snapshots) => rmSync(snapshots, { recursive: true }));
    expect(await faultOf({ repository: copy })).toMatchObject({
      code: 'BACKUP_REPOSITORY_DAMAGED',
      place: copy,
    });
    expect(await faultOf({ repository: `local:${copy}/`, host: 'erp1' })).toMatchObject({
      code: 'BACKUP_REPOSITORY_DAMAGED',
    });
  });

  it('which lists no snapshots though it holds data is not known, wherever it is', async () => {
    const missing = damaged('elsewhere', (snapshots) => rmSync(snapshots, { recursive: true }));
    // A path that is not full stands for a place that this machine cannot look into.
    const { code, message } = (await faultOf({ repository: relative(process.cwd(), missing) })) ?? {};
    expect([code, message]).toEqual(['BACKUP_REPOSITORY_DAMAGED', expect.stringContaining('holds data')]);
  });

  it('of whose snapshots one is damaged does not pass for an older one', async () => {
    const copy = damaged('broken', (snapshots) => {
      const { id } = (JSON.parse(byHand('snapshots', '--json')) as { id: string }[]).at(-1) ?? { id: '' };
      chmodSync(join(snapshots, id), 0o600);
      truncateSync(join(snapshots, id), 20);
    });
    expect(await faultOf({ repository: copy })).toMatchObject({
      code: 'BACKUP_REPOSITORY_DAMAGED',
      message: expect.stringContaining('could not load snapshot'),
    });
  });

  it.each([
    { name: 'whose folder of snapshots', shut: () => '' },
    { name: 'of whose snapshots one', shut: (snapshots: string) => readdirSync(snapshots)[0] ?? '' },
  ])(
    '$name may not be read is not "no backup", and the reason is told though restic tries again for long',
    async (it) => {
      const copy = damaged(it.name, (snapshots) => {
        execFileSync('chmod', ['-R', 'a+rX', join(snapshots, '..')]);
        chmodSync(join(snapshots, it.shut(snapshots)), 0o000);
      });
      chmodSync(folder.path, 0o755);
      expect(await asNobody(() => faultOf({ repository: copy, timeout: '4s' }))).toMatchObject({
        code: 'BACKUP_REPOSITORY_REFUSED',
        message: expect.stringContaining('permission denied'),
      });
    },
  );

  it('says when snapshots of several hosts pass for one', async () => {
    const copy = join(folder.path, 'shared');
    cpSync(repository, copy, { recursive: true });
    const env = { ...environment, RESTIC_REPOSITORY: copy };
    execFileSync('restic', ['backup', source, '--host', 'laptop', '--no-cache'], { env, stdio: 'pipe' });
    const [all] = await restic.status(optionsOf({ repository: copy }), host, systemClock.now());
    expect(all).toMatchObject({
      count: 4,
      remark: expect.stringContaining('the hosts erp1, laptop count as one'),
    });
    const [one] = await restic.status(optionsOf({ repository: copy, host: 'erp1' }), host, systemClock.now());
    expect(one).toMatchObject({ count: 3 });
    expect(one?.remark).toBeUndefined();
  }, 60_000);

  it('tells each of several paths by itself: one that is backed up no more is not hidden', async () => {
    const other = join(folder.path, 'other');
    mkdirSync(other, { recursive: true });
    const statuses = await ask({ paths: [source, other] });
    expect(statuses).toMatchObject([
      { location: `${repository} (${source})`, ageSeconds: 3 * 3600, count: 3 },
      { location: `${repository} (${other})`, ageSeconds: null, count: 0 },
    ]);
    const time = new Date(now - 200 * HOUR).toISOString().slice(0, 19).replace('T', ' ');
    byHand('backup', source, other, '--time', time, '--host', 'erp1');
    expect(await ask({ paths: [source, other] })).toMatchObject([
      { ageSeconds: 3 * 3600, count: 4 },
      { ageSeconds: 200 * 3600, count: 1 },
    ]);
  }, 60_000);

  it('knows no age where every snapshot is later than the clock of this machine', async () => {
    const [status] = await restic.status(optionsOf({}), host, Date.UTC(2000, 0, 1));
    expect(status).toMatchObject({
      ageSeconds: null,
      count: null,
      fault: expect.stringContaining('BACKUP_FROM_FUTURE'),
    });
  });

  it.each([
    {
      program: 'ssh',
      repository: 'sftp:backup@nas.example:/srv/erp',
      said: 'ssh: connect to host nas.example port 22: Connection refused',
      code: 'BACKUP_REPOSITORY_UNREACHABLE',
    },
    {
      program: 'ssh',
      repository: 'sftp:backup@nas.example:/srv/erp',
      said: 'backup@nas.example: Permission denied (publickey,password).',
      code: 'BACKUP_REPOSITORY_REFUSED',
    },
    {
      program: 'ssh',
      repository: 'sftp:backup@nas.example:/srv/erp',
      said: 'Host key verification failed.',
      code: 'BACKUP_REPOSITORY_REFUSED',
    },
    {
      program: 'ssh',
      repository: 'sftp:backup@nas.example:/srv/erp',
      said: 'something that nobody knows',
      code: 'BACKUP_REPOSITORY_UNREACHABLE',
    },
    {
      program: 'rclone',
      repository: 'rclone:nas:erp',
      said: `Failed to create file system for "nas:": didn't find section in config file`,
      code: 'BACKUP_REPOSITORY_UNREACHABLE',
    },
  ])(
    'told by $program "$said" is $code with that reason',
    async ({ program, said, ...it }) => {
      const path = join(folder.path, 'bin');
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, program), `#!/bin/sh\ncat >&2 <<'END'\n${said}\nEND\nsleep 0.3\nexit 255\n`, {
        mode: 0o755,
      });
      const env = { PATH: `${path}:/usr/bin:/bin` };
      const fault = await faultOf({ repository: it.repository, env });
      expect(fault).toMatchObject({ code: it.code, place: it.repository });
      expect(fault?.message).toMatch(new RegExp(`: ${RegExp.escape(said)}$`));
    },
    60_000,
  );

  it.each([
    {
      name: 'no ssh',
      more: { repository: 'sftp:backup@nas:/erp', env: { PATH: '/nowhere' }, program: '/usr/bin/restic' },
      code: 'BACKUP_TOOL_MISSING',
    },
    { name: 'a wrong password', more: { password: 'wrong' }, code: 'BACKUP_PASSWORD_WRONG' },
    {
      name: 'a password file that is not there',
      more: { password: undefined, passwordFile: '/nowhere' },
      code: 'BACKUP_PASSWORD_MISSING',
    },
    { name: 'no repository', more: { repository: '/nowhere' }, code: 'BACKUP_REPOSITORY_MISSING' },
    {
      name: 'a server that is not there',
      more: { repository: `rest:http://user:${RESTIC_PASSWORD}@127.0.0.1:1/erp` },
      code: 'BACKUP_REPOSITORY_UNREACHABLE',
    },
    { name: 'no restic', more: { program: 'restic-of-nowhere' }, code: 'BACKUP_TOOL_MISSING' },
    { name: 'too little time', more: { timeout: '1ms' }, code: 'BACKUP_TOOL_TIMEOUT' },
  ])('$name is $code', async ({ more, code }) => {
    expect(await faultOf(more)).toMatchObject({ code, fix: expect.any(String) });
  });
});

it.each([
  { name: 'none', more: { password: undefined } },
  { name: 'two', more: { passwordFile: '/etc/password' } },
  { name: 'another in the environment', more: { env: { RESTIC_PASSWORD_COMMAND: 'pass erp' } } },
])('of passwords exactly one is needed: $name is refused', ({ more }) => {
  const { error } = schema.safeParse({ repository, password: RESTIC_PASSWORD, ...more });
  expect(error?.issues).toMatchObject([{ path: ['password'] }]);
});
