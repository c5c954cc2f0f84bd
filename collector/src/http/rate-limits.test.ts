import { afterEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';

let house: HttpHouse;
afterEach(() => house.stop());

const open = async (trustedProxies: string[]) => {
  house = await buildHttpHouse({
    trustedProxies,
    readLink: (token) =>
      token.startsWith('good') ? { caseId: 1, person: token } : { fault: 'invalid' as const },
  });
};
const ask = async (url: string, from: string, more: object = {}) =>
  (await house.app.inject({ url, remoteAddress: '10.0.0.1', headers: { 'x-forwarded-for': from }, ...more }))
    .statusCode;

it('a hundred and twenty-one bad links of one client leave the good ones and other clients be', async () => {
  await open(['10.0.0.0/8']);
  for (let i = 0; i < 120; i++) expect(await ask(`/a/bad${i}`, '192.0.2.1')).toBe(404);
  expect(await ask('/a/bad', '192.0.2.1')).toBe(429);
  expect(await ask('/a/bad', '192.0.2.2')).toBe(404);
  expect(await ask('/a/good', '192.0.2.1')).not.toBe(429);
});

it('whoever is no trusted proxy does not say who is asking', async () => {
  await open([]);
  for (let i = 0; i < 120; i++) await ask(`/a/bad${i}`, `192.0.2.${i}`);
  expect(await ask('/a/bad', '192.0.2.200')).toBe(429);
});

it('bad tokens do not starve a good one', async () => {
  await open(['10.0.0.1']);
  const login = (token: string) => ask('/api/v1/login', '192.0.2.1', { method: 'POST', payload: { token } });
  const codes: number[] = [];
  for (let i = 0; i < 21; i++) codes.push(await login(`bad${i}`));
  expect(codes.slice(-2)).toEqual([401, 429]);
  expect(await login(house.adminToken)).toBe(200);

  const { token } = await house.rooms.enrolments.create(
    { customer: { name: 'acme' }, site: { name: 'main' }, validMinutes: 10 },
    house.clock.now(),
  );
  const enrol = (of: string) =>
    ask('/enrol', '192.0.2.1', { method: 'POST', payload: { token: of.padEnd(43, 'x'), name: 'db1' } });
  for (let i = 0; i < 30; i++) expect(await enrol(`bad${i}`)).toBe(403);
  expect(await enrol('bad')).toBe(429);
  expect(await enrol(token)).toBe(200);

  const link = await house.rooms.access.keys.newLoginLink(
    { accountId: 'admin', name: 'admin' },
    house.clock.now(),
  );
  for (let i = 0; i < 20; i++) await ask(`/login/bad${i}`, '192.0.2.1', { method: 'POST' });
  expect(await ask('/login/bad', '192.0.2.1', { method: 'POST' })).toBe(429);
  expect(await ask(`/login/${link}`, '192.0.2.1', { method: 'POST' })).toBe(303);
});

it('a client of IPv6 has its whole network, and no other', async () => {
  await open(['10.0.0.0/8']);
  for (let i = 0; i < 120; i++) expect(await ask(`/a/bad${i}`, `2001:db8:0:7::${i.toString(16)}`)).toBe(404);
  expect(await ask('/a/bad', '2001:db8:0:7:ffff::1')).toBe(429);
  expect(await ask('/a/bad', '2001:db8:0:8::1')).toBe(404);
  for (let i = 0; i < 20; i++) await ask(`/login/bad${i}`, `[2001:db8:0:9::${i}]:4000${i}`);
  expect(await ask('/login/bad', '2001:db8:0:9::1')).toBe(429);
});
