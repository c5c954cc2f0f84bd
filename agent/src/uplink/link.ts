import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { trustMachineAuthorities } from './trust.ts';

/** One connection to the broker, from its attempt to its end; it never reconnects by itself. */
export interface Link {
  /** Resolves when the broker has it (QoS 1) or when it was handed to the socket (QoS 0). */
  publish(topic: string, payload: string, how: { qos: 0 | 1; retain?: boolean }): Promise<void>;
  subscribe(topic: string): Promise<void>;
  /** Ends the connection; the broker does not publish the will when `clean`. */
  end(clean: boolean): Promise<void>;
}

/** What a link needs, and whom it tells. */
export interface LinkNeeds {
  url: string;
  clientId: string;
  username: string;
  password: string;
  will?: { topic: string; payload: string };
  onOpen(): void;
  onMessage(topic: string, payload: string): void;
  /** The connection, or the attempt at it, has ended; called once. */
  onClosed(ending: LinkEnding): void;
}

/** Why a link ended; `rejected` when the broker does not take the credential. */
export interface LinkEnding {
  reason: string;
  rejected: boolean;
}

const CONNECT_TIMEOUT_MS = 15_000;
const KEEPALIVE_SECONDS = 30;
/** CONNACK codes: identifier rejected, bad user name or password, not authorised. */
const REJECTED = new Set([2, 4, 5]);

/** Begins to connect; MQTT 3.1.1 with a clean session. Schemes: mqtt, mqtts, ws, wss. */
export function openLink(needs: LinkNeeds): Link {
  trustMachineAuthorities(needs.url);
  const client = connect(needs.url, optionsOf(needs));
  let ending: LinkEnding = { reason: 'the connection was closed', rejected: false };
  let closed = false;

  function close(): void {
    if (closed) return;
    closed = true;
    client.end(true);
    needs.onClosed(ending);
  }

  client.on('connect', () => needs.onOpen());
  client.on('message', (topic, payload) => needs.onMessage(topic, payload.toString('utf8')));
  client.on('error', (error) => {
    ending = { reason: reasonOf(error), rejected: REJECTED.has(Number((error as { code?: unknown }).code)) };
  });
  client.on('close', close);

  return {
    publish: (topic, payload, { qos, retain = false }) => publish(client, { topic, payload, qos, retain }),
    subscribe: (topic) => subscribe(client, topic),
    end: (clean) =>
      new Promise((resolve) => {
        client.end(!clean, {}, () => resolve());
      }),
  };
}

function optionsOf(needs: LinkNeeds): IClientOptions {
  const { clientId, username, password, will } = needs;
  return {
    clientId,
    username,
    password,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepalive: KEEPALIVE_SECONDS,
    queueQoSZero: false,
    resubscribe: false,
    ...(will === undefined
      ? {}
      : { will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true } }),
  };
}

function publish(
  client: MqttClient,
  message: { topic: string; payload: string; qos: 0 | 1; retain: boolean },
): Promise<void> {
  const { topic, payload, qos, retain } = message;
  return new Promise((resolve, reject) => {
    client.publish(topic, payload, { qos, retain }, (error) => (error ? reject(error) : resolve()));
  });
}

function subscribe(client: MqttClient, topic: string): Promise<void> {
  return new Promise((resolve, reject) => {
    client.subscribe(topic, { qos: 0 }, (error, granted) => {
      if (error !== null) reject(error);
      else if (granted?.some((one) => one.qos > 2)) reject(new Error(`the broker does not allow ${topic}`));
      else resolve();
    });
  });
}

function reasonOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return error.message === '' ? (code ?? 'unknown') : error.message;
}
