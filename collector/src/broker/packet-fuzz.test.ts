import { connect, createServer, type Server, type Socket } from 'node:net';
import { createLog, Secret, systemClock } from '@watchcase/runtime';
import { describeWith, eventually } from '@watchcase/testkit';
import { connectAsync } from 'mqtt';
import { expect, it } from 'vitest';
import { startMosquitto } from '../../../test/harness/mosquitto.ts';
import { oddConversation, rightPackets } from '../../../test/harness/odd-packets.ts';
import { seededRandom } from '../../../test/harness/seeded-random.ts';
import { openBrokerLink } from './broker-link.ts';
import { startBroker } from './index.ts';

const SEED = 1883;
const PACKETS = 20_000;
const AT_ONCE = 40;
const up = (host: string, kind = 'reading') => `watchcase/v1/up/7/acme/${host}/${kind}`;
const ENROL = ['watchcase/v1/enrol/odd-enrol/request', 'watchcase/v1/enrol/odd-enrol/reply'] as const;
const PINGRESP = Buffer.from([0xd0, 0]);
const UNSUBACK = Buffer.from([0xb0, 2, 0, 1]);
const enrolling = rightPackets({ publish: ENROL[0], subscribe: ENROL[1] });
const ack = (host: string) => `watchcase/v1/down/acme/${host}/ack`;

/** Holds conversations, some at a time, until so many packets were said; gives how many. */
async function hold(converse: (index: number) => Promise<number>): Promise<number> {
  let said = 0;
  let index = 0;
  const one = async () => {
    while (said < PACKETS) {
      const packets = await converse(index++);
      said += packets;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return said;
}

/** Writes all pieces and says goodbye; resolves when the connection has ended. */
function say(socket: Socket, pieces: readonly Buffer[]): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => undefined);
    socket.once('close', () => resolve());
    socket.resume();
    for (const piece of pieces) socket.write(piece);
    socket.end();
  });
}

it('the embedded broker: no packet does more than end its own connection', { timeout: 120_000 }, async () => {
  const random = seededRandom(SEED);
  const logged: string[] = [];
  const refused = new Map<string, number>();
  let taken = 0;
  const broker = await startBroker(
    { kind: 'embedded', host: '127.0.0.1', port: 0, connectionsPerSecond: 1_000_000 },
    {
      door: {
        onMessage: () => ++taken > 0,
        authenticate: (username, password) => Promise.resolve(`${username}-secret` === password),
        enrol: () => Promise.resolve({ ok: false as const, code: 'TEST', message: '' }),
        onListening: () => undefined,
        onRefused: (what) => void refused.set(what, (refused.get(what) ?? 0) + 1),
        onDropped: () => undefined,
      },
      clock: systemClock,
      log: createLog('test', 'info', { write: (line: string) => void logged.push(line) }),
    },
  );
  const port = broker.port ?? 0;
  const witness = await connectAsync(`mqtt://127.0.0.1:${port}`, {
    username: 'acme/witness',
    password: 'acme/witness-secret',
    reconnectPeriod: 0,
  });

  const said = await hold(async (index) => {
    const host = `h${index}`;
    const enrols = index % 5 === 0;
    const { pieces, packets } = oddConversation({
      random,
      clientId: enrols ? 'odd-enrol' : `odd-${index}`,
      username: enrols ? 'enrol' : `acme/${host}`,
      password: enrols ? 'enrol' : `acme/${host}-${index % 20 === 7 ? 'guess' : 'secret'}`,
      right: enrols ? enrolling : rightPackets({ publish: up(host), subscribe: ack(host) }),
      topics: enrols
        ? [...ENROL, up('other')]
        : [up(host), up(host, 'event'), up(host), ack(host), ack(host), up('other'), '#', '', 'ä\u0000'],
    });
    await say(connect(port, '127.0.0.1'), pieces);
    return packets;
  });

  await witness.publishAsync(up('witness'), 'still here', { qos: 1 });
  await eventually(() => broker.connectedClients() === 1);
  expect(said).toBeGreaterThanOrEqual(PACKETS);
  expect(taken).toBeGreaterThan(500);
  expect([...refused.keys()].sort()).toEqual([
    'connection',
    'malformed',
    'oversized',
    'publish',
    'subscription',
  ]);
  // Some of them guess: that is told once for each, and nothing else is.
  expect(logged.filter((line) => !line.includes('"code":"CREDENTIAL_REFUSED"'))).toEqual([]);
  await witness.endAsync(true);
  await broker.close();
});

it('the connection to an external broker: no packet does more than end it', {
  timeout: 120_000,
}, async () => {
  const random = seededRandom(SEED + 1);
  const endings = new Map<string, number>();
  let taken = 0;
  let heard = 0;
  const server = await serve((socket) => {
    const { pieces, packets } = oddConversation({
      random,
      clientId: 'c',
      username: 'u',
      password: 'p',
      // A PUBLISH at QoS 0 and 1, and what a broker answers.
      right: [...rightPackets({ publish: up('h'), subscribe: '' }).slice(0, 3), PINGRESP, UNSUBACK],
      topics: [up('h'), ack('h'), '', 'watchcase/v1/enrol/x/request'],
    });
    const welcome = random() < 0.95 ? Buffer.from([0x20, 2, 0, 0]) : Buffer.alloc(0);
    heard += packets;
    void say(socket, [welcome, ...pieces]);
  });
  let counted = 0;
  const { port } = server.address() as { port: number };

  const said = await hold(
    () =>
      new Promise((resolve) => {
        const link = openBrokerLink({
          url: `mqtt://127.0.0.1:${port}`,
          clientId: 'c',
          username: 'u',
          password: 'p',
          clock: systemClock,
          onOpen: () => link.subscribe(['watchcase/v1/up/#'], () => undefined),
          onMessage: () => ++taken > 0,
          onFault: (error) => {
            throw error;
          },
          onClosed(reason) {
            endings.set(reason, (endings.get(reason) ?? 0) + 1);
            const before = counted;
            counted = heard;
            resolve(counted - before);
          },
        });
      }),
  );

  expect(said).toBeGreaterThanOrEqual(PACKETS);
  expect(taken).toBeGreaterThan(100);
  expect([...endings.keys()]).toEqual(
    expect.arrayContaining(['the broker sent what it must not', 'the broker sent a malformed message']),
  );
  server.close();
});

describeWith('mosquitto', 'a real Mosquitto with hostile hosts', () => {
  it('hands on what it likes, and the connection to it goes on', { timeout: 180_000 }, async () => {
    const random = seededRandom(SEED + 2);
    const mosquitto = await startMosquitto({ verbose: false });
    const logged: string[] = [];
    const refused: string[] = [];
    const payloads = new Map<string, number>();
    let listening: boolean[] = [];
    const broker = await startBroker(
      {
        kind: 'external',
        others: [],
        url: mosquitto.url,
        username: mosquitto.username,
        password: new Secret(mosquitto.password),
        passwordFile: mosquitto.passwordFile,
        pidFile: mosquitto.pidFile,
      },
      {
        door: {
          onMessage({ topic }) {
            payloads.set(topic, (payloads.get(topic) ?? 0) + 1);
            return true;
          },
          authenticate: () => Promise.resolve(false),
          enrol: () => Promise.resolve({ ok: false as const, code: 'TEST', message: '' }),
          onListening: (now) => void listening.push(now),
          onRefused: (what) => void refused.push(what),
          onDropped: () => undefined,
        },
        clock: systemClock,
        log: createLog('test', 'info', { write: (line: string) => void logged.push(line) }),
      },
    );
    await eventually(() => listening.includes(true));
    const hosts = ['h0', 'h1', 'h2', 'witness'];
    for (const host of hosts) await broker.addCredential(`acme/${host}`, `acme/${host}-secret`);
    listening = [];
    logged.length = 0;

    const said = await hold(async (index) => {
      const enrols = index % 4 === 3;
      const host = `h${index % 3}`;
      const { pieces, packets } = oddConversation({
        random,
        clientId: enrols ? 'odd-enrol' : `odd-${index}`,
        username: enrols ? 'enrol' : `acme/${host}`,
        password: enrols ? 'enrol' : `acme/${host}-secret`,
        right: enrols ? enrolling : rightPackets({ publish: up(host), subscribe: ack(host) }),
        topics: enrols
          ? [...ENROL, up('other')]
          : [up(host), up(host, 'event'), up(host, 'presence'), ack(host), up('other'), '#', '', 'ä'],
      });
      await say(connect(mosquitto.port, '127.0.0.1'), pieces);
      return packets;
    });

    const witness = await connectAsync(mosquitto.url, {
      username: 'acme/witness',
      password: 'acme/witness-secret',
      reconnectPeriod: 0,
    });
    await witness.publishAsync(up('witness'), 'still here', { qos: 1 });
    await eventually(() => payloads.has(up('witness')));
    expect(said).toBeGreaterThanOrEqual(PACKETS);
    expect([...payloads.values()].reduce((sum, one) => sum + one)).toBeGreaterThan(500);
    expect([listening, refused, logged]).toEqual([[], [], []]);
    await witness.endAsync(true);
    await broker.close();
    await mosquitto.stop();
  });
});

function serve(arrived: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer(arrived).listen(0, '127.0.0.1', () => resolve(server));
  });
}
