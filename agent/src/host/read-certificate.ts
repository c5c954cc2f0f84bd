import { constants } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { type Clock, trustMachineAuthorities } from '@watchcase/runtime/light';

/** A server's certificate; times in Unix milliseconds. */
export interface Certificate {
  commonName: string;
  validFrom: number;
  validTo: number;
  serialNumber: string;
  /** Why a careful client would refuse it; null when it would not; undefined when the server left before that could be judged. */
  refusal: string | null | undefined;
}

/**
 * Nothing is said on this connection, so that old servers can be asked, too: TLS 1.0 and 1.1 with the ciphers of their time, and no secure renegotiation.
 */
const ANY_SERVER = {
  minVersion: 'TLSv1',
  ciphers: 'DEFAULT:@SECLEVEL=0',
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
} as const;

/** Shakes hands once and reads the certificate, whether it is good or not. Rejects when the server showed none. */
export function readCertificate(
  clock: Clock,
  of: { server: string; port: number; timeoutMs: number },
): Promise<Certificate> {
  trustMachineAuthorities();
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: of.server,
      port: of.port,
      // RFC 6066 forbids addresses there.
      ...(isIP(of.server) === 0 ? { servername: of.server } : {}),
      rejectUnauthorized: false,
      ...ANY_SERVER,
    });
    const end = (then: () => void) => {
      timer.cancel();
      then();
      socket.destroy();
    };
    const timer = clock.after(of.timeoutMs, () =>
      end(() => reject(new Error('the server did not shake hands in time'))),
    );
    socket.on('secureConnect', () =>
      end(() => {
        const certificate = certificateOf(socket, refusalOf(socket));
        if (certificate === null) reject(new Error('the server showed no certificate'));
        else resolve(certificate);
      }),
    );
    socket.on('error', (error) =>
      end(() => {
        // A server that wants a certificate of ours ends the handshake after it has shown its own.
        const certificate = certificateOf(socket, undefined);
        if (certificate === null) reject(error);
        else resolve(certificate);
      }),
    );
  });
}

function refusalOf({ authorized, authorizationError }: TLSSocket): string | null {
  return authorized ? null : String(authorizationError);
}

function certificateOf(socket: TLSSocket, refusal: Certificate['refusal']): Certificate | null {
  const certificate = socket.getPeerCertificate() ?? {};
  // Without one Node gives an empty object.
  if (!Object.hasOwn(certificate, 'valid_to')) return null;
  return {
    commonName: [certificate.subject?.CN ?? ''].flat()[0] ?? '',
    validFrom: Date.parse(certificate.valid_from),
    validTo: Date.parse(certificate.valid_to),
    serialNumber: certificate.serialNumber,
    refusal,
  };
}
