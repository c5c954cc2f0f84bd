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

/** The brokers of a fleet: one, or several that hand everything on to it. */
export interface FleetBrokers {
  /** The collector's. */
  core: Mosquitto;
  /** Which hosts go where. */
  sections: Section[];
  /** Those that only hand on. */
  edges: Mosquitto[];
  stop(): Promise<void>;
}

/** Starts as many as `hosts` need: a process may open 20 000 files on many machines, whoever it belongs to, so each has one customer. A fleet of one broker's size has no edges. */
export async function startBrokers(hosts: number): Promise<FleetBrokers> {
  const core = await startMosquitto({ verbose: false });
  const count = Math.ceil(hosts / CUSTOMER_HOSTS);
  const edges: Mosquitto[] = [];
  for (let i = 0; count > 1 && i < count; i++)
    edges.push(await startMosquitto({ verbose: false, more: bridgeTo(core, i) }));
  const sections: Section[] = [];
  for (let i = 0; i < count; i++) {
    const broker = edges[i] ?? core;
    const first = i * CUSTOMER_HOSTS;
    const section = { first, hosts: Math.min(CUSTOMER_HOSTS, hosts - first), port: broker.port };
    await admit(broker, section);
    sections.push(section);
  }
  return {
    core,
    sections,
    edges,
    async stop() {
      for (const broker of [...edges, core]) await broker.stop();
    },
  };
}

function bridgeTo(core: Mosquitto, number: number): string {
  return `
connection core
address 127.0.0.1:${core.port}
remote_username ${core.username}
remote_password ${core.password}
remote_clientid edge-${number}
notifications false
topic watchcase/v1/up/+/+/+/reading out 0
topic watchcase/v1/up/+/+/+/event out 0
topic watchcase/v1/up/+/+/+/layout out 1
topic watchcase/v1/up/+/+/+/presence out 1
topic watchcase/v1/down/${identityOfHost(number * CUSTOMER_HOSTS).customer}/# in 0
`;
}

async function admit(broker: Mosquitto, { first, hosts }: Section): Promise<void> {
  const lines: string[] = [];
  for (let index = first; index < first + hosts; index++)
    lines.push(await mosquittoPasswordLine(usernameOf(identityOfHost(index)), passwordOfHost(index)));
  appendFileSync(broker.passwordFile, `${lines.join('\n')}\n`);
  process.kill(broker.pid(), 'SIGHUP');
}
