import type { Broker } from '../broker/index.ts';

/** The broker for rooms that are opened before it: what is published until then goes nowhere, and its agents ask again. */
export interface BrokerLine
  extends Pick<Broker, 'publish' | 'heardUntil' | 'addCredential' | 'endConnections' | 'removeCredential'> {
  /** From now on there is one. */
  connect(broker: Broker): void;
}

/** Nobody is connected yet. */
export function createBrokerLine(): BrokerLine {
  let broker: Broker | undefined;
  return {
    connect(opened) {
      broker = opened;
    },
    publish: (topic, payload) => broker?.publish(topic, payload),
    heardUntil: (now) => broker?.heardUntil(now) ?? now,
    addCredential: async (username, password) => broker?.addCredential(username, password),
    endConnections: (username) => broker?.endConnections(username),
    removeCredential: async (username) => (await broker?.removeCredential(username)) ?? false,
  };
}
