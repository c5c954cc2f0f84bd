import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { Clock } from '@watchcase/runtime/light';

/** A server's certificate; times in Unix milliseconds. */
export interface Certificate {
  commonName: string;
  validFrom: number;
  validTo: number;
  serialNumber: string;
  /** Why a careful client would refuse it; null when it would not. */
  refusal: string | null;
}

/** Shakes hands once and reads the certificate, whether it is good or not. Rejects when there is no handshake. */
export function readCertificate(
  clock: Clock,
  of: { server: string; port: number; timeoutMs: number },
): Promise<Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: of.server,
      port: of.port,
      // RFC 6066 forbids addresses there.
      ...(isIP(of.server) === 0 ? { servername: of.server } : {}),
      rejectUnauthorized: false,
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
        const certificate = certificateOf(socket);
        if (certificate === null) reject(new Error('the server showed no certificate'));
        else resolve(certificate);
      }),
    );
    socket.on('error', (error) => end(() => reject(error)));
  });
}

function certificateOf(socket: TLSSocket): Certificate | null {
  const certificate = socket.getPeerCertificate();
  // Without one Node gives an empty object.
  if (!Object.hasOwn(certificate, 'valid_to')) return null;
  return {
    commonName: [certificate.subject?.CN ?? ''].flat()[0] ?? '',
    validFrom: Date.parse(certificate.valid_from),
    validTo: Date.parse(certificate.valid_to),
    serialNumber: certificate.serialNumber,
    refusal: socket.authorized ? null : String(socket.authorizationError),
  };
}
