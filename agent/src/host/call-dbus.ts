import { connect, type Socket } from 'node:net';
import type { Clock } from '@watchcase/runtime/light';
import { type BusMessage, KIND, readMessage } from './dbus-reader.ts';
import { type BusCall, writeCall } from './dbus-writer.ts';

/** Where to call and how long to wait. */
export interface BusDoor {
  /** Path of the Unix socket. */
  socket: string;
  /** A bus wants to be greeted first; a program's own socket does not. */
  isBus: boolean;
  timeoutMs: number;
}

const GREETING: BusCall = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
  member: 'Hello',
  args: [],
};

/**
 * Makes method calls over one D-Bus connection, all at once, and gives their answers in order. Rejects when there is no connection or no
 * answer in time, with the bus's own error when a call is refused.
 */
export function callBus(clock: Clock, door: BusDoor, calls: readonly BusCall[]): Promise<BusMessage[]> {
  const all = door.isBus ? [GREETING, ...calls] : calls;
  return new Promise((resolve, reject) => {
    const socket = connect({ path: door.socket });
    const end = (then: () => void) => {
      timer.cancel();
      socket.destroy();
      then();
    };
    const fail = (error: Error) => end(() => reject(error));
    const timer = clock.after(door.timeoutMs, () => fail(new Error(`${door.socket} gives no answer`)));
    const answers = new Map<number, BusMessage>();
    const take = (message: BusMessage) => {
      if (message.kind === KIND.error && message.answers > 0) {
        fail(new Error(`${message.error}: ${String(message.values[0] ?? '')}`));
      } else if (message.kind === KIND.answer) answers.set(message.answers, message);
      if (answers.size < all.length) return;
      const inOrder = all.flatMap((_, index) => answers.get(index + 1) ?? []);
      end(() => resolve(inOrder.slice(all.length - calls.length)));
    };
    socket.once('error', fail);
    socket.once('close', () => fail(new Error(`${door.socket} hung up`)));
    socket.once('connect', () => {
      signIn(socket);
      listen(socket, {
        take,
        fail,
        ready: () => all.forEach((call, at) => socket.write(writeCall(call, at + 1))),
      });
    });
  });
}

/**
 * The peer knows who we are from the socket itself; EXTERNAL only names it. BEGIN goes along unasked: were it sent with the first call,
 * systemd could read both at once and would leave the call lying until something else arrives.
 */
function signIn(socket: Socket): void {
  const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${user}\r\nBEGIN\r\n`);
}

interface Listener {
  /** We are let in: calls may follow. */
  ready(): void;
  take(message: BusMessage): void;
  fail(error: Error): void;
}

/** Reads the answer to `signIn`, which is a line of text, then messages. */
function listen(socket: Socket, { ready, take, fail }: Listener): void {
  let data = Buffer.alloc(0);
  let admitted = false;
  socket.on('data', (chunk: Buffer) => {
    data = Buffer.concat([data, chunk]);
    try {
      if (!admitted) {
        const lineEnd = data.indexOf('\r\n');
        if (lineEnd < 0) return;
        if (!data.subarray(0, lineEnd).toString().startsWith('OK ')) throw new Error('sign-in was refused');
        data = data.subarray(lineEnd + 2);
        admitted = true;
        ready();
      }
      for (let message = readMessage(data); message !== undefined; message = readMessage(data)) {
        data = data.subarray(message.bytes);
        take(message);
      }
    } catch (error) {
      fail(error as Error);
    }
  });
}
