import { appendFileSync } from 'node:fs';
import { usernameOf } from '@watchcase/protocol';
import { mosquittoPasswordLine } from '@watchcase/collector/broker/mosquitto-passwords.ts';
import { type Mosquitto, startMosquitto } from '../../test/harness/index.ts';
import { CUSTOMER_HOSTS, identityOfHost, passwordOfHost } from './seed-hosts.ts';

/** Some hosts, and the port of their broker. */
export interface Section {
  first: number;
  hosts: number;
  port: number;
}

/** The brokers of a fleet. */
export interface FleetBrokers {
  brokers: Mosquitto[];
  /** That of the first hosts, and of all that fit into one. */
  first: Mosquitto;
  /** Which hosts go where. */
  sections: Section[];
  /** The collector's setting for them. */
  config: Record<string, unknown>;
  stop(): Promise<void>;
}

/** Starts as many as `hosts` need: a process may open 20 000 files on many machines, whoever it belongs to, so each has one customer. */
export async function startBrokers(hosts: number): Promise<FleetBrokers> {
  const brokers: Mosquitto[] = [];
  const sections: Section[] = [];
  for (let first = 0; first < hosts; first += CUSTOMER_HOSTS) {
    const broker = await startMosquitto({ verbose: false });
    const section = { first, hosts: Math.min(CUSTOMER_HOSTS, hosts - first), port: broker.port };
    await admit(broker, section);
    brokers.push(broker);
    sections.push(section);
  }
  const [first] = brokers;
  if (first === undefined) throw new Error('a fleet without hosts has no broker');
  return {
    brokers,
    first,
    sections,
    config: configOf(brokers),
    async stop() {
      for (const broker of brokers) await broker.stop();
    },
  };
}

/** All take the same user and password. */
function configOf(brokers: readonly Mosquitto[]): Record<string, unknown> {
  const [first, ...others] = brokers.map(({ url, passwordFile, pidFile }) => ({
    url,
    passwordFile,
    pidFile,
  }));
  return {
    kind: 'external',
    username: brokers[0]?.username,
    password: brokers[0]?.password,
    ...first,
    others,
  };
}

async function admit(broker: Mosquitto, { first, hosts }: Section): Promise<void> {
  const lines: string[] = [];
  for (let index = first; index < first + hosts; index++)
    lines.push(await mosquittoPasswordLine(usernameOf(identityOfHost(index)), passwordOfHost(index)));
  appendFileSync(broker.passwordFile, `${lines.join('\n')}\n`);
  process.kill(broker.pid(), 'SIGHUP');
}
