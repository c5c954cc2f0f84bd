import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate } from 'node:tls';
import type { Clock } from '@watchcase/runtime';
import type { EnrolOutcome } from './decide-enrol-again.ts';

const PATIENCE_MS = 15_000;
const PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'mqtts:': '8883' };
const OTHER = 'it shows no certificate of the authority that the token names';
const NOT_PROTECTED =
  'the token names an authority, and this address is not protected by TLS: use https:// or mqtts://';
/** Programs of this machine may do without TLS. */
const HERE = /^(?:localhost|127\.[\d.]+|\[::1\])$/;

/**
 * Looks for the authority with this public key (SHA-256, base64url) among the certificates that the other side shows, and says nothing to it: whoever shows it need not be
 * its collector, which only a connection that trusts it and nobody else can tell. Gives its certificate (PEM), undefined where none is needed, or why there is none.
 */
export function findAuthority(
  address: string,
  pin: string,
  clock: Clock,
): Promise<string | EnrolOutcome | undefined> {
  const url = new URL(address);
  if (!Object.hasOwn(PORTS, url.protocol))
    return Promise.resolve(HERE.test(url.hostname) ? undefined : untrusted(NOT_PROTECTED));
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port || PORTS[url.protocol]),
      ...(isIP(host) === 0 ? { servername: host } : {}),
      rejectUnauthorized: false,
    });
    const end = (result: string | EnrolOutcome) => {
      timer.cancel();
      socket.destroy();
      resolve(result);
    };
    const timer = clock.after(PATIENCE_MS, () =>
      end({ kind: 'away', reason: 'no answer in time', asked: false }),
    );
    socket.once('secureConnect', () => {
      const found = shown(socket.getPeerCertificate(true)).find((one) => pinOf(one) === pin);
      end(found === undefined ? untrusted(OTHER) : pemOf(found.raw));
    });
    socket.on('error', ({ message }) => end({ kind: 'away', reason: message, asked: false }));
  });
}

function untrusted(reason: string): EnrolOutcome {
  return { kind: 'away', reason, asked: false, untrusted: true };
}

/** The whole chain; an authority is its own issuer. */
function shown(leaf: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const all: DetailedPeerCertificate[] = [];
  for (
    let one: DetailedPeerCertificate | undefined = leaf;
    one?.raw !== undefined;
    one = one.issuerCertificate
  ) {
    if (all.includes(one)) break;
    all.push(one);
  }
  return all;
}

function pinOf({ raw }: DetailedPeerCertificate): string {
  const key = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64url');
}

function pemOf(raw: Buffer): string {
  return String(new X509Certificate(raw));
}
