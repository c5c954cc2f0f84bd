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

it('guessing from everywhere is bounded for each account, and keeps nobody out where they have signed in before', async () => {
  await open(['10.0.0.1']);
  const { accounts } = house.rooms.access;
  const by = { actor: 'test', door: 'api' as const, now: house.clock.now() };
  const people = { role: 'engineer' as const, customers: null, teams: [], language: null };
  const right = 'kernel-pudding-7';
  const { id } = await accounts.add({ ...people, name: 'ada', email: 'ada@example.com' }, by);
  await accounts.setPassword(id, { new: right }, by);
  async function login(from: string, password: string, cookies: Record<string, string> = {}) {
    const headers = { 'x-forwarded-for': from };
    const answer = await house.app.inject({
      method: 'POST',
      url: '/api/v1/login',
      remoteAddress: '10.0.0.1',
      headers,
      cookies,
      payload: { email: 'Ada@example.com', password },
    });
    const place = answer.cookies.find(({ name }) => name === 'watchcase_place');
    const wait = answer.headers['retry-after'];
    return { status: answer.statusCode, place, wait: wait === undefined ? undefined : Number(wait) };
  }

  const known = await login('198.51.100.1', right);
  expect(known.place).toMatchObject({ path: '/api/v1/login', httpOnly: true, sameSite: 'Strict' });
  for (let i = 0; i < 10; i++) expect((await login(`192.0.2.${i}`, 'wrong')).status).toBe(401);
  const spent = await login('192.0.2.200', right);
  expect(spent.status).toBe(429);
  expect(spent.wait).toBeGreaterThan(0);
  expect(spent.wait).toBeLessThanOrEqual(15 * 60);
  // The owner comes in from the same network, and from another one in the same browser.
  expect((await login('198.51.100.1', right)).status).toBe(200);
  const cookies = { watchcase_place: known.place?.value ?? '' };
  expect((await login('203.0.113.9', right, cookies)).status).toBe(200);
  await house.clock.advance(15 * 60_000);
  expect((await login('192.0.2.203', right)).status).toBe(200);
});

it('a session that was stolen does not find the password, and the owner changes it elsewhere', async () => {
  await open([]);
  const { accounts, keys } = house.rooms.access;
  const by = { actor: 'test', door: 'api' as const, now: house.clock.now() };
  const { id } = await accounts.add(
    { name: 'ada', email: null, role: 'engineer', customers: null, teams: [], language: null },
    by,
  );
  await accounts.setPassword(id, { new: 'kernel-pudding-7' }, by);
  const session = async () => (await keys.openSession({ accountId: id, name: 'ada' }, by.now)).cookie;
  const change = (cookie: string, old: string) =>
    house.app.inject({
      method: 'POST',
      url: '/api/v1/session/password',
      headers: { 'x-watchcase': 'test' },
      cookies: { watchcase_session: cookie },
      payload: { old, new: 'gravel harmonica wizard' },
    });
  const [stolen, own] = [await session(), await session()];
  for (let i = 0; i < 10; i++) expect((await change(stolen, `wrong ${i}`)).statusCode).toBe(400);
  const spent = await change(stolen, 'kernel-pudding-7');
  expect([spent.statusCode, spent.json<{ code: string }>().code]).toEqual([429, 'PASSWORD_TRIES_SPENT']);
  expect(Number(spent.headers['retry-after'])).toBeGreaterThan(0);
  expect((await change(own, 'kernel-pudding-7')).statusCode).toBe(204);
});
