/** What Node and OpenSSL say of a certificate that does not stand up. */
const OF_CERTIFICATES =
  /^(?:ERR_TLS_CERT_ALTNAME_INVALID|CERT_\w+|UNABLE_TO_\w+|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/;

/** True of the error of a connection that was given up because of the certificate that the other side showed. */
export function isUntrusted(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && OF_CERTIFICATES.test(code);
}
