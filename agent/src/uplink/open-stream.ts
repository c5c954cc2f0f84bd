import { connect, isIP, type Socket } from 'node:net';
import { trustMachineAuthorities } from '@watchcase/runtime/light';
import type { Trust } from './credential.ts';

/** A way to carry bytes to the broker and back. */
export interface Stream {
  write(bytes: Buffer): void;
  /** False while much that was written waits here. */
  isClear(): boolean;
  /** Closes once everything written is on its way. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
}

/** Whom a stream tells. */
export interface StreamEars {
  onOpen(): void;
  onData(chunk: Buffer): void;
  /** What waited has gone; not told by every stream. */
  onDrain(): void;
  /** Why it could not be opened, or broke; onClose follows. */
  onError(error: Error): void;
  onClose(): void;
}

const PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883 };

/**
 * Begins to connect. Schemes: mqtt, mqtts, ws, wss; with an authority (PEM) of the collector's own, which is then the only one that is trusted, mqtts and no other over TLS.
 * Throws a TypeError when `address` is no URL.
 */
export function openStream(address: string, ears: StreamEars, trust: Trust = {}): Stream {
  const { authority } = trust;
  if (authority === undefined && /^(?:mqtts|wss):/.test(address)) trustMachineAuthorities();
  const url = new URL(address);
  if (url.protocol === 'wss:' && authority !== undefined) return refuse(ONLY_MQTTS, ears);
  return url.protocol.startsWith('ws') ? overWebSocket(url, ears) : overTcp(url, ears, trust);
}

/** Node's WebSocket trusts whom the whole process trusts. */
const ONLY_MQTTS =
  'the collector has an authority of its own, which can be trusted over mqtts:// and not over wss://';

function refuse(reason: string, ears: StreamEars): Stream {
  process.nextTick(() => {
    ears.onError(new Error(reason));
    ears.onClose();
  });
  const nothing = () => undefined;
  return { write: nothing, isClear: () => true, end: nothing, destroy: nothing };
}

function overTcp(url: URL, ears: StreamEars, trust: Trust): Stream {
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  const to = {
    host,
    port: url.port === '' ? (PORTS[url.protocol] ?? 1883) : Number(url.port),
    noDelay: true,
  };
  // TLS takes memory: loaded where the address asks for it.
  const socket: Socket =
    url.protocol === 'mqtts:'
      ? process
          .getBuiltinModule('node:tls')
          .connect(
            { ...to, ...(isIP(host) === 0 ? { servername: host } : {}), ...trusting(trust) },
            ears.onOpen,
          )
      : connect(to, ears.onOpen);
  socket.on('data', ears.onData);
  socket.on('drain', ears.onDrain);
  socket.on('error', ears.onError);
  // Half a connection is none: MQTT ends with DISCONNECT or not at all.
  socket.on('end', () => socket.destroy());
  socket.on('close', ears.onClose);
  return {
    write: (bytes) => void socket.write(bytes),
    isClear: () => !socket.writableNeedDrain,
    end: () => void socket.end(),
    destroy: () => void socket.destroy(),
  };
}

/** As Node calls them; TLS 1.2 is its own least. */
function trusting({ authority, certificate, key }: Trust): { ca?: string; cert?: string; key?: string } {
  return {
    ...(authority === undefined ? {} : { ca: authority }),
    ...(certificate === undefined || key === undefined ? {} : { cert: certificate, key }),
  };
}

/** More than this waiting in a web socket counts as a full one. */
const FULL_BYTES = 65_536;

/** Node's own WebSocket, which is loaded when it is first named. It does not tell when it drains. */
function overWebSocket(url: URL, ears: StreamEars): Stream {
  const socket = new WebSocket(url, 'mqtt');
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => ears.onOpen());
  socket.addEventListener('message', ({ data }) =>
    ears.onData(typeof data === 'string' ? Buffer.from(data) : Buffer.from(data as ArrayBuffer)),
  );
  socket.addEventListener('error', (event) =>
    ears.onError(new Error(event.message || 'the web socket could not be opened')),
  );
  socket.addEventListener('close', () => ears.onClose());
  return {
    write: (bytes) => socket.send(new Uint8Array(bytes)),
    isClear: () => socket.bufferedAmount < FULL_BYTES,
    end: () => socket.close(),
    destroy: () => socket.close(),
  };
}
