import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { createOwnAddress } from './own-address.ts';

const inNetwork = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
const everywhere = inNetwork === undefined ? 'http://127.0.0.1:81' : `http://${inNetwork}:81`;

it.each([
  ['on this machine only', { host: '127.0.0.1', port: 0, publicUrl: '' }, 'http://127.0.0.1:81'],
  ['on every address', { host: '0.0.0.0', port: 0, publicUrl: '' }, everywhere],
  ['on one address', { host: '192.0.2.7', port: 0, publicUrl: '' }, 'http://192.0.2.7:81'],
  [
    'behind a name',
    { host: '0.0.0.0', port: 0, publicUrl: 'https://watch.example' },
    'https://watch.example',
  ],
])('links for people lead where they come, with a console %s', (_, config, expected) => {
  const address = createOwnAddress({ ...config, secure: false });
  expect(address.public()).toBe(config.publicUrl);
  address.opened('http://127.0.0.1:81');
  expect([address.public(), address.port()]).toEqual([expected, 81]);
});
