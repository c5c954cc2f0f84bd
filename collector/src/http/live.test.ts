import { get, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { eventually } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fillAccessHouse } from '../../../test/harness/access-house.ts';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import type { HeardChange } from './rooms.ts';

let house: HttpHouse;
let url: string;
const listeners = new Set<(change: HeardChange) => void>();
beforeEach(async () => {
  house = await buildHttpHouse({
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
  url = await house.app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => house.stop());

function listen(query = '', token = house.adminToken): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` };
    get(`${url}/api/v1/live${query}`, { headers }, resolve).on('error', reject);
  });
}

function tell(change: Omit<HeardChange, 'forCustomers'> & Partial<HeardChange>): void {
  for (const listener of listeners) listener({ forCustomers: change.cases, ...change });
}

it('tells what has changed, gathered, and beats in between', async () => {
  const response = await listen();
  expect(response.headers['content-type']).toBe('text/event-stream');
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => (text += part));
  await eventually(() => text.includes('welcome'));
  tell({ hosts: ['acme.db1'], cases: [] });
  tell({ hosts: ['acme.db1', 'acme.db2'], cases: [7] });
  await house.clock.advance(250);
  await eventually(() => text.includes('data:'));
  expect(text.match(/data: .*/g)).toEqual(['data: {"hosts":["acme.db1","acme.db2"],"cases":[7]}']);
  await house.clock.advance(15_000);
  await eventually(() => text.includes('still here'));
  response.destroy();
  await eventually(() => listeners.size === 0);
});

it.each([
  ['?hosts=none', ['data: {"hosts":[],"cases":[7]}']],
  ['?hosts=acme.db2,acme.db3', ['data: {"hosts":["acme.db2"],"cases":[7]}']],
])('tells %s only what it wants to hear of', async (query, told) => {
  const response = await listen(query);
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => (text += part));
  await eventually(() => text.includes('welcome'));
  tell({ hosts: ['acme.db1'], cases: [] });
  await house.clock.advance(250);
  tell({ hosts: ['acme.db1', 'acme.db2'], cases: [7] });
  await house.clock.advance(250);
  await eventually(() => text.includes('data:'));
  expect(text.match(/data: .*/g)).toEqual(told);
  response.destroy();
});

it('tells a customer of nothing that only the house sees', async () => {
  const people = await fillAccessHouse(house);
  const heard: Record<string, string> = {};
  const open = ['customer acme', 'engineer'].map(async (who) => {
    const response = await listen('', people[who]?.token);
    heard[who] = '';
    response.setEncoding('utf8').on('data', (part: string) => (heard[who] += part));
    await eventually(() => heard[who]?.includes('welcome') === true);
    return response;
  });
  const responses = await Promise.all(open);
  tell({ hosts: [], cases: [1], forCustomers: [] });
  await house.clock.advance(250);
  await eventually(() => heard['engineer']?.includes('[1]') === true);
  tell({ hosts: [], cases: [1] });
  await house.clock.advance(250);
  await eventually(() => heard['customer acme']?.includes('data:') === true);
  expect(heard['customer acme']?.match(/data: /g)).toHaveLength(1);
  for (const response of responses) response.destroy();
});

it('cuts off a listener that does not read', async () => {
  const response = await listen();
  response.pause();
  const hosts = Array.from({ length: 5000 }, (_, i) => `acme.host-${i}`);
  await eventually(
    async () => {
      for (let i = 0; i < 20; i++) {
        tell({ hosts, cases: [] });
        await house.clock.advance(250);
      }
      return listeners.size === 0;
    },
    { timeoutMs: 20_000 },
  );
});

it('is full at two hundred, and says so', async () => {
  const open: IncomingMessage[] = [];
  for (let i = 0; i < 200; i++) open.push(await listen());
  const refused = await listen();
  expect(refused.statusCode).toBe(503);
  refused.resume();
  for (const response of open) response.destroy();
  await eventually(() => listeners.size === 0);
  const again = await listen();
  expect(again.statusCode).toBe(200);
});

/** Listens with the cookie of a new session. */
async function listenInSession() {
  const headers = { 'x-watchcase': '1' };
  const login = await house.app.inject({
    method: 'POST',
    url: '/api/v1/login',
    payload: { token: house.adminToken },
    headers,
  });
  const cookie = String(login.headers['set-cookie']).split(';')[0] ?? '';
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/api/v1/live`, { headers: { cookie } }, resolve).on('error', reject);
  });
  const seen = { cookie, closed: false };
  response.on('close', () => (seen.closed = true)).on('error', () => undefined);
  response.resume();
  return seen;
}

it('ends at once when its session is closed, not with another', async () => {
  const [mine, other] = [await listenInSession(), await listenInSession()];
  await house.app.inject({ method: 'POST', url: '/api/v1/logout', headers: { cookie: mine.cookie } });
  await eventually(() => mine.closed);
  expect([other.closed, listeners.size]).toEqual([false, 1]);
});

it('ends within a beat when its session has expired or was closed elsewhere', async () => {
  const mine = await listenInSession();
  await house.clock.advance(16_000);
  expect(mine.closed).toBe(false);
  await house.store.transaction((tx) => tx.deleteFrom('access').execute());
  await eventually(async () => {
    await house.clock.advance(1000);
    return mine.closed;
  });
  expect(listeners.size).toBe(0);
});

it('ends with the server', async () => {
  const response = await listen();
  let closed = false;
  response.on('close', () => (closed = true)).on('error', () => undefined);
  response.resume();
  await house.app.close();
  await eventually(() => closed);
});

it('cuts off the slowest of many that do not read before they hold much memory together', async () => {
  const sockets = new Set<Socket>();
  house.app.server.on('connection', (socket) => void sockets.add(socket));
  const slow = await Promise.all(Array.from({ length: 40 }, () => listen()));
  for (const response of slow) response.pause();
  const reader = await listen();
  reader.resume();
  await eventually(() => listeners.size === slow.length + 1);
  // A listener has to have more told than the machine's own buffers take.
  const hosts = Array.from({ length: 20_000 }, (_, i) => `acme.host-${i}`);
  let most = 0;
  await eventually(
    async () => {
      for (let round = 0; round < 5; round++) {
        tell({ hosts, cases: [] });
        await house.clock.advance(250);
        const waiting = [...sockets].reduce((sum, { writableLength }) => sum + writableLength, 0);
        most = Math.max(most, waiting);
      }
      return listeners.size === 1;
    },
    { timeoutMs: 60_000 },
  );
  expect(most).toBeGreaterThan(1_048_576);
  expect(most).toBeLessThan(12 * 1_048_576);
  reader.destroy();
}, 90_000);
