import { readFileSync } from 'node:fs';
import { enrolTopic, type EnrolReply, upFilter } from '@watchcase/protocol';
import { createSerial, UserError } from '@watchcase/runtime';
import mqtt, { type IPublishPacket, type MqttClient } from 'mqtt';
import type { ExternalConfig } from './config.ts';
import type { Broker, BrokerDoor, BrokerNeeds } from './index.ts';
import { addMosquittoPassword } from './mosquitto-passwords.ts';
import { senderOf } from './permissions.ts';

const RECONNECT_MS = 1000;
const FILTERS = { [upFilter()]: { qos: 1 as const }, [enrolTopic('+', 'request')]: { qos: 1 as const } };

/**
 * Connects to a broker of its own. Begins even when the broker is away: it is tried again every second, and hosts count as
 * `unknown` meanwhile. Topic = identity is the broker's duty there (ACL by pattern, see docs/deploy-mosquitto.md).
 */
export function connectExternalBroker(config: ExternalConfig, needs: BrokerNeeds): Promise<Broker> {
  const { door, log, clock } = needs;
  const credentials = createSerial();
  const client = mqtt.connect(config.url, {
    username: config.username,
    password: config.password.reveal(),
    clean: true,
    reconnectPeriod: RECONNECT_MS,
    queueQoSZero: false,
    resubscribe: false,
  });

  client.on('connect', () => {
    client.subscribe(FILTERS, (error) => {
      if (error) log.error({ reason: error.message }, 'the broker refuses the subscription to all hosts');
      else door.onListening(true);
    });
  });
  client.on('close', () => door.onListening(false));
  client.on('error', (error) =>
    log.error({ url: config.url, reason: error.message }, 'broker connection failed'),
  );
  client.on('message', (topic, payload, packet) => receive(topic, payload, packet));

  function receive(topic: string, payload: Buffer, packet: IPublishPacket): void {
    const sender = senderOf(topic);
    if (sender !== undefined && 'enrolling' in sender)
      void answerEnrolment(sender.enrolling, payload.toString('utf8'));
    else door.onMessage({ topic, payload, retained: packet.retain, arrivedAt: clock.now() });
  }

  async function answerEnrolment(clientId: string, payload: string): Promise<void> {
    publishReply(client, clientId, await door.enrol(payload));
  }

  return Promise.resolve({
    publish: (topic, payload) => void client.publish(topic, payload, { qos: 0 }),
    connectedClients: () => 0,
    addCredential: (username, password) => credentials.run(() => addCredential(config, username, password)),
    port: null,
    close: () => closeClient(client, door),
  });
}

function publishReply(client: MqttClient, clientId: string, reply: EnrolReply): void {
  client.publish(enrolTopic(clientId, 'reply'), JSON.stringify(reply), { qos: 1 });
}

async function closeClient(client: MqttClient, door: BrokerDoor): Promise<void> {
  door.onListening(false);
  await client.endAsync(true);
}

async function addCredential(config: ExternalConfig, username: string, password: string): Promise<void> {
  if (config.passwordFile === undefined) {
    throw new UserError({
      code: 'BROKER_CANNOT_ADD_CREDENTIAL',
      place: 'broker.passwordFile',
      message: 'hosts can enrol only when the collector can add their credential to the external broker',
      fix: 'set broker.passwordFile (and broker.pidFile) to those of Mosquitto',
    });
  }
  await addMosquittoPassword(config.passwordFile, username, password);
  if (config.pidFile !== undefined)
    process.kill(Number(readFileSync(config.pidFile, 'utf8').trim()), 'SIGHUP');
}
