import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mosquittoPasswordLine } from '@watchcase/collector/broker/mosquitto-passwords.ts';
import { temporaryFolder } from '@watchcase/testkit';
import { stringify } from 'yaml';
import {
  type Collector,
  findProgram,
  launch,
  type Mosquitto,
  type Program,
  startCollector,
  startMosquitto,
} from '../../test/harness/index.ts';
import { repositoryRoot } from '../../test/house/tree.ts';
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';

/** One enrolled agent that is not running yet, its broker, its collector, and a proxy that counts between them. */
export interface BenchHouse {
  collector: Collector;
  broker: 'mosquitto' | 'embedded';
  proxy: CountingProxy;
  /** Where files of the bench may go. */
  folder: string;
  startAgent(): Program;
  stop(): Promise<void>;
}

const INTERVAL = '10s';

/** Starts everything but the agent. Mosquitto is the broker where it is installed. */
export async function openBenchHouse(): Promise<BenchHouse> {
  const folder = temporaryFolder();
  const mosquitto =
    findProgram('mosquitto') === undefined ? undefined : await startMosquitto({ verbose: false });
  const collector = await startCollector({
    config: { log: { level: 'warn' }, ...(mosquitto === undefined ? {} : { broker: configOf(mosquitto) }) },
  });
  const proxy = await startCountingProxy(mosquitto?.port ?? collector.mqttPort);
  const state = join(folder.path, 'state');
  mkdirSync(state, { mode: 0o700 });
  writeFileSync(join(state, 'agent.yaml'), stringify({ interval: INTERVAL }));
  const run = (args: readonly string[]) =>
    launch({
      name: 'agent',
      command: join(repositoryRoot, 'scripts/watchcase-agent'),
      args: [...args, '--state', state],
    });
  const enrolling = run([
    'enrol',
    '--url',
    collector.url,
    '--token',
    await collector.newToken(),
    '--name',
    'bench',
  ]);
  if ((await enrolling.ended) !== 0) throw new Error(`the agent could not enrol:\n${enrolling.output()}`);
  await admit(state, proxy.port, mosquitto);
  return {
    collector,
    broker: mosquitto === undefined ? 'embedded' : 'mosquitto',
    proxy,
    folder: folder.path,
    startAgent: () => run(['run']),
    async stop() {
      await proxy.stop();
      await collector.stop();
      await mosquitto?.stop();
      folder[Symbol.dispose]();
    },
  };
}

function configOf({ url, username, password, passwordFile, pidFile }: Mosquitto): Record<string, unknown> {
  return { kind: 'external', url, username, password, passwordFile, pidFile };
}

/** Leads the agent to the proxy. */
async function admit(state: string, port: number, mosquitto: Mosquitto | undefined): Promise<void> {
  const file = join(state, 'credential.json');
  const credential = JSON.parse(readFileSync(file, 'utf8')) as { username: string; password: string };
  writeFileSync(file, JSON.stringify({ ...credential, mqttUrl: `mqtt://127.0.0.1:${port}` }));
  if (mosquitto === undefined) return;
  const line = await mosquittoPasswordLine(credential.username, credential.password);
  if (readFileSync(mosquitto.passwordFile, 'utf8').includes(`${credential.username}:`)) return;
  appendFileSync(mosquitto.passwordFile, `${line}\n`);
  process.kill(mosquitto.pid(), 'SIGHUP');
}
