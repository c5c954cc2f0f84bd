import { connect, type PeerCertificate } from 'node:tls';

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
export function readCertificate(of: {
  server: string;
  port: number;
  timeoutMs: number;
}): Promise<Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: of.server,
      port: of.port,
      servername: of.server,
      rejectUnauthorized: false,
      timeout: of.timeoutMs,
    });
    socket.once('secureConnect', () => {
      const certificate: PeerCertificate = socket.getPeerCertificate();
      socket.destroy();
      resolve({
        commonName: String(certificate.subject?.CN ?? ''),
        validFrom: Date.parse(certificate.valid_from),
        validTo: Date.parse(certificate.valid_to),
        serialNumber: certificate.serialNumber,
        refusal: socket.authorized ? null : String(socket.authorizationError),
      });
    });
    socket.once('timeout', () => {
      socket.destroy();
      reject(new Error('the server did not shake hands in time'));
    });
    socket.once('error', reject);
  });
}
