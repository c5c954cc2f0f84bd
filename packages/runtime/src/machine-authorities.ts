let trusted = false;
/** Where Node looks for the machine's own. It writes to standard error by itself when the folder is missing, as in images without ca-certificates. */
const FOLDER = '/etc/ssl/certs';

/** Before the first TLS connection: besides the authorities Node brings, trusts those of the machine's own store, where an operator puts a private one. */
export function trustMachineAuthorities(): void {
  if (trusted) return;
  trusted = true;
  const { SSL_CERT_DIR: folder = FOLDER, SSL_CERT_FILE: file } = process.env;
  if (file === undefined && !process.getBuiltinModule('node:fs').existsSync(folder)) return;
  const { getCACertificates, setDefaultCACertificates } = process.getBuiltinModule('node:tls');
  setDefaultCACertificates([...getCACertificates('default'), ...getCACertificates('system')]);
}
