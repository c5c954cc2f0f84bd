import { execFileSync } from 'node:child_process';
import { chownSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventually, programPath, temporaryFolder } from '@watchcase/testkit';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { newPostgresData } from './postgres-data.ts';
import { type Program, startProgram } from './program.ts';

/** A PostgreSQL server of the test's own. */
export interface Postgres {
  /** Address of an empty database. */
  url: string;
  port: number;
  /** Its process id. */
  pid(): number;
  /** Its process and those of its connections at this moment. */
  processes(): number[];
  /** Makes another database and gives its address: empty, or a copy of the one at `like`, which nobody is connected to. */
  newDatabase(like?: string): Promise<string>;
  /** Removes what newDatabase() made, whoever is connected to it. */
  drop(url: string): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
  /** `kill -9`: its memory is gone, its files stay. */
  kill(): Promise<void>;
  /** Starts it again after kill(), on the same port and files. */
  restart(): Promise<void>;
}

/**
 * Starts PostgreSQL on a free loopback port. It refuses to run as root, so root runs it as user `postgres`. By default fsync is off: what a process wrote
 * survives that process's death, only a power cut would need it. `root`: where its folder is made.
 */
export async function startPostgres(
  settings: Readonly<Record<string, string>> = { fsync: 'off' },
  root?: string,
): Promise<Postgres> {
  const folder = temporaryFolder(root);
  const data = join(folder.path, 'data');
  const bin = dirname(realBinary());
  if (process.getuid?.() === 0) chownSync(folder.path, userId('-u'), userId('-g'));
  const version = execFileSync(join(bin, 'initdb'), ['--version'], { encoding: 'utf8' }).trim();
  newPostgresData(data, version, (path) =>
    asServerUser([
      join(bin, 'initdb'),
      ...Object.entries({ '-D': path, '-U': 'watchcase', '-A': 'trust', '-E': 'UTF8' }).flat(),
      '--locale=C',
      '--no-sync',
      '--wal-segsize=1',
    ]),
  );
  const port = await freePort();
  const admin = `postgres://watchcase@127.0.0.1:${port}/postgres`;
  let databases = 0;

  const start = async (): Promise<Program> => {
    const [command = '', ...args] = asServerUser([
      join(bin, 'postgres'),
      ...Object.entries({ '-D': data, '-p': String(port), '-h': '127.0.0.1', '-k': '', '-N': '200' }).flat(),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    return startProgram({
      name: 'postgres',
      command,
      args,
      // Killed, it leaves its shared memory behind.
      lastSignal: 'SIGINT',
      ready: () => query(admin, 'SELECT 1'),
    });
  };
  const newDatabase = async (like?: string): Promise<string> => {
    const name = `test${++databases}`;
    const copied =
      like === undefined ? '' : ` TEMPLATE ${new URL(like).pathname.slice(1)} STRATEGY file_copy`;
    await query(admin, `CREATE DATABASE ${name}${copied}`);
    return `postgres://watchcase@127.0.0.1:${port}/${name}`;
  };

  let program = await start();
  return {
    url: await newDatabase(),
    port,
    pid: () => program.pid,
    processes: () => [program.pid, ...childrenOf(program.pid)],
    newDatabase,
    async drop(url) {
      await query(admin, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
    },
    async stop() {
      await program.end('SIGINT');
      rmSync(folder.path, { recursive: true, force: true });
    },
    async kill() {
      await program.end('SIGKILL');
    },
    async restart() {
      // Until its orphans have seen that it is gone, they hold the shared memory and a new one refuses to start.
      program = await eventually(start, { timeoutMs: 20_000 });
    },
  };
}

async function query(url: string, sql: string): Promise<true> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
    return true;
  } finally {
    await client.end();
  }
}

function realBinary(): string {
  const path = programPath('postgres');
  return execFileSync('readlink', ['-f', path], { encoding: 'utf8' }).trim();
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number);
}

function userId(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
}

function asServerUser(command: string[]): string[] {
  return process.getuid?.() === 0
    ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', ...command]
    : command;
}
