import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@watchcase/testkit';
import { behind, type Seen } from './outcomes.ts';
import { taken, type Workshop } from './workshop.ts';

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
    const dumps = await seeDumps(shop, tables);
    return [dumps, await seeFolders(shop, tables)];
  } finally {
    server.kill('SIGKILL');
    await once(server, 'close');
  }
}

const LARGE =
  'use erp; create or replace table large as select seq id, repeat(md5(seq), 8) text from seq_1_to_60000';
const GONE = 'drop table erp.large; drop table erp.orders';
const CHECKS = [{ name: 'orders', query: 'select count(*) from erp.orders', is: '100' }];

async function seeDumps({ at, run, begin, drill, ask }: Workshop, { client, sql }: Server): Promise<Seen> {
  sql(LARGE);
  const dumps = at('dumps');
  mkdirSync(dumps);
  const dump = (file: string, ...more: string[]) => ({
    argv: ['sh', '-c', 'file=$1; shift; exec mariadb-dump "$@" >$file', 'sh', file, ...client, '-B', ...more],
  });
  const read = (folder = dumps, now?: number) =>
    ask('dumps', { patterns: [`${folder}/*`], settle: '0s' }, now);
  const good = { events: await run(dump('dumps/1', 'erp')), local: await read() };
  const plan = { tool: 'mariadb', user: 'mysql', options: { file: join(dumps, '*') }, checks: CHECKS };
  const passed = { events: await drill(plan) };
  const identical = { events: await run(dump('dumps/2', 'erp')), local: await read() };
  const [second, broken] = ['second', 'broken'].map((name) => {
    cpSync(dumps, at(name), { recursive: true, preserveTimestamps: true });
    return at(name);
  }) as [string, string];
  const before = await read(second);
  for (const name of ['1', '2']) rmSync(join(second, name));
  const lost = { before, after: await read(second) };
  for (const name of ['1', '2']) truncateSync(join(broken, name), 100_000);
  const damaged = { local: await read(broken) };
  for (const name of ['1', '2']) truncateSync(join(broken, name));
  const missing = { events: await drill({ ...plan, options: { file: join(broken, '*') } }) };
  mkdirSync(at('short'));
  const warnings = { events: await run(dump('short/1', 'erp', '--compact')), local: await read(at('short')) };
  const failed = { events: await run(dump('dumps/3', 'gone'), { fails: true }), local: await read() };
  rmSync(join(dumps, '3'));
  const half = join(dumps, '4');
  const going = await begin(
    { argv: [...taken(half, 100_000), 'mariadb-dump', ...client, '-B', 'erp'] },
    () => existsSync(half) && statSync(half).size === 100_000,
  );
  const stuck = { events: going.began, local: await read() };
  const killed = { events: await going.kill(), local: await read() };
  rmSync(half);
  sql('drop table erp.large');
  const shrunken = { events: await run(dump('dumps/5', 'erp')), local: await read() };
  const ahead = await read(dumps, behind());
  const outcomes = {
    good,
    warnings,
    failed,
    killed,
    stuck,
    shrunken,
    identical,
    lost,
    damaged,
    passed,
    missing,
  };
  return { tool: 'mariadb-dump', ...outcomes, ahead };
}

async function seeFolders(
  { at, call, run, begin, verify, drill, ask }: Workshop,
  { client, data, sql }: Server,
): Promise<Seen> {
  sql(LARGE);
  const folders = at('folders');
  mkdirSync(folders);
  const backup = (name: string) => ({
    argv: [
      'mariadb-backup',
      ...client,
      '--backup',
      `--datadir=${data}`,
      `--target-dir=${join(folders, name)}`,
    ],
  });
  const read = (folder = folders, now?: number) => ask('mariadb-backup', { folders: `${folder}/*` }, now);
  const good = { events: await run(backup('1')), local: await read() };
  call({ argv: ['chown', '-R', 'mysql', folders] });
  const plan = { tool: 'mariadb', user: 'mysql', options: { folder: join(folders, '1') }, checks: CHECKS };
  const passed = { events: await drill(plan) };
  const [second, broken] = ['second-folders', 'broken-folders'].map((name) => {
    cpSync(folders, at(name), { recursive: true, preserveTimestamps: true });
    return at(name);
  }) as [string, string];
  const before = await read(second);
  rmSync(join(second, '1'), { recursive: true });
  const lost = { before, after: await read(second) };
  truncateSync(join(broken, '1/ibdata1'), 1_000_000);
  const prepare = ['mariadb-backup', '--no-defaults', '--prepare', `--target-dir=${join(broken, '1')}`];
  call({ argv: ['chown', '-R', 'mysql', broken] });
  const missing = { events: await drill({ ...plan, options: { folder: join(broken, '1') } }) };
  const damaged = {
    events: await verify({ argv: prepare }, ['--location', `${broken}/*`]),
    local: await read(broken),
  };
  const failed = { events: await run(backup('1'), { fails: true }), local: await read() };
  const slow = backup('2');
  const going = await begin({ argv: [...slow.argv, '--throttle=1'] }, () =>
    existsSync(join(folders, '2/ibdata1')),
  );
  const stuck = { events: going.began, local: await read() };
  const killed = { events: await going.kill(), local: await read() };
  rmSync(join(folders, '2'), { recursive: true });
  sql(GONE);
  const shrunken = { events: await run(backup('3')), local: await read() };
  const ahead = await read(folders, behind());
  return {
    tool: 'mariadb-backup',
    good,
    failed,
    killed,
    stuck,
    shrunken,
    lost,
    damaged,
    passed,
    missing,
    ahead,
  };
}
