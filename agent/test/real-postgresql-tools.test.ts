import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createLog, systemClock } from '@watchcase/runtime';
import { describeWith, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BackupStatus } from '../src/contract.ts';
import { backupToolOptions } from '../src/backups/options.generated.ts';
import { backupTools } from '../src/backups/registry.generated.ts';
import type { DrillPlace } from '../src/commands/drill/contract.ts';
import { openPlace } from '../src/commands/drill/open-place.ts';
import { pgBackRest } from '../src/commands/drill/tools/pgbackrest.ts';
import { createHost } from '../src/host/index.ts';
import { freePort } from '../../test/harness/free-port.ts';

const BIN = '/usr/lib/postgresql/15/bin';
const folder = temporaryFolder();
const at = (path: string) => join(folder.path, path);
const host = createHost({ clock: systemClock, log: createLog('test', 'error') });
let port = 0;
afterAll(() => folder[Symbol.dispose]());

/** As the user of the database: it refuses root. */
function asServer(program: string, ...args: string[]): string {
  const user = [
    '--reuid=postgres',
    '--regid=postgres',
    '--clear-groups',
    'env',
    `PATH=${BIN}:/usr/bin:/bin`,
    `HOME=${folder.path}`,
  ];
  return execFileSync('setpriv', [...user, program, ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
    cwd: folder.path,
  });
}

async function ask(tool: string, options: Record<string, unknown>): Promise<readonly BackupStatus[]> {
  const settings = backupToolOptions[tool]?.parse(options);
  return (await backupTools[tool]?.status(settings, host, systemClock.now())) ?? [];
}

/** A place that a drill brings something back to. */
async function inPlace(work: (place: DrillPlace) => Promise<void>): Promise<void> {
  const bounds = { under: folder.path, user: 'postgres', limitMs: 60_000, mostBytes: 1e9, keepFreeBytes: 0 };
  const place = openPlace(bounds, { clock: systemClock, env: {}, onSignal: () => () => undefined });
  try {
    await work(place);
  } finally {
    await place.close();
  }
}

const connection = () => ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres'];

describeWith(['postgres', 'pgbackrest', 'barman'], 'the tools of a real PostgreSQL', () => {
  beforeAll(async () => {
    port = await freePort();
    chmodSync(folder.path, 0o755);
    for (const name of ['', 'repo', 'lock', 'barman']) {
      mkdirSync(at(name), { recursive: true });
      execFileSync('chown', ['postgres:postgres', at(name)]);
    }
    asServer(
      'initdb',
      '-D',
      at('data'),
      '-A',
      'trust',
      '-U',
      'postgres',
      '--no-sync',
      '--no-instructions',
      '--wal-segsize=1',
    );
    writeFileSync(
      at('pgbackrest.conf'),
      [
        '[global]',
        `repo1-path=${at('repo')}`,
        'repo1-retention-full=2',
        `lock-path=${at('lock')}`,
        'log-level-file=off',
        'start-fast=y',
        '[erp]',
        `pg1-path=${at('data')}`,
        `pg1-port=${port}`,
        `pg1-socket-path=${folder.path}`,
        'pg1-user=postgres',
        '',
      ].join('\n'),
    );
    writeFileSync(
      at('data/postgresql.auto.conf'),
      [
        `port=${port}`,
        "listen_addresses='127.0.0.1'",
        `unix_socket_directories='${folder.path}'`,
        'archive_mode=on',
        `archive_command='pgbackrest --config=${at('pgbackrest.conf')} --stanza=erp archive-push %p'`,
        'fsync=off',
        '',
      ].join('\n'),
    );
    // As Debian has it: not beside the data.
    renameSync(at('data/postgresql.conf'), at('postgresql.conf'));
    appendFileSync(at('postgresql.conf'), 'max_connections = 120\n');
    const where = `-c config_file=${at('postgresql.conf')}`;
    asServer('pg_ctl', '-D', at('data'), '-o', where, '-l', at('log'), '-w', 'start');
  }, 180_000);
  afterAll(() => {
    asServer('pg_ctl', '-D', at('data'), '-m', 'immediate', 'stop');
  });

  it('pgBackRest tells its base backup, and says so when it may not read', async () => {
    const config = at('pgbackrest.conf');
    const stanza = ['--config', config, '--stanza=erp'];
    expect(await ask('pgbackrest', { stanza: 'erp', config })).toMatchObject([
      { fault: expect.stringContaining('BACKUP_REPOSITORY_MISSING') },
    ]);
    asServer('pgbackrest', ...stanza, 'stanza-create');
    expect(await ask('pgbackrest', { stanza: 'erp', config })).toMatchObject([
      { count: 0, ageSeconds: null },
    ]);
    asServer('pgbackrest', ...stanza, 'backup', '--type=full');
    const [status] = await ask('pgbackrest', { stanza: 'erp', config });
    expect(status).toMatchObject({
      location: 'erp (repo1)',
      count: 1,
      copies: { newest: { kind: 'full', complete: 'yes' } },
    });
    expect(status?.sizeBytes).toBeGreaterThan(1_000_000);
    expect(status?.ageSeconds).toBeLessThan(60);
  }, 180_000);

  it('a drill brings it back in a server of its own, whatever port and limits the other has', async () => {
    await inPlace(async (place) => {
      const options = pgBackRest.options.parse({ stanza: 'erp', config: at('pgbackrest.conf') });
      const { query, snapshotAt } = await pgBackRest.restore(options, place);
      expect(await query?.('select count(*), pg_is_in_recovery() from pg_database', undefined)).toBe('3|f\n');
      expect(systemClock.now() - (snapshotAt ?? 0)).toBeLessThan(60_000);
    });
  }, 180_000);

  it('barman has none of a new server, and does not know another', async () => {
    const config = at('barman.conf');
    writeFileSync(
      config,
      [
        '[barman]',
        `barman_home = ${at('barman')}`,
        'barman_user = root',
        `log_file = ${at('barman.log')}`,
        '[erp]',
        'description = "erp"',
        `conninfo = host=127.0.0.1 port=${port} user=postgres dbname=postgres`,
        `streaming_conninfo = host=127.0.0.1 port=${port} user=postgres`,
        'backup_method = postgres',
        'archiver = on',
        '',
      ].join('\n'),
    );
    expect(await ask('barman', { server: 'erp', config })).toMatchObject([
      { location: 'erp', count: 0, ageSeconds: null },
    ]);
    await expect(ask('barman', { server: 'other', config })).rejects.toThrow('BACKUP_REPOSITORY_MISSING');
  }, 180_000);

  it('dumps of every form are whole, and cut ones are none', async () => {
    mkdirSync(at('dumps'));
    execFileSync(
      'psql',
      [...connection(), '-c', 'CREATE TABLE t AS SELECT g, md5(g::text) m FROM generate_series(1, 5000) g'],
      { stdio: 'pipe' },
    );
    for (const form of ['c', 'd', 't', 'p'])
      execFileSync('pg_dump', [...connection(), `-F${form}`, '-f', at(`dumps/${form}`), 'postgres'], {
        stdio: 'pipe',
      });
    writeFileSync(at('dumps/all'), execFileSync('pg_dumpall', connection()));
    const patterns = ['c', 'd/toc.dat', 't', 'p', 'all'].map((name) => at(`dumps/${name}`));
    const whole = await ask('dumps', { patterns, settle: '0s' });
    expect(whole.map(({ count, copies }) => [count, copies?.newest?.complete])).toEqual(
      patterns.map(() => [1, 'yes']),
    );
    for (const name of ['c', 't', 'p', 'all']) truncateSync(at(`dumps/${name}`), 60_000);
    for (const name of readdirSync(at('dumps/d')))
      if (name.endsWith('.gz')) truncateSync(at(`dumps/d/${name}`), 500);
    const cut = await ask('dumps', { patterns, settle: '0s' });
    expect(cut.map(({ count }) => count)).toEqual(patterns.map(() => 0));
  }, 180_000);

  it('the catalogue of Bacula is asked in words that a database takes', async () => {
    const table =
      'CREATE TABLE job (jobid serial, name text, type char, level char, jobstatus char, jobtdate bigint, jobfiles int, jobbytes bigint, joberrors int, clientid int)';
    const clients = 'CREATE TABLE client (clientid int, autoprune smallint, jobretention bigint)';
    const kept = 'INSERT INTO client VALUES (1, 1, 15552000), (2, 0, 15552000)';
    const seconds = Math.floor(systemClock.now() / 1000) - 60;
    const row = `INSERT INTO job (name, type, level, jobstatus, jobtdate, jobfiles, jobbytes, joberrors, clientid) VALUES ('backup-erp1', 'B', 'F', 'T', ${seconds}, 7, 900, 1, 1), ('backup-erp1', 'R', 'F', 'T', ${seconds}, 7, 900, 0, 1), ('backup-erp2', 'B', 'F', 'T', ${seconds}, 7, 900, 0, 2)`;
    execFileSync('psql', [...connection(), '-c', table, '-c', row, '-c', clients, '-c', kept], {
      stdio: 'pipe',
    });
    const env = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres' };
    expect(await ask('bacula', { jobName: 'backup-erp1', database: 'postgres', env })).toMatchObject([
      { count: 1, sizeBytes: 900, copies: { newest: { complete: 'warnings', files: 7 } } },
    ]);
    const more = { database: 'postgres', env, expires: true };
    expect(await ask('bacula', { jobName: 'backup-erp1', ...more })).toMatchObject([
      { count: 1, copies: { newest: { expiresAt: (seconds + 15_552_000) * 1000 } } },
    ]);
    const [unpruned] = await ask('bacula', { jobName: 'backup-erp2', ...more });
    expect(unpruned?.copies?.newest).not.toHaveProperty('expiresAt');
  }, 180_000);
});
