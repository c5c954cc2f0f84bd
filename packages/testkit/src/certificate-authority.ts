import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate with its key, PEM. */
export interface IssuedCertificate {
  cert: string;
  key: string;
}

/** Signs certificates for tests. */
interface CertificateAuthority {
  /** The authority's own certificate, PEM. */
  cert: string;
  /** Signs a certificate for names and addresses (`DNS:localhost`, `IP:127.0.0.1`), good between two moments (Unix milliseconds). */
  issue(of: { names: readonly string[]; from: number; to: number }): IssuedCertificate;
}

const EC_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Makes a certificate authority of its own in `folder` with the `openssl` program. */
export function createCertificateAuthority(folder: string): CertificateAuthority {
  const at = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(at('index.txt'), '');
  writeFileSync(
    at('ca.cnf'),
    [
      '[ca]\ndefault_ca=it\n[it]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256',
      'policy=any\nunique_subject=no\ncopy_extensions=copy\n[any]\ncommonName=supplied\n',
    ].join('\n'),
  );
  const own = ['-keyout', at('ca.key'), '-out', at('ca.pem')];
  openssl('req', '-x509', ...EC_KEY, ...own, '-days', '30', '-subj', '/CN=test authority');
  return {
    cert: readFileSync(at('ca.pem'), 'utf8'),
    issue({ names, from, to }) {
      const request = ['-keyout', at('it.key'), '-out', at('it.csr'), '-subj', '/CN=test'];
      openssl('req', '-new', ...EC_KEY, ...request, '-addext', `subjectAltName=${names.join(',')}`);
      const signing = [
        '-cert',
        at('ca.pem'),
        '-keyfile',
        at('ca.key'),
        '-in',
        at('it.csr'),
        '-out',
        at('it.pem'),
      ];
      const dates = ['-startdate', dateOf(from), '-enddate', dateOf(to)];
      openssl('ca', '-batch', '-notext', '-config', at('ca.cnf'), ...signing, ...dates);
      return { cert: readFileSync(at('it.pem'), 'utf8'), key: readFileSync(at('it.key'), 'utf8') };
    },
  };
}

/** As openssl wants it: 20260302080000Z. */
function dateOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}
