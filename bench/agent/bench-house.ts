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
import { type CountingProxy, startCountingProxy } from './counting-proxy.ts';

/** A broker, a collector, and agents of any form that join them. */
export interface BenchHouse {
  collector: Collector;
  broker: 'mosquitto' | 'embedded';
  /** Where files of the bench may go. */
  folder: string;
  /** Enrols an agent that `command` starts; it does not run yet. */
  enrol(command: string, name: string): Promise<BenchAgent>;
  stop(): Promise<void>;
}

/** An enrolled agent, and a proxy that counts between it and the broker. */
export interface BenchAgent {
  proxy: CountingProxy;
  start(): Program;
}

const INTERVAL = '10s';

/** Starts broker and collector. Mosquitto is the broker where it is installed. */
export async function openBenchHouse(): Promise<BenchHouse> {
  const folder = temporaryFolder();
  const mosquitto =
    findProgram('mosquitto') === undefined ? undefined : await startMosquitto({ verbose: false });
  const collector = await startCollector({
    config: { log: { level: 'warn' }, ...(mosquitto === undefined ? {} : { broker: configOf(mosquitto) }) },
  });
  const proxies: CountingProxy[] = [];
  return {
    collector,
    broker: mosquitto === undefined ? 'embedded' : 'mosquitto',
    folder: folder.path,
    async enrol(command, name) {
      const state = join(folder.path, name);
      mkdirSync(state, { mode: 0o700 });
      writeFileSync(join(state, 'agent.yaml'), stringify({ interval: INTERVAL }));
      // Where its unit would let a packaged agent keep compiled code.
      const env = { CACHE_DIRECTORY: join(folder.path, `${name}.cache/watchcase-agent`) };
      const run = (args: readonly string[]) =>
        launch({ name, command, args: [...args, '--state', state], env });
      const token = await collector.newToken();
      const enrolling = run(['enrol', '--url', collector.url, '--token', token, '--name', name]);
      if ((await enrolling.ended) !== 0) throw new Error(`${name} could not enrol:\n${enrolling.output()}`);
      const proxy = await startCountingProxy(mosquitto?.port ?? collector.mqttPort);
      proxies.push(proxy);
      await admit(state, proxy.port, mosquitto);
      return { proxy, start: () => run(['run']) };
    },
    async stop() {
      for (const proxy of proxies) await proxy.stop();
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
