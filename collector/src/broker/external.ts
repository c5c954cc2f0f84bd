import { randomBytes } from 'node:crypto';
import { echoTopic, enrolTopic, upFilter } from '@watchcase/protocol';
import { createSerial, type Timer } from '@watchcase/runtime';
import { addCredential, removeCredential } from './add-credential.ts';
import { type BrokerLink, openBrokerLink } from './broker-link.ts';
import type { BrokerAddress } from './config.ts';
import { createDropWatch, DROPPED_TOPIC } from './drop-watch.ts';
import { createEcho } from './echo.ts';
import type { Broker, BrokerNeeds } from './contract.ts';
import { senderOf } from './permissions.ts';
import type { PublishPacket } from './publish-packet.ts';

const RECONNECT_MS = 1000;
/** A subscription that was refused is asked for again after this long: rules may have been put right. */
const RESUBSCRIBE_MS = 5000;

/**
 * Connects to a broker of its own. Begins even when the broker is away: it is tried again every second, and hosts count as
 * `unknown` meanwhile. Topic = identity is the broker's duty there (ACL by pattern, see docs/deploy-mosquitto.md).
 */
export function connectExternalBroker(config: BrokerAddress, needs: BrokerNeeds): Promise<Broker> {
  const { door, log, clock } = needs;
  const credentials = createSerial();
  const drops = createDropWatch(door, log);
  const { host } = new URL(config.url);
  // Nobody can name it to push us off.
  const clientId = `watchcase-collector-${randomBytes(16).toString('hex')}`;
  const echoed = echoTopic(clientId);
  const echo = createEcho((payload) => link.publish(echoed, payload), clock);
  let link: BrokerLink = open();
  let connected = false;
  let listening = false;
  let said = '';
  let stopped = false;
  let again: Timer | undefined;
  let filters = filtersOf(needs.shards);
  const waiting = new Set<() => void>();

  function open(): BrokerLink {
    return openBrokerLink({
      url: config.url,
      clientId,
      username: config.username,
      password: config.password.reveal(),
      clock,
      onOpen() {
        connected = true;
        drops.begin();
        subscribe();
        // A broker that does not have it, or does not let us hear it, has nothing to say about it.
        link.subscribe([DROPPED_TOPIC], () => undefined);
        // The same goes for an echo: what it does not let us hear is not sent.
        link.subscribe([echoed], (granted) => {
          if (granted) echo.begin();
        });
      },
      onMessage: receive,
      onFault(error) {
        door.onRefused('malformed');
        log.error({ code: 'PACKET_NOT_TAKEN', err: error }, 'a message met a fault of ours and is left out');
      },
      onClosed: (reason) => closed(reason),
    });
  }

  function closed(reason: string): void {
    connected = false;
    echo.end();
    setListening(false);
    for (const done of waiting) done();
    if (stopped) return;
    complain(reason);
    again = clock.after(RECONNECT_MS, () => {
      link = open();
    });
  }

  function subscribe(wanted: readonly string[] = filters): void {
    link.subscribe(wanted, (granted) => {
      for (const done of waiting) done();
      if (granted) return setListening(true);
      complain('the subscription to hosts is refused');
      setListening(false);
      again = clock.after(RESUBSCRIBE_MS, () => {
        if (connected && !listening) subscribe();
      });
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

  function receive({ topic, payload, retained }: PublishPacket): boolean {
    if (topic === echoed) {
      echo.heard(payload.toString('latin1'));
      return true;
    }
    if (topic === DROPPED_TOPIC) {
      drops.heard(payload.toString('latin1'));
      return true;
    }
    if (topic.startsWith(ENROL)) {
      const sender = senderOf(topic);
      if (sender !== undefined && 'enrolling' in sender)
        void answerEnrolment(sender.enrolling, door.enrol(payload.toString('utf8')));
      return true;
    }
    return door.onMessage({ topic, payload, retained, arrivedAt: echo.cameAt(clock.now()) });
  }

  async function hear(shards: readonly number[]): Promise<void> {
    const before = filters;
    filters = filtersOf(shards);
    if (!connected) return;
    const left = before.filter((filter) => !filters.includes(filter));
    if (left.length > 0) link.unsubscribe(left);
    const added = filters.filter((filter) => !before.includes(filter));
    if (added.length === 0) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        waiting.delete(done);
        resolve();
      };
      waiting.add(done);
      subscribe(added);
    });
  }

  async function answerEnrolment(clientId: string, reply: Promise<unknown>): Promise<void> {
    const answer = await reply;
    if (answer !== undefined) link.publish(enrolTopic(clientId, 'reply'), JSON.stringify(answer));
  }

  return Promise.resolve({
    publish: (topic, payload) => link.publish(topic, payload),
    heardUntil: echo.heardUntil,
    connectedClients: () => null,
    addCredential: (username, password) =>
      credentials.run(() => addCredential(config, { username, password }, clock)),
    // Mosquitto ends them itself when it has read its file again.
    endConnections: () => undefined,
    removeCredential: (username) => credentials.run(() => removeCredential(config, username)),
    port: null,
    hear,
    close() {
      stopped = true;
      again?.cancel();
      echo.end();
      setListening(false);
      link.end();
      return Promise.resolve();
    },
  });
}

function filtersOf(shards: readonly number[] | undefined): string[] {
  const hosts = shards === undefined ? [upFilter()] : shards.map((shard) => upFilter(shard));
  return [...hosts, enrolTopic('+', 'request')];
}

const ENROL = enrolTopic('', 'request').slice(0, -'/request'.length);
