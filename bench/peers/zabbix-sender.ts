import { connect } from 'node:net';
import { systemClock } from '@watchcase/runtime';
import { BREACHING_VALUE, itemKey, zabbixHost } from './zabbix-fleet.ts';

const SERIES = 100;
const HEADER_BYTES = 13;

/** How many values the server took and how many not. */
export interface Taken {
  processed: number;
  failed: number;
}

/** Sends a host's 100 values in one connection, as zabbix_sender does, and reads the answer. A connection that fails is 100 values that failed. */
export function sendHost(port: number, index: number, breaching = false): Promise<Taken> {
  const body = Buffer.from(valuesOf(index, breaching));
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('ZBXD\u0001', 'latin1');
  header.writeUInt32LE(body.length, 5);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ host: '127.0.0.1', port }, () => socket.write(Buffer.concat([header, body])));
    socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => resolve(takenOf(answer)));
  });
}

function takenOf(answer: string): Taken {
  const counts = /processed: (\d+); failed: (\d+)/.exec(answer);
  return { processed: Number(counts?.[1] ?? 0), failed: Number(counts?.[2] ?? SERIES) };
}

function valuesOf(index: number, breaching: boolean): string {
  const now = systemClock.now();
  const clock = Math.floor(now / 1000);
  const data = Array.from({ length: SERIES }, (_, position) => ({
    host: zabbixHost(index),
    key: itemKey(position),
    value: breaching && position === 0 ? BREACHING_VALUE : String(1_000_000 + position * 1013 + (clock % 16)),
    clock,
    ns: (now % 1000) * 1_000_000,
  }));
  return JSON.stringify({ request: 'sender data', data, clock, ns: (now % 1000) * 1_000_000 });
}
