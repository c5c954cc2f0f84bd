import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@watchcase/testkit';
import { seeDumps } from './dumps.ts';
import type { Seen } from './outcomes.ts';
import { recorder } from './recorder.ts';
import type { Workshop } from './workshop.ts';

/** A server with a table of orders, and one that is large. */
interface Server {
  client: readonly string[];
  data: string;
  sql(statement: string): string;
}

/** A MariaDB, and what can become of its dumps and of the folders of mariadb-backup. */
export async function seeMariaDb(shop: Workshop): Promise<Seen[]> {
  const { at, call } = shop;
  const data = at('data');
  const socket = at('socket');
  const install = ['--no-defaults', `--datadir=${data}`, '--user=root', '--skip-test-db'];
  call({ argv: ['mariadb-install-db', ...install, '--auth-root-authentication-method=normal'] });
  const args = [
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${socket}`,
    '--skip-networking',
    '--user=root',
  ];
  const server = spawn('mariadbd', [...args, `--pid-file=${at('mariadb.pid')}`], { stdio: 'ignore' });
  const client = ['--no-defaults', `--socket=${socket}`, '-uroot'];
  const sql = (statement: string) => call({ argv: ['mariadb', ...client, '-N', '-e', statement] });
  try {
    await eventually(() => call({ argv: ['mariadb-admin', ...client, 'ping'] }), { timeoutMs: 30_000 });
    sql('create database erp; use erp; create table orders as select seq id from seq_1_to_100');
    const tables = { client, data, sql };
    return [await seeMariaDbDumps(shop, tables), await seeFolders(shop, tables)];
  } finally {
    server.kill('SIGKILL');
    await once(server, 'close');
  }
}

const LARGE =
  'use erp; create or replace table large as select seq id, repeat(md5(seq), 8) text from seq_1_to_60000';
const CHECKS = [{ name: 'orders', query: 'select count(*) from erp.orders', is: '100' }];

function seeMariaDbDumps(shop: Workshop, { client, sql }: Server): Promise<Seen> {
  sql(LARGE);
  const printed = { argv: ['mariadb-dump', ...client, '-B'] };
  const dump = (file: string, ...more: string[]) => ({
    argv: ['sh', '-c', 'file=$1; shift; exec "$@" >$file', 'sh', file, ...printed.argv, ...more],
  });
  return seeDumps(shop, {
    tool: 'mariadb-dump',
    dump: (file, database = 'erp') => dump(file, database),
    printed: { argv: [...printed.argv, 'erp'] },
    failure: /Unknown database/,
    half: 100_000,
    plan: { tool: 'mariadb', user: 'mysql', checks: CHECKS },
    cut: /FAILED {2}restore: /,
    shrink: () => sql('drop table erp.large'),
    async further(it) {
      mkdirSync(shop.at('short'));
      await it.run('warnings', dump('short/1', 'erp', '--compact'), { place: shop.at('short') });
    },
  });
}

async function seeFolders(shop: Workshop, { client, data, sql }: Server): Promise<Seen> {
  const { at, call, copy } = shop;
  sql(LARGE);
  const folders = at('folders');
  mkdirSync(folders);
  const it = recorder(shop, {
    tool: 'mariadb-backup',
    home: folders,
    options: (path) => ({ folders: `${path}/*` }),
  });
  const backup = (name: string, ...more: string[]) => {
    const where = [`--datadir=${data}`, `--target-dir=${join(folders, name)}`];
    return { argv: ['mariadb-backup', ...client, '--backup', ...where, ...more] };
  };
  const drill = (name: string, failure?: RegExp) => {
    call({ argv: ['chown', '-R', 'mysql', join(folders, name)] });
    const options = { folder: join(folders, name) };
    return it.drill({ tool: 'mariadb', user: 'mysql', options, checks: CHECKS }, failure);
  };

  await it.run('good', backup('1'));
  await drill('1');
  const second = copy(folders, 'second-folders');
  await it.lose(second, () => rmSync(join(second, '1'), { recursive: true }));
  const broken = copy(folders, 'broken-folders');
  await it.damage({
    place: broken,
    verify: { argv: ['mariadb-backup', '--no-defaults', '--prepare', `--target-dir=${join(broken, '1')}`] },
    spoil() {
      // What was prepared once is looked at no more.
      rmSync(broken, { recursive: true });
      copy(folders, 'broken-folders');
      truncateSync(join(broken, '1/ibdata1'), 1_000_000);
    },
  });
  await it.run('failed', backup('1'), { failure: /is not empty|File exists/ });
  await it.breakOff(backup('2', '--throttle=10'), () => existsSync(join(folders, '2/ibdata1')));
  rmSync(join(folders, '2'), { recursive: true });
  sql('drop table erp.large; drop table erp.orders');
  await it.run('shrunken', backup('3'));
  await drill('3', /FAILED {2}orders: [^]*Table 'erp.orders' doesn't exist/);
  return it.seen();
}
