import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, systemClock } from '@watchcase/runtime';
import { describeWith, eventually, temporaryFolder } from '@watchcase/testkit';
import { afterAll, expect, it } from 'vitest';
import type { BackupStatus } from '../src/contract.ts';
import { openPlace } from '../src/commands/drill/open-place.ts';
import { mariadb } from '../src/commands/drill/tools/mariadb.ts';
import { createHost } from '../src/host/index.ts';
import { backupToolOptions } from '../src/backups/options.generated.ts';
import { backupTools } from '../src/backups/registry.generated.ts';
import { freePort } from '../../test/harness/free-port.ts';

/** The recorded cases of a tool hold as long as the real one still does what it did: each is asked once, for a good backup and for what deceives. */
const folder = temporaryFolder();
const at = (path: string) => join(folder.path, path);
const host = {
  ...createHost({ clock: systemClock, log: createLog('test', 'error') }),
  cacheFolder: () => at('cache'),
};
const PASSWORD = 'correct-horse-battery-staple';
afterAll(() => folder[Symbol.dispose]());

function byHand(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string {
  return execFileSync(program, args, {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    stdio: 'pipe',
    maxBuffer: 16_777_216,
  });
}

/** As byHand, of a command that is to fail. */
function failing(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  expect(() => byHand(program, args, env)).toThrow();
}

async function ask(tool: string, options: Record<string, unknown>): Promise<BackupStatus> {
  const settings = backupToolOptions[tool]?.parse(options);
  const statuses = await backupTools[tool]?.status(settings, host, systemClock.now());
  expect(statuses).toHaveLength(1);
  return statuses?.[0] as BackupStatus;
}

function source(): string {
  mkdirSync(at('source'), { recursive: true });
  writeFileSync(at('source/db.dump'), 'x'.repeat(12_345));
  return at('source');
}

describeWith('borg', 'a real borg', () => {
  it('tells the newest archive that holds something, while another run has the lock', async () => {
    const env = { BORG_BASE_DIR: at('borg-of-root'), BORG_PASSPHRASE: PASSWORD };
    const repository = at('borg');
    byHand('borg', ['init', '-e', 'repokey-blake2', repository], env);
    byHand('borg', ['create', `${repository}::erp-1`, source()], env);
    failing('borg', ['create', `${repository}::erp-2`, at('gone')], env);
    mkdirSync(join(repository, 'lock.exclusive'));
    const status = await ask('borg', { repository, passphrase: PASSWORD });
    expect(status).toMatchObject({ location: repository, count: 1, sizeBytes: 12_345, newest: 'erp-1' });
    expect(status.remark).toMatch(/^erp-2 is not complete/);
    expect(status.copies?.newest).toMatchObject({ files: 1, complete: 'yes' });
    expect(status.ageSeconds).toBeLessThan(120);
    expect(existsSync(join(repository, 'lock.exclusive'))).toBe(true);
  }, 180_000);
});

describeWith('duplicity', 'a real duplicity', () => {
  it('tells its sets, and makes no folder that is not there', async () => {
    mkdirSync(at('duplicity'));
    const target = `file://${at('duplicity')}`;
    byHand('duplicity', ['full', '--no-encryption', '--archive-dir', at('archive'), source(), target]);
    expect(await ask('duplicity', { target })).toMatchObject({
      count: 1,
      copies: { newest: { kind: 'full', complete: 'yes' } },
    });
    await expect(ask('duplicity', { target: `file://${at('nowhere')}` })).rejects.toThrow(
      'BACKUP_REPOSITORY_MISSING',
    );
    expect(existsSync(at('nowhere'))).toBe(false);
  }, 180_000);
});

describeWith('rsnapshot', 'a real rsnapshot', () => {
  it('does not take a failed run for a backup, whose folder it has touched', async () => {
    const config = (name: string, backup: string) => {
      const lines = [
        ['config_version', '1.2'],
        ['snapshot_root', `${at('rsnapshot')}/`],
        ['cmd_rsync', '/usr/bin/rsync'],
        ['retain', 'daily', '3'],
        ['logfile', at('rsnapshot.log')],
        backup.split(' '),
      ];
      writeFileSync(at(name), lines.map((line) => `${line.join('\t')}\n`).join(''));
      return at(name);
    };
    const good = config('good.conf', `backup ${source()}/ here/`);
    byHand('rsnapshot', ['-c', good, 'daily']);
    const before = await ask('rsnapshot', { config: good });
    expect(before).toMatchObject({ location: at('rsnapshot'), count: 1 });
    failing('rsnapshot', ['-c', config('bad.conf', 'backup_script /bin/false there/'), 'daily']);
    expect(await ask('rsnapshot', { config: good })).toMatchObject({
      count: 1,
      newest: before.newest,
      remark: expect.stringContaining('is not complete'),
    });
  }, 180_000);
});

describeWith('rclone', 'a real rclone', () => {
  it('lists a folder over SFTP, and says when it is not there', async () => {
    const port = await freePort();
    const args = [
      'serve',
      'sftp',
      source(),
      '--addr',
      `127.0.0.1:${port}`,
      '--user',
      'u',
      '--pass',
      PASSWORD,
    ];
    const server = spawn('rclone', [...args, '--config', '/dev/null'], {
      env: { ...process.env, HOME: folder.path },
      stdio: 'ignore',
    });
    try {
      const env = {
        RCLONE_CONFIG_NAS_TYPE: 'sftp',
        RCLONE_CONFIG_NAS_HOST: '127.0.0.1',
        RCLONE_CONFIG_NAS_PORT: String(port),
        RCLONE_CONFIG_NAS_USER: 'u',
        RCLONE_CONFIG_NAS_PASS: byHand('rclone', ['obscure', PASSWORD]).trim(),
      };
      const status = await eventually(() => ask('rclone', { remote: 'nas:', env, settle: '0s' }), {
        timeoutMs: 20_000,
      });
      expect(status).toMatchObject({ location: 'nas:', count: 1, sizeBytes: 12_345 });
      await expect(ask('rclone', { remote: 'nas:nowhere', env })).rejects.toThrow(
        'BACKUP_REPOSITORY_MISSING',
      );
    } finally {
      server.kill('SIGKILL');
      await once(server, 'close');
    }
  }, 180_000);
});

/** A drill brings a folder of mariadb-backup back in a server of its own. */
async function expectDrilled(backup: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  chmodSync(folder.path, 0o755);
  byHand('chown', ['-R', 'mysql:mysql', join(backup, '..')]);
  const bounds = { under: folder.path, user: 'mysql', limitMs: 60_000, mostBytes: 1e9, keepFreeBytes: 0 };
  const place = openPlace(bounds, { clock: systemClock, env: {}, onSignal: () => () => undefined });
  try {
    const { query } = await mariadb.restore(mariadb.options.parse({ folder: backup }), place);
    expect(Number(await query?.('select count(*) from mysql.help_topic', undefined))).toBeGreaterThan(100);
  } finally {
    await place.close();
  }
}

describeWith(['mariadb', 'mariadb-backup'], 'a real MariaDB', () => {
  it('tells a whole backup and a whole dump from those that were cut off', async () => {
    const data = at('mariadb');
    const socket = at('mariadb.sock');
    byHand('mariadb-install-db', [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--user=root',
      '--skip-test-db',
    ]);
    const server = spawn(
      'mariadbd',
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--socket=${socket}`,
        '--skip-networking',
        '--user=root',
        `--pid-file=${at('mariadb.pid')}`,
      ],
      { stdio: 'ignore' },
    );
    const client = ['--no-defaults', `--socket=${socket}`, '-uroot'];
    try {
      await eventually(() => byHand('mariadb-admin', [...client, 'ping']), { timeoutMs: 20_000 });
      const folders = at('mariadb-backups');
      mkdirSync(join(folders, '2'), { recursive: true });
      byHand('mariadb-backup', [
        '--no-defaults',
        '--backup',
        '--user=root',
        `--socket=${socket}`,
        `--datadir=${data}`,
        `--target-dir=${folders}/1`,
      ]);
      writeFileSync(join(folders, '2/ibdata1'), 'cut off');
      const status = await ask('mariadb-backup', { folders: `${folders}/*` });
      expect(status).toMatchObject({
        count: 1,
        remark: expect.stringContaining(`${folders}/2 is not complete`),
      });
      expect(status.copies?.newest).toMatchObject({ kind: 'full', complete: 'yes' });
      await expectDrilled(join(folders, '1'));
      mkdirSync(at('dumps'));
      const dump = byHand('mariadb-dump', [...client, 'mysql', 'help_topic']);
      writeFileSync(at('dumps/a.sql'), dump);
      byHand('gzip', ['-k', at('dumps/a.sql')]);
      expect(await ask('dumps', { patterns: [at('dumps/a.sql*')], settle: '0s' })).toMatchObject({
        count: 2,
        copies: { newest: { complete: 'yes' } },
      });
      truncateSync(at('dumps/a.sql'), dump.length / 2);
      truncateSync(at('dumps/a.sql.gz'), 2000);
      expect(await ask('dumps', { patterns: [at('dumps/a.sql*')], settle: '0s' })).toMatchObject({
        count: 0,
        ageSeconds: null,
      });
    } finally {
      server.kill('SIGKILL');
      await once(server, 'close');
    }
  }, 180_000);
});
