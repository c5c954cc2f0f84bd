import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createdEnrolmentSchema } from '@watchcase/api';
import { systemClock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { stringify } from 'yaml';
import { repositoryRoot } from '../house/tree.ts';
import { freePort } from './free-port.ts';
import { launch, type Program, startProgram } from './program.ts';

/** How to start a collector. */
export interface CollectorOptions {
  /** Its settings, as they stand in a config file. */
  config?: Record<string, unknown>;
  /** Run the agent of this machine too; not by default. */
  agent?: boolean;
  env?: Record<string, string>;
  /** Beginning of the command line; for tests of its own handling of options. */
  args?: readonly string[];
  /** Most time to become ready at each start, milliseconds; 30 s when absent. */
  startMs?: number;
  /** Where its data folder is made; a temporary one when absent. Whoever names it removes it. */
  folder?: string;
  /** Ports of console and broker; free ones when absent. */
  ports?: { http: number; mqtt: number };
  /** Folder of the build that is run; this one when absent. */
  root?: string;
}

/** The real collector as a process of its own. */
export interface Collector {
  /** Address of console and API; the same after a restart. */
  url: string;
  /** Port of the embedded broker; the same after a restart. */
  mqttPort: number;
  /** Its data folder. */
  data: string;
  adminToken(): string;
  /** Everything it has printed and logged since its last start. */
  output(): string;
  /** Asks the API as administrator; gives the parsed answer. An answer other than 2xx is an error that shows it. */
  api<T = unknown>(path: string, init?: { method?: string; body?: unknown }): Promise<T>;
  /** Makes a one-time token with which one host may join. */
  newToken(of?: { customer?: string; site?: string }): Promise<string>;
  /** Its pid, for signals. */
  pid(): number;
  /** Ends it with SIGTERM; gives its exit code. Files stay for restart(). */
  end(): Promise<number | null>;
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Starts it again on the same data folder and ports. */
  restart(): Promise<void>;
  /** Starts it again and kills it with `kill -9` after `afterMs`, however far it has come by then. */
  startAndKill(afterMs: number): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
}

/** The collector's program, as it is made by scripts/setup. */
export const collectorCommand = join(repositoryRoot, 'scripts/watchcase');

/** An older build runs its sources. */
function commandIn(root: string): { command: string; first: string[] } {
  const command = join(root, 'scripts/watchcase');
  if (existsSync(command)) return { command, first: [] };
  return { command: join(root, 'scripts/node'), first: [join(root, 'collector/src/main.ts')] };
}

/** Starts the collector on free loopback ports and waits until it answers /readyz. */
export async function startCollector(options: CollectorOptions = {}): Promise<Collector> {
  const folder = temporaryFolder();
  const data = join(options.folder ?? folder.path, 'data');
  const { http: httpPort, mqtt: mqttPort } = options.ports ?? {
    http: await freePort(),
    mqtt: await freePort(),
  };
  const url = `http://127.0.0.1:${httpPort}`;
  const configFile = join(folder.path, 'config.yaml');
  writeFileSync(configFile, stringify(options.config ?? {}));
  const start = () => run(options, { data, configFile, url, httpPort, mqttPort });
  let program = await start();
  const adminToken = () => readFileSync(join(data, 'admin-token'), 'utf8').trim();
  const api: Collector['api'] = (path, init) => ask(`${url}${path}`, adminToken(), init);
  return {
    url,
    mqttPort,
    data,
    adminToken,
    output: () => program.output(),
    api,
    async newToken(of = {}) {
      const created = await api('/api/v1/enrolments', { method: 'POST', body: of });
      return createdEnrolmentSchema.parse(created).token;
    },
    pid: () => program.pid,
    end: () => program.end('SIGTERM'),
    async kill() {
      await program.end('SIGKILL');
    },
    async restart() {
      program = await start();
    },
    async startAndKill(afterMs) {
      program = launch(commandOf(options, { data, configFile, url, httpPort, mqttPort }));
      const timer = systemClock.after(afterMs, () => void program.end('SIGKILL'));
      await program.ended;
      timer.cancel();
    },
    async stop() {
      await program.end('SIGTERM');
      folder[Symbol.dispose]();
    },
  };
}

interface Places {
  data: string;
  configFile: string;
  url: string;
  httpPort: number;
  mqttPort: number;
}

function run(options: CollectorOptions, at: Places): Promise<Program> {
  return startProgram({
    ...commandOf(options, at),
    ...(options.startMs === undefined ? {} : { timeoutMs: options.startMs }),
    ready: async (output) => output().includes(at.url) && (await fetch(`${at.url}/readyz`)).ok,
  });
}

function commandOf(options: CollectorOptions, at: Places): Parameters<typeof launch>[0] {
  const { command, first } = commandIn(options.root ?? repositoryRoot);
  return {
    name: 'collector',
    command,
    args: [
      ...first,
      'start',
      ...Object.entries({
        '--data': at.data,
        '--config': at.configFile,
        '--http-port': String(at.httpPort),
        '--mqtt-port': String(at.mqttPort),
      }).flat(),
      ...(options.agent === true ? [] : ['--no-agent']),
      ...(options.args ?? []),
    ],
    ...(options.env === undefined ? {} : { env: options.env }),
  };
}

async function ask<T>(
  url: string,
  token: string,
  init: { method?: string; body?: unknown } = {},
): Promise<T> {
  const response = await fetch(url, {
    method: init.method ?? 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  }).catch((error: unknown) => {
    throw new Error(`${init.method ?? 'GET'} ${url} has no answer`, { cause: error });
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url} answers ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
