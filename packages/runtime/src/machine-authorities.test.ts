import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MODULE = fileURLToPath(new URL('machine-authorities.ts', import.meta.url));
const TRUST = `import { trustMachineAuthorities } from ${JSON.stringify(MODULE)};
import { getCACertificates } from 'node:tls';
trustMachineAuthorities();
console.log(getCACertificates('default').length > 0);`;

it('a machine without a store of authorities is silent about it, and those of Node are trusted', () => {
  const { SSL_CERT_FILE: _file, NODE_EXTRA_CA_CERTS: _extra, ...rest } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', TRUST], {
    env: { ...rest, SSL_CERT_DIR: '/no/such/folder' },
    encoding: 'utf8',
  });
  expect({ stdout, stderr }).toEqual({ stdout: 'true\n', stderr: '' });
});
