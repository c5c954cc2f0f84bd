import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { flipBytes, largest } from './files.ts';
import type { Seen } from './outcomes.ts';
import { LARGE, type PostgreSql } from './postgresql-server.ts';
import { recorder } from './recorder.ts';
import type { Workshop } from './workshop.ts';

/** barman, through all that can become of it. */
export async function seeBarman(shop: Workshop, { port, sql }: PostgreSql): Promise<Seen> {
  const { at, call, copy } = shop;
  const configOf = (
    home: string,
    { server = 'erp', to = port, more = '' }: { server?: string; to?: number; more?: string } = {},
  ) => {
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
    writeFileSync(at(`${home}.conf`), lines.join('\n'));
  };
  const serverOf = (home: string) => (home === 'barman-second' ? 'erp2' : 'erp');
  const it = recorder(shop, {
    tool: 'barman',
    home: 'barman',
    options: (home) => ({ server: serverOf(home), config: at(`${home}.conf`) }),
  });
  const barman = (command: string, home = 'barman', ...more: string[]) => {
    const [name = '', ...options] = command.split(' ');
    return { argv: ['barman', '-c', at(`${home}.conf`), name, ...options, serverOf(home), ...more] };
  };
  const backup = barman('backup --wait --wait-timeout 30');
  const bring = (to: string) => call(barman('recover', 'barman', 'latest', to));
  const large = sql("select pg_relation_filepath('large')").trim();
  configOf('barman');
  call(barman('archive-wal'));

  await it.run('good', backup);
  await it.drillByHand('drill passed', bring, large);
  for (const home of ['barman-second', 'barman-broken']) copy(at('barman'), home);
  // What two servers of one job are called is different.
  renameSync(at('barman-second/erp'), at('barman-second/erp2'));
  const renamed = 's/^server_name=erp$/server_name=erp2/';
  const infos = ['find', at('barman-second/erp2/base'), '-name', 'backup.info'];
  call({ argv: [...infos, '-exec', 'sed', '-i', renamed, '{}', '+'] });
  configOf('barman-second', { server: 'erp2' });
  await it.lose('barman-second', () => call(barman('delete', 'barman-second', 'latest')));
  configOf('barman-broken');
  await it.damage({
    place: 'barman-broken',
    verify: barman('verify-backup', 'barman-broken', 'latest'),
    words: 'barman',
    spoil: () => flipBytes(largest(at('barman-broken/erp/base'), /\/base\/\d+\/\d/)),
  });
  configOf('barman-away', { to: 1 });
  await it.run('failed', barman('backup', 'barman-away'), { failure: /Impossible to start the backup/ });
  configOf('barman', { more: 'bandwidth_limit = 100' });
  const begun = readdirSync(at('barman/erp/base')).length;
  await it.breakOff(
    barman('backup'),
    () =>
      readdirSync(at('barman/erp/base')).length > begun &&
      sql('select count(*) from pg_stat_replication').trim() !== '0',
  );
  sql('select pg_terminate_backend(pid) from pg_stat_replication');
  configOf('barman');
  sql('drop table large');
  await it.run('shrunken', backup);
  await it.drillByHand('drill failed', bring, large);
  sql(LARGE);
  return it.seen();
}
