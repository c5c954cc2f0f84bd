import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { flipBytes, largest } from './files.ts';
import { behind, type Seen } from './outcomes.ts';
import { LARGE, type PostgreSql } from './postgresql-server.ts';
import type { Workshop } from './workshop.ts';

/** barman, through all that can become of it. */
export async function seeBarman(
  { at, call, run, begin, verify, recordDrill, ask }: Workshop,
  { port, sql }: PostgreSql,
): Promise<Seen> {
  const configOf = (
    home: string,
    { server = 'erp', to = port, more = '' }: { server?: string; to?: number; more?: string } = {},
  ) => {
    const file = at(`${home}.conf`);
    const lines = [
      '[barman]',
      `barman_home = ${at(home)}`,
      'barman_user = root',
      `log_file = ${at('barman.log')}`,
      `[${server}]`,
      'description = erp',
      `conninfo = host=127.0.0.1 port=${to} user=postgres dbname=postgres`,
      `streaming_conninfo = host=127.0.0.1 port=${to} user=postgres`,
      'backup_method = postgres',
      'archiver = on',
      'immediate_checkpoint = true',
      more,
      '',
    ];
    writeFileSync(file, lines.join('\n'));
    return file;
  };
  const config = configOf('barman');
  const barman = (...args: string[]) => ({ argv: ['barman', '-c', config, ...args] });
  const read = (file = config, now?: number) => ask('barman', { server: 'erp', config: file }, now);
  call(barman('archive-wal', 'erp'));
  const backup = barman('backup', '--wait', '--wait-timeout', '30', 'erp');
  /** Brings the newest back, looks whether a table is there, and tells so. */
  const drill = async (path: string, name: string) => {
    call(barman('recover', 'erp', 'latest', at(name)));
    return recordDrill('barman', existsSync(join(at(name), path)));
  };
  const large = sql("select pg_relation_filepath('large')").trim();
  const good = { events: await run(backup), local: await read() };
  const passed = { events: await drill(large, 'recovered') };
  for (const home of ['barman-second', 'barman-broken']) call({ argv: ['cp', '-a', at('barman'), at(home)] });
  // What two servers of one job are called is different.
  renameSync(at('barman-second/erp'), at('barman-second/erp2'));
  const renamed = 's/^server_name=erp$/server_name=erp2/';
  const infos = ['find', at('barman-second/erp2/base'), '-name', 'backup.info'];
  call({ argv: [...infos, '-exec', 'sed', '-i', renamed, '{}', '+'] });
  const second = configOf('barman-second', { server: 'erp2' });
  const readSecond = () => ask('barman', { server: 'erp2', config: second });
  const before = await readSecond();
  call({ argv: ['barman', '-c', second, 'delete', 'erp2', 'latest'] });
  const lost = { before, after: await readSecond() };
  const broken = configOf('barman-broken');
  flipBytes(largest(at('barman-broken/erp/base'), /\/base\/\d+\/\d/));
  const damaged = {
    events: await verify({ argv: ['barman', '-c', broken, 'verify-backup', 'erp', 'latest'] }, [
      '--location',
      'erp',
    ]),
    local: await read(broken),
  };
  const away = configOf('barman-away', { to: 1 });
  const failed = {
    events: await run({ argv: ['barman', '-c', away, 'backup', 'erp'] }, { fails: true }),
    local: await read(),
  };
  const slow = configOf('barman', { more: 'bandwidth_limit = 100' });
  const begun = readdirSync(at('barman/erp/base')).length;
  const going = await begin(
    { argv: ['barman', '-c', slow, 'backup', 'erp'] },
    () =>
      readdirSync(at('barman/erp/base')).length > begun &&
      sql('select count(*) from pg_stat_replication').trim() !== '0',
  );
  const stuck = { events: going.began, local: await read() };
  const killed = { events: await going.kill(), local: await read() };
  sql('select pg_terminate_backend(pid) from pg_stat_replication');
  configOf('barman');
  sql('drop table large');
  const shrunken = { events: await run(backup), local: await read() };
  const missing = { events: await drill(large, 'recovered-small') };
  sql(LARGE);
  const ahead = await read(config, behind());
  return { tool: 'barman', good, failed, killed, stuck, shrunken, lost, damaged, passed, missing, ahead };
}
