import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog, systemClock } from '@watchcase/runtime';
import { describeWith, eventually, temporaryFolder } from '@watchcase/testkit';
import { afterAll, expect, it } from 'vitest';
import type { BackupStatus } from '../src/contract.ts';
import { createHost } from '../src/host/index.ts';
import { backupToolOptions } from '../src/backups/options.generated.ts';
import { backupTools } from '../src/backups/registry.generated.ts';
import { freePort } from '../../test/harness/free-port.ts';

/** The recorded cases of a tool hold as long as the real one still does what it did: what no outcome of test/backups/real deals with is asked here. */
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
  it('makes no folder that is not there', async () => {
    await expect(ask('duplicity', { target: `file://${at('nowhere')}` })).rejects.toThrow(
      'BACKUP_REPOSITORY_MISSING',
    );
    expect(existsSync(at('nowhere'))).toBe(false);
  });
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
