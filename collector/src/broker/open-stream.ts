import { connect as connectTcp, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { createWebSocketStream, WebSocket } from 'ws';

/** Begins to connect to an mqtt://, mqtts://, ws:// or wss:// address; gives the byte stream, whose errors are told on it. */
export function openStream(address: string): Duplex {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const tcp = { host, noDelay: true, keepAlive: true };
  switch (url.protocol) {
    case 'mqtt:':
      return connectTcp({ ...tcp, port: portOf(url, 1883) });
    case 'mqtts:':
      return connectTls({
        ...tcp,
        port: portOf(url, 8883),
        // A name is asked for and checked; an address has no name to ask for.
        ...(isIP(host) === 0 ? { servername: host } : {}),
      }).setNoDelay(true);
    default:
      return createWebSocketStream(new WebSocket(address, 'mqtt'));
  }
}

function portOf(url: URL, usual: number): number {
  return url.port === '' ? usual : Number(url.port);
}
