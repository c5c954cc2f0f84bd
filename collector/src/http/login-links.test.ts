import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { buildHttpHouse } from '../../../test/harness/http-rooms.ts';
import type { HttpRooms } from './rooms.ts';

const inNetwork = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;

it.each<[string, Partial<HttpRooms>, string]>([
  [
    'on this machine only',
    { listening: () => ({ bound: '127.0.0.1', port: 8080, secure: false }) },
    'http://localhost:80',
  ],
  [
    'on every address',
    { listening: () => ({ bound: '0.0.0.0', port: 8080, secure: false }) },
    inNetwork === undefined ? 'http://localhost:80' : `http://${inNetwork}:8080`,
  ],
  [
    'that speaks TLS',
    { listening: () => ({ bound: '192.0.2.7', port: 8080, secure: true }) },
    'https://192.0.2.7:8080',
  ],
  [
    'on one address',
    { listening: () => ({ bound: '192.0.2.7', port: 8080, secure: false }) },
    'http://192.0.2.7:8080',
  ],
  ['behind a name', { configuredUrl: 'https://watch.example' }, 'https://watch.example'],
])('a link that signs in leads where people come, with a console %s', async (_, rooms, address) => {
  const house = await buildHttpHouse(rooms);
  try {
    const { body } = await house.ask('POST', '/api/v1/login-links');
    expect((body as { url: string }).url.split('/login/')[0]).toBe(address);
  } finally {
    await house.stop();
  }
});
