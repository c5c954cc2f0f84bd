import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flipBytes, largest } from './files.ts';
import type { Seen } from './outcomes.ts';
import { CHECKS, type PostgreSql } from './postgresql-server.ts';
import { recorder } from './recorder.ts';
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
    // A checksum that is wrong stays so: else it is looked at again after 15 seconds.
    'job-retry=0',
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
export async function seePgBackRest(shop: Workshop, { port, sql, own }: PostgreSql): Promise<Seen> {
  const { at, copy } = shop;
  const stanza = stanzaOf(at, { own });
  const backup = stanza('backup', '--type=full');
  const options = (config: string, repo: number) => ({ stanza: 'erp', config: at(`${config}.conf`), repo });
  const it = recorder(shop, {
    tool: 'pgbackrest',
    home: 'pgbackrest',
    options: (config) => options(config, config === 'repo-second' ? 2 : 1),
  });
  const planOf = (config: string) => ({
    tool: 'pgbackrest',
    user: 'postgres',
    options: { stanza: 'erp', config: at(`${config}.conf`) },
    checks: CHECKS,
  });

  await it.run('good', backup);
  await it.drill(planOf('pgbackrest'));
  for (const name of ['second', 'broken']) copy(at('repo'), `repo-${name}`);
  const two = `[global]\nrepo2-path=${at('repo-second')}\n`;
  writeFileSync(at('repo-second.conf'), pgBackRestConfig(at, port).replace('[global]\n', two));
  writeFileSync(at('repo-broken.conf'), pgBackRestConfig(at, port, 'repo-broken'));
  await it.lose('repo-second', () => rmSync(at('repo-second/backup/erp'), { recursive: true }));
  const broken = ['pgbackrest', `--config=${at('repo-broken.conf')}`, '--stanza=erp'];
  await it.damage({
    place: 'repo-broken',
    verify: own(...broken, 'verify', '--output=text', '--verbose'),
    words: 'pgbackrest',
    spoil: () => flipBytes(largest(at('repo-broken/backup/erp'), /\/base\//)),
  });
  await it.drill(planOf('repo-broken'), /FAILED {2}restore: [^]*checksum/);
  await it.run('failed', stanza('backup', '--type=full', '--pg1-path=/gone'), { failure: /\/gone/ });
  const archive = sql('show archive_command');
  sql("alter system set archive_command = 'false'", 'select pg_reload_conf()');
  const connected = "select count(*) from pg_stat_activity where application_name like 'pgBackRest%'";
  await it.breakOff(backup, () => sql(connected).trim() !== '0');
  sql(`alter system set archive_command = '${archive.trim()}'`, 'select pg_reload_conf()');
  sql('drop table large');
  await it.run('shrunken', backup);
  await it.clockAhead();
  sql(
    'create table spoilt as select g, repeat(md5(g::text), 8) t from generate_series(1, 2000) g',
    'checkpoint',
  );
  flipBytes(join(at('cluster'), sql("select pg_relation_filepath('spoilt')").trim()));
  await it.run('warnings', backup);
  return it.seen();
}
