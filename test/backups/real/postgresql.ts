import { cpSync, existsSync, mkdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../harness/free-port.ts';
import { seeBarman } from './barman.ts';
import { behind, type Seen } from './outcomes.ts';
import { pgBackRestConfig, seePgBackRest, stanzaOf } from './pgbackrest.ts';
import { CHECKS, LARGE, type PostgreSql } from './postgresql-server.ts';
import { type Command, taken, type Workshop } from './workshop.ts';

/** A PostgreSQL, and what can become of its dumps, and of what pgBackRest and barman have of it. */
export async function seePostgreSql(shop: Workshop): Promise<Seen[]> {
  const { at, call } = shop;
  const port = await freePort();
  for (const name of ['cluster', 'repo', 'lock', 'barman/erp/incoming'])
    mkdirSync(at(name), { recursive: true });
  call({ argv: ['chown', '-R', 'postgres:postgres', at('.')] });
  const own = (...argv: string[]): Command => ({
    argv: ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', ...argv],
  });
  const env = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres' };
  const sql = (...statements: string[]) =>
    call({ env, argv: ['psql', '-qAt', ...statements.flatMap((one) => ['-c', one])] });
  const data = at('cluster');
  const quickly = ['--no-sync', '--no-instructions', '--wal-segsize=4', '--data-checksums'];
  call(own('initdb', '-D', data, '-A', 'trust', '-U', 'postgres', ...quickly));
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
    sql('create table orders as select g id from generate_series(1, 100) g', LARGE);
    call(stanzaOf(at, server)('stanza-create'));
    const dumps = await seeDumps(shop, server);
    const barman = await seeBarman(shop, server);
    return [dumps, barman, await seePgBackRest(shop, server)];
  } finally {
    call(own('pg_ctl', '-D', data, '-m', 'immediate', 'stop'));
  }
}

async function seeDumps({ at, run, begin, drill, ask }: Workshop, { env, sql }: PostgreSql): Promise<Seen> {
  const dumps = at('dumps');
  mkdirSync(dumps, { mode: 0o755 });
  const dump = (name: string, database: string) => ({
    env,
    argv: ['pg_dump', '-Fc', '-Z0', '-f', name, database],
  });
  const read = (folder = dumps, now?: number) =>
    ask('dumps', { patterns: [`${folder}/*`], settle: '0s' }, now);
  const good = { events: await run(dump('dumps/1', 'postgres')), local: await read() };
  const plan = { tool: 'pg_restore', user: 'postgres', options: { file: join(dumps, '*') }, checks: CHECKS };
  const passed = { events: await drill(plan) };
  const identical = { events: await run(dump('dumps/2', 'postgres')), local: await read() };
  const [second, broken] = ['second', 'broken'].map((name) => {
    cpSync(dumps, at(name), { recursive: true, preserveTimestamps: true });
    return at(name);
  }) as [string, string];
  const before = await read(second);
  for (const name of ['1', '2']) rmSync(join(second, name));
  const lost = { before, after: await read(second) };
  for (const name of ['1', '2']) truncateSync(join(broken, name), 60_000);
  const damaged = { local: await read(broken) };
  const missing = { events: await drill({ ...plan, options: { file: join(broken, '*') } }) };
  const failed = { events: await run(dump('dumps/3', 'gone'), { fails: true }), local: await read() };
  rmSync(join(dumps, '3'), { force: true });
  const half = join(dumps, '4');
  const stream = ['pg_dump', '-Fc', '-Z0', 'postgres'];
  const going = await begin(
    { env, argv: [...taken(half, 60_000), ...stream] },
    () => existsSync(half) && statSync(half).size === 60_000,
  );
  const stuck = { events: going.began, local: await read() };
  const killed = { events: await going.kill(), local: await read() };
  rmSync(half);
  sql('drop table large');
  const shrunken = { events: await run(dump('dumps/5', 'postgres')), local: await read() };
  sql(LARGE);
  const ahead = await read(dumps, behind());
  return {
    tool: 'pg_dump',
    good,
    failed,
    killed,
    stuck,
    shrunken,
    identical,
    lost,
    damaged,
    passed,
    missing,
    ahead,
  };
}
