import { connect, type Socket } from 'node:net';
import { generate, type Packet } from 'mqtt-packet';

/** Who sends, and where it may publish and hear. */
export interface EndlessSender {
  port: number;
  username: string;
  password: string;
  up: string;
  down: string;
}

type Topics = Pick<EndlessSender, 'up' | 'down'>;
const BLOCK_BYTES = 65_536;
const BLOCKS_A_TURN = 16;
const packet = (of: Packet): Buffer => Buffer.from(generate(of));

function publish(topic: string, qos: 0 | 1 | 2, payload: string | Buffer = 'x'): Buffer {
  const id = qos === 0 ? {} : { messageId: 7 };
  return packet({ cmd: 'publish', topic, payload, qos, dup: false, retain: false, ...id });
}

/** Every packet that a host may send without end, by name. */
export const endlessPackets: Readonly<Record<string, (topics: Topics) => Buffer>> = {
  PINGREQ: () => packet({ cmd: 'pingreq' }),
  SUBSCRIBE: ({ down }) =>
    packet({ cmd: 'subscribe', messageId: 7, subscriptions: [{ topic: down, qos: 1 }] }),
  UNSUBSCRIBE: ({ down }) => packet({ cmd: 'unsubscribe', messageId: 7, unsubscriptions: [down] }),
  'PUBLISH at QoS 0': ({ up }) => publish(up, 0),
  'PUBLISH at QoS 1': ({ up }) => publish(up, 1),
  'PUBLISH at QoS 2': ({ up }) => Buffer.concat([publish(up, 2), packet({ cmd: 'pubrel', messageId: 7 })]),
  'PUBLISH of 200 kB': ({ up }) => publish(up, 1, Buffer.alloc(200_000, '[')),
};

/** Connects, sends one kind of packet as long as somebody takes it, and never reads. */
export function sendAndNeverRead(sender: EndlessSender, kind: string): { socket: Socket; written(): number } {
  const bytes = endlessPackets[kind]?.(sender) ?? Buffer.alloc(1);
  const block = Buffer.concat(Array.from({ length: Math.ceil(BLOCK_BYTES / bytes.length) }, () => bytes));
  const socket = connect(sender.port, '127.0.0.1').pause();
  let written = 0;
  socket.on('error', () => undefined);
  const more = () => {
    for (let i = 0; i < BLOCKS_A_TURN && !socket.destroyed; i++) {
      written += block.length;
      if (!socket.write(block)) return;
    }
    if (!socket.destroyed) setImmediate(more);
  };
  socket.on('drain', more);
  const { username, password } = sender;
  socket.write(
    packet({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: username,
      keepalive: 0,
      username,
      password: Buffer.from(password),
    }),
    more,
  );
  return { socket, written: () => written };
}
