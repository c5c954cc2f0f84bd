import type { Socket } from 'node:net';
import { createServer, type SecureContextOptions, type Server, TLSSocket } from 'node:tls';
import { type Clock, createLine, type LinePace, type Timer } from '@watchcase/runtime';
import type { Shown } from './decide-client-key.ts';
import { decideFirstByte } from './decide-first-byte.ts';
import { pinOf } from './read-identity.ts';

/** Stands before a door: what comes in speaks TLS, or may do without. */
export interface Guard {
  /** Takes a connection that has just come, and hands it on when it may be read. */
  receive(socket: Socket, handOn: (socket: Socket) => void): void;
  /** Shows another certificate from now on; what is open stays open. */
  show(identity: SecureContextOptions): void;
  /** What the other end of a connection that was handed on has shown. */
  shownBy(socket: Socket): Shown;
  /** Ends what has not been handed on. */
  close(): void;
}

/** Why somebody was turned away, or went: without TLS, since too many came, in the handshake, or from it without a word. */
export type Refused = 'plain' | 'crowded' | 'handshake' | 'wordless';

/** What a guard needs. */
export interface GuardNeeds {
  identity: SecureContextOptions;
  minVersion: '1.2' | '1.3';
  plain: 'here' | 'anywhere';
  /** Protocols that are spoken inside, for clients that ask (ALPN). */
  protocols: readonly string[];
  /** What is said to whoever does without TLS and may not. */
  answer: Buffer;
  /** `reason` as OpenSSL gives it. */
  refused(why: Refused, from: string, reason: string): void;
  /** Authority (PEM) whose certificates clients may show; undefined where nobody is asked. */
  clientAuthority: string | undefined;
  isHere?: (socket: Socket) => boolean;
  /** How handshakes are begun; who would wait longer for it is ended before. */
  pace: LinePace;
  /** Connections that have not said a word: the oldest goes when there are more. The others are bounded by the pace, and no crowd of silent ones takes their place. */
  mostSilent: number;
  clock: Clock;
}

/** One that has come, and has not been handed on. */
interface Waiting {
  socket: Socket;
  handOn: (socket: Socket) => void;
  patience: Timer;
}

/** With forward secrecy and an authenticated cipher; those of TLS 1.3 come first. */
const CIPHERS =
  'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE+AESGCM:ECDHE+CHACHA20';
/** Node judges a certificate when the handshake is done, and hangs up without saying why. */
const WORDLESS = 'it left without a word when it had seen the certificate: it may not trust it';
const CROWDED = 'too many came at once; it may come again';
const HANDSHAKE_MS = 10_000;

/** One over a door of its own. */
export function createGuard(needs: GuardNeeds): Guard {
  const waiting = new Map<string, Waiting>();
  const isHere = needs.isHere ?? isFromHere;
  const silent = new Set<Socket>();
  const line = createLine(needs.pace, needs.clock);
  let closing = false;
  const versions = {
    minVersion: `TLSv${needs.minVersion}`,
    ciphers: CIPHERS,
    honorCipherOrder: true,
    ...(needs.clientAuthority === undefined ? {} : { ca: needs.clientAuthority }),
  } as const;
  const server: Server = createServer({
    ...versions,
    ...needs.identity,
    handshakeTimeout: HANDSHAKE_MS,
    ALPNProtocols: [...needs.protocols],
    requestCert: needs.clientAuthority !== undefined,
    // Whoever joins has none yet.
    rejectUnauthorized: false,
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const one = waiting.get(keyOf(socket));
    if (one === undefined) {
      socket.destroy();
      return;
    }
    const from = socket.remoteAddress ?? '';
    socket.once('close', () => void (socket.bytesRead === 0 && tell('wordless', from, WORDLESS)));
    settle(one.socket);
    one.handOn(socket);
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const from = socket.remoteAddress ?? '';
    if (error.code === 'ECONNRESET') tell('wordless', from, WORDLESS);
    else tell('handshake', from, reasonOf(error));
  });

  function tell(why: Refused, from: string, reason: string): void {
    if (!closing) needs.refused(why, from, reason);
  }

  function begin(socket: Socket, first: Buffer, handOn: (socket: Socket) => void): void {
    silent.delete(socket);
    const byte = first[0] ?? 0;
    const { take } = decideFirstByte(byte, { isHere: isHere(socket), plain: needs.plain });
    if (take === 'refused') {
      tell('plain', socket.remoteAddress ?? '', 'it does not speak TLS');
      socket.end(needs.answer, () => socket.destroy());
      return;
    }
    socket.pause();
    socket.unshift(first);
    if (take === 'tls') {
      // An HTTP server keeps its end open when the other one has gone, which a handshake would wait for in vain.
      socket.allowHalfOpen = false;
      if (line.join(() => void (socket.destroyed || server.emit('connection', socket)))) return;
      tell('crowded', socket.remoteAddress ?? '', CROWDED);
      socket.destroy();
    } else {
      settle(socket);
      handOn(socket);
      socket.resume();
    }
  }

  /** From here on somebody else looks after it, or nobody need. */
  function settle(socket: Socket): void {
    const key = keyOf(socket);
    waiting.get(key)?.patience.cancel();
    waiting.delete(key);
  }

  return {
    receive(socket, handOn) {
      const patience = needs.clock.after(HANDSHAKE_MS, () => socket.destroy());
      const key = keyOf(socket);
      waiting.set(key, { socket, handOn, patience });
      // Its other end is not known any more when it has closed.
      socket.once('close', () => {
        patience.cancel();
        silent.delete(socket);
        if (waiting.get(key)?.socket === socket) waiting.delete(key);
      });
      socket.on('error', ignore);
      socket.once('data', (first: Buffer) => begin(socket, first, handOn));
      silent.add(socket);
      if (silent.size <= needs.mostSilent) return;
      const [oldest = socket] = silent;
      silent.delete(oldest);
      oldest.destroy();
    },
    shownBy(socket) {
      if (!(socket instanceof TLSSocket)) return { tls: false, key: undefined };
      const certificate = socket.authorized ? socket.getPeerX509Certificate() : undefined;
      return { tls: true, key: certificate === undefined ? undefined : pinOf(certificate.publicKey) };
    },
    show: (identity) => server.setSecureContext({ ...versions, ...identity }),
    close() {
      closing = true;
      line.close();
      for (const { socket } of waiting.values()) socket.destroy();
    },
  };
}

/** True of a connection that this machine has made to itself. */
function isFromHere({ remoteAddress = '', localAddress }: Socket): boolean {
  return /^(?:::ffff:)?127\.|^::1$/.test(remoteAddress) || remoteAddress === localAddress;
}

/** The other end, which no two connections to one port share. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function reasonOf(error: NodeJS.ErrnoException & { reason?: string }): string {
  return error.reason ?? error.message;
}

/** The close that follows says it all. */
function ignore(): void {}
