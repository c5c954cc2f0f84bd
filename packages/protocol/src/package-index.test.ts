import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { packageKeyPin, readIndex, signIndex } from './package-index.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const pin = packageKeyPin(publicKey);
const one = {
  file: 'watchcase-agent_0.3.0_linux-x64.tar.gz',
  version: '0.3.0',
  platform: 'linux-x64',
  bytes: 5,
  sha256: 'a'.repeat(64),
};
const text = signIndex([one], privateKey);

it('says what was signed, and is JSON', () => {
  expect(readIndex(text, pin)).toEqual({ packages: [one] });
  expect(JSON.parse(text)).toMatchObject({ manifest: { packages: [one] } });
  expect(packageKeyPin(privateKey)).toBe(pin);
});

it.each([
  ['another version', text.replace('0.3.0"', '0.2.0"'), 'bad signature'],
  ['another sum', text.replace('aaaa', 'bbbb'), 'bad signature'],
  ['nothing', '', 'no index'],
  ['a page', '<html></html>', 'no index'],
  ['another key', signIndex([one], generateKeyPairSync('ed25519').privateKey), 'another key'],
  [
    'a key of another kind',
    text.replace(/"key":".*"/, `"key":"${Buffer.from('x').toString('base64')}"`),
    'no index',
  ],
  ['a name that leads elsewhere', signIndex([{ ...one, file: '../x' }], privateKey), 'no index'],
  ['no version', signIndex([{ ...one, version: '../../x' }], privateKey), 'no index'],
])('%s is refused', (_what, spoilt, fault) => {
  expect(readIndex(spoilt, pin)).toEqual({ fault });
});
