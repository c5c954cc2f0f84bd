import { parseDownTopic, parseUpTopic, usernameOf } from '@watchcase/protocol';
import type { Message } from '../model/index.ts';
import type { BrokerAddress } from './config.ts';
import { connectExternalBroker } from './external.ts';
import type { Broker, BrokerNeeds } from './contract.ts';

const ONLINE = '"state":"online"';

/**
 * Connects to brokers that know nothing of each other, and makes one of them: a broker is one process, with one core and so many open files. Each
 * host connects to any one of them, and may move; what is meant for it goes where it was heard last. While one of them is away we hear
 * not everybody: silence says nothing then.
 */
export async function connectSeveral(
  addresses: readonly BrokerAddress[],
  needs: BrokerNeeds,
): Promise<Broker> {
  const [only] = addresses;
  if (addresses.length === 1 && only !== undefined) return connectExternalBroker(only, needs);
  const homes = new Map<string, Broker>();
  const heard = new Set<BrokerAddress>();
  const brokers: Broker[] = [];

  function setListening(address: BrokerAddress, listening: boolean): void {
    const before = heard.size === addresses.length;
    if (listening) heard.add(address);
    else heard.delete(address);
    const now = heard.size === addresses.length;
    if (now !== before) needs.door.onListening(now);
  }

  async function connect(address: BrokerAddress): Promise<void> {
    const broker = await connectExternalBroker(address, {
      ...needs,
      door: {
        ...needs.door,
        onListening: (listening) => setListening(address, listening),
        onMessage(message) {
          if (!message.retained) noteHome(message, broker);
          return needs.door.onMessage(message);
        },
      },
    });
    brokers.push(broker);
  }

  /** What was retained, or is a will, may come from a broker that the host has left. */
  function noteHome({ topic, payload }: Message, broker: Broker): void {
    const host = parseUpTopic(topic);
    if (host === undefined || (host.kind === 'presence' && !payload.includes(ONLINE))) return;
    if (homes.get(usernameOf(host)) !== broker) homes.set(usernameOf(host), broker);
  }

  for (const address of addresses) await connect(address);

  return {
    publish(topic, payload) {
      const host = parseDownTopic(topic);
      const home = host === undefined ? undefined : homes.get(usernameOf(host));
      for (const broker of home === undefined ? brokers : [home]) broker.publish(topic, payload);
    },
    heardUntil: (now) => Math.min(now, ...brokers.map((broker) => broker.heardUntil(now))),
    connectedClients: () => null,
    async addCredential(username, password) {
      for (const broker of brokers) await broker.addCredential(username, password);
    },
    endConnections(username) {
      for (const broker of brokers) broker.endConnections(username);
    },
    async removeCredential(username) {
      let all = true;
      for (const broker of brokers) all = (await broker.removeCredential(username)) && all;
      return all;
    },
    port: null,
    hear: async (shards) => void (await Promise.all(brokers.map((broker) => broker.hear(shards)))),
    close: async () => void (await Promise.all(brokers.map((broker) => broker.close()))),
  };
}
