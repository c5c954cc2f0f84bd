import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { type Program, programPath, startProgram } from '../../test/harness/index.ts';

/** Its configuration takes no port above. */
const HIGHEST_PORT = 32_767;
const LOWEST_PORT = 20_000;

/** A Zabbix server of the bench's own. */
export interface ZabbixServer {
  /** Where it takes values. */
  port: number;
  version: string;
  program: Program;
  stop(): Promise<void>;
}

/** Starts it on a filled database; its caches are made large enough for a thousand hosts, the rest is as shipped. */
export async function startZabbix(databaseUrl: string): Promise<ZabbixServer> {
  const folder = temporaryFolder();
  const port = await freePortBelow(HIGHEST_PORT);
  const database = new URL(databaseUrl);
  const settings = {
    ListenIP: '127.0.0.1',
    ListenPort: port,
    DBHost: database.hostname,
    DBPort: database.port,
    DBName: database.pathname.slice(1),
    DBUser: database.username,
    LogType: 'console',
    PidFile: join(folder.path, 'server.pid'),
    SocketDir: folder.path,
    AllowRoot: 1,
    CacheSize: '1G',
    HistoryCacheSize: '128M',
    HistoryIndexCacheSize: '64M',
    TrendCacheSize: '128M',
    ValueCacheSize: '256M',
  };
  const config = join(folder.path, 'server.conf');
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(config, lines.join(''));
  const command = programPath('zabbix');
  const said = execFileSync(command, ['-V'], { encoding: 'utf8' });
  const program = await startProgram({
    name: 'zabbix',
    command,
    args: ['-f', '-c', config],
    ready: async (output) => output().includes('started [trapper') && (await accepts(port)),
    timeoutMs: 60_000,
  });
  return {
    port,
    version: /\(Zabbix\) (\S+)/.exec(said)?.[1] ?? 'unknown',
    program,
    async stop() {
      await program.end('SIGTERM', 30_000);
      folder[Symbol.dispose]();
    },
  };
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', (failed) => resolve(!failed));
  });
}

/** A port on which nobody listens; those that the system gives out by itself lie higher. */
async function freePortBelow(highest: number): Promise<number> {
  for (let port = highest; port >= LOWEST_PORT; port--) if (await isFree(port)) return port;
  throw new Error(`no port between ${LOWEST_PORT} and ${highest} is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
