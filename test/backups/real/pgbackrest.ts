import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flipBytes, largest } from './files.ts';
import { behind, type Seen } from './outcomes.ts';
import { CHECKS, type PostgreSql } from './postgresql-server.ts';
import type { Workshop } from './workshop.ts';

/** The config of pgBackRest for a repository. */
export function pgBackRestConfig(at: Workshop['at'], port: number, repo = 'repo'): string {
  return [
    '[global]',
    `repo1-path=${at(repo)}`,
    'repo1-retention-full=9',
    `lock-path=${at('lock')}`,
    'log-level-file=off',
    'compress-type=none',
    'start-fast=y',
    '[erp]',
    `pg1-path=${at('cluster')}`,
    `pg1-port=${port}`,
    `pg1-socket-path=${at('.')}`,
    'pg1-user=postgres',
    '',
  ].join('\n');
}

/** Commands of its stanza. */
export const stanzaOf =
  (at: Workshop['at'], { own }: Pick<PostgreSql, 'own'>) =>
  (...args: string[]) =>
    own('pgbackrest', `--config=${at('pgbackrest.conf')}`, '--stanza=erp', ...args);

/** pgBackRest, through all that can become of it; at its end a page of the database is damaged. */
export async function seePgBackRest(
  { at, call, run, begin, verify, drill, ask }: Workshop,
  { port, sql, own }: PostgreSql,
): Promise<Seen> {
  const stanza = stanzaOf(at, { own });
  const backup = stanza('backup', '--type=full');
  const read = (name = 'pgbackrest', more: { repo?: number; now?: number } = {}) =>
    ask('pgbackrest', { stanza: 'erp', config: at(`${name}.conf`), repo: more.repo ?? 1 }, more.now);
  const good = { events: await run(backup), local: await read() };
  const plan = {
    tool: 'pgbackrest',
    user: 'postgres',
    options: { stanza: 'erp', config: at('pgbackrest.conf') },
    checks: CHECKS,
  };
  const passed = { events: await drill(plan) };
  for (const name of ['second', 'broken']) call(own('cp', '-a', at('repo'), at(`repo-${name}`)));
  const two = `[global]\nrepo2-path=${at('repo-second')}\n`;
  writeFileSync(at('repo-second.conf'), pgBackRestConfig(at, port).replace('[global]\n', two));
  writeFileSync(at('repo-broken.conf'), pgBackRestConfig(at, port, 'repo-broken'));
  const before = await read('repo-second', { repo: 2 });
  rmSync(at('repo-second/backup/erp'), { recursive: true });
  const lost = { before, after: await read('repo-second', { repo: 2 }) };
  flipBytes(largest(at('repo-broken/backup/erp'), /\/base\//));
  const broken = ['pgbackrest', `--config=${at('repo-broken.conf')}`, '--stanza=erp'];
  const damaged = {
    events: await verify(own(...broken, 'verify', '--output=text', '--verbose'), [
      '--location',
      'erp (repo1)',
      '--damaged',
      'pgbackrest',
    ]),
    local: await read('repo-broken'),
  };
  const missing = {
    events: await drill({ ...plan, options: { stanza: 'erp', config: at('repo-broken.conf') } }),
  };
  const failed = {
    events: await run(stanza('backup', '--type=full', '--pg1-path=/gone'), { fails: true }),
    local: await read(),
  };
  const archive = sql('show archive_command');
  sql("alter system set archive_command = 'false'", 'select pg_reload_conf()');
  const going = await begin(
    backup,
    () =>
      sql("select count(*) from pg_stat_activity where application_name like 'pgBackRest%'").trim() !== '0',
  );
  const stuck = { events: going.began, local: await read() };
  const killed = { events: await going.kill(), local: await read() };
  sql(`alter system set archive_command = '${archive.trim()}'`, 'select pg_reload_conf()');
  sql('drop table large');
  const shrunken = { events: await run(backup), local: await read() };
  const ahead = await read('pgbackrest', { now: behind() });
  sql(
    'create table spoilt as select g, repeat(md5(g::text), 8) t from generate_series(1, 2000) g',
    'checkpoint',
  );
  flipBytes(join(at('cluster'), sql("select pg_relation_filepath('spoilt')").trim()));
  const warnings = { events: await run(backup), local: await read() };
  const outcomes = {
    good,
    warnings,
    failed,
    killed,
    stuck,
    shrunken,
    lost,
    damaged,
    passed,
    missing,
  };
  return { tool: 'pgbackrest', ...outcomes, ahead };
}
