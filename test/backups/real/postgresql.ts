import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../harness/free-port.ts';
import { newPostgresData } from '../../harness/postgres-data.ts';
import { seeBarman } from './barman.ts';
import { seeDumps } from './dumps.ts';
import type { Seen } from './outcomes.ts';
import { pgBackRestConfig, seePgBackRest, stanzaOf } from './pgbackrest.ts';
import { CHECKS, LARGE, type PostgreSql } from './postgresql-server.ts';
import { BIN, type Command, type Workshop } from './workshop.ts';

/** A PostgreSQL, and what can become of its dumps, and of what pgBackRest and barman have of it. */
export async function seePostgreSql(shop: Workshop): Promise<Seen[]> {
  const { at, call } = shop;
  const port = await freePort();
  for (const name of ['repo', 'lock', 'barman/erp/incoming']) mkdirSync(at(name), { recursive: true });
  call({ argv: ['chown', '-R', 'postgres:postgres', at('.')] });
  const own = (...argv: string[]): Command => ({
    argv: ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...argv],
  });
  const env = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres' };
  const sql = (...statements: string[]) =>
    call({ env, argv: ['psql', '-qAt', ...statements.flatMap((one) => ['-c', one])] });
  const data = at('cluster');
  const how = [
    '-A',
    'trust',
    '-U',
    'postgres',
    '--no-sync',
    '--no-instructions',
    '--wal-segsize=1',
    '--data-checksums',
  ];
  newPostgresData(data, `15 ${how.join(' ')}`, (to) => {
    mkdirSync(to);
    call({ argv: ['chown', 'postgres:postgres', to] });
    return [
      'setpriv',
      '--reuid=postgres',
      '--regid=postgres',
      '--clear-groups',
      `${BIN}/initdb`,
      '-D',
      to,
      ...how,
    ];
  });
  writeFileSync(at('pgbackrest.conf'), pgBackRestConfig(at, port));
  const push = `pgbackrest --config=${at('pgbackrest.conf')} --stanza=erp archive-push %p && cp %p ${at('barman/erp/incoming')}/%f`;
  const settings = [
    `port=${port}`,
    "listen_addresses='127.0.0.1'",
    `unix_socket_directories='${at('.')}'`,
    'archive_mode=on',
    `archive_command='${push}'`,
    'fsync=off',
    '',
  ];
  writeFileSync(join(data, 'postgresql.auto.conf'), settings.join('\n'));
  call(own('pg_ctl', '-D', data, '-l', at('log'), '-w', 'start'));
  try {
    const server = { port, env, sql, own };
    // The templates are two thirds of what each backup would copy, and look at.
    sql(
      'update pg_database set datistemplate = false',
      'drop database template0',
      'drop database template1',
      'create table orders as select g id from generate_series(1, 100) g',
      LARGE,
    );
    call(stanzaOf(at, server)('stanza-create'));
    return [
      await seePostgreSqlDumps(shop, server),
      await seeBarman(shop, server),
      await seePgBackRest(shop, server),
    ];
  } finally {
    call(own('pg_ctl', '-D', data, '-m', 'immediate', 'stop'));
  }
}

async function seePostgreSqlDumps(shop: Workshop, { env, sql }: PostgreSql): Promise<Seen> {
  const dump = (...more: string[]) => ({ env, argv: ['pg_dump', '-Fc', '-Z0', ...more] });
  const seen = await seeDumps(shop, {
    tool: 'pg_dump',
    dump: (file, database = 'postgres') => dump('-f', file, database),
    printed: dump('postgres'),
    failure: /database "gone" does not exist/,
    half: 60_000,
    plan: { tool: 'pg_restore', user: 'postgres', checks: CHECKS },
    cut: /FAILED {2}restore: [^]*end of file/,
    shrink: () => sql('drop table large'),
  });
  sql(LARGE);
  return seen;
}
