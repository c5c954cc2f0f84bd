import { randomBytes } from 'node:crypto';
import { enrolTopic, upFilter } from '@watchcase/protocol';
import { createSerial } from '@watchcase/runtime';
import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt';
import { addCredential } from './add-credential.ts';
import type { ExternalConfig } from './config.ts';
import type { Broker, BrokerNeeds } from './index.ts';
import { senderOf } from './permissions.ts';

const RECONNECT_MS = 1000;
/** A subscription that was refused is asked for again after this long: rules may have been put right. */
const RESUBSCRIBE_MS = 5000;
const FILTERS = { [upFilter()]: { qos: 1 as const }, [enrolTopic('+', 'request')]: { qos: 1 as const } };

/**
 * Connects to a broker of its own. Begins even when the broker is away: it is tried again every second, and hosts count as
 * `unknown` meanwhile. Topic = identity is the broker's duty there (ACL by pattern, see docs/deploy-mosquitto.md).
 */
export function connectExternalBroker(config: ExternalConfig, needs: BrokerNeeds): Promise<Broker> {
  const { door, log, clock } = needs;
  const credentials = createSerial();
  const { host } = new URL(config.url);
  const client = mqtt.connect(config.url, {
    // Nobody can name it to push us off.
    clientId: `watchcase-collector-${randomBytes(16).toString('hex')}`,
    username: config.username,
    password: config.password.reveal(),
    clean: true,
    reconnectPeriod: RECONNECT_MS,
    queueQoSZero: false,
    resubscribe: false,
  });
  let listening = false;
  let said = '';

  client.on('connect', subscribe);
  client.on('close', () => setListening(false));
  client.on('error', (error) => complain(error.message));
  client.on('message', (topic, payload, packet) => receive(topic, payload, packet));

  function subscribe(): void {
    client.subscribe(FILTERS, (error) => {
      if (!error) setListening(true);
      else if (client.connected) {
        complain(`the subscription to all hosts is refused: ${error.message}`);
        clock.after(RESUBSCRIBE_MS, () => {
          if (client.connected && !listening) subscribe();
        });
      }
    });
  }

  function setListening(now: boolean): void {
    if (now === listening) return;
    listening = now;
    if (now) said = '';
    door.onListening(now);
  }

  /** The same trouble is said once, not every second of an outage. */
  function complain(reason: string): void {
    if (reason === said) return;
    said = reason;
    log.error({ code: 'BROKER_TROUBLE', broker: host, reason }, 'the broker cannot be used; tried again');
  }

  function receive(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const sender = senderOf(topic);
    if (sender !== undefined && 'enrolling' in sender)
      void answerEnrolment(client, sender.enrolling, door.enrol(payload.toString('utf8')));
    else door.onMessage({ topic, payload, retained: packet.retain, arrivedAt: clock.now() });
  }

  return Promise.resolve({
    publish: (topic, payload) => void client.publish(topic, payload, { qos: 0 }),
    connectedClients: () => null,
    addCredential: (username, password) =>
      credentials.run(() => addCredential(config, { username, password }, clock)),
    port: null,
    async close() {
      setListening(false);
      await client.endAsync(true);
    },
  });
}

async function answerEnrolment(client: MqttClient, clientId: string, reply: Promise<unknown>): Promise<void> {
  client.publish(enrolTopic(clientId, 'reply'), JSON.stringify(await reply), { qos: 1 });
}
