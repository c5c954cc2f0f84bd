import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { SESSION_COOKIE } from './authenticate.ts';

const HOUR_MS = 3_600_000;
let house: HttpHouse;
beforeEach(async () => {
  house = await buildHttpHouse();
});
afterEach(() => house.stop());

const bearer = (token = house.adminToken) => ({ authorization: `Bearer ${token}` });

async function signIn(): Promise<string> {
  const payload = { token: house.adminToken };
  const answer = await house.app.inject({ method: 'POST', url: '/api/v1/login', payload });
  const cookie = answer.cookies.find(({ name }) => name === SESSION_COOKIE);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
  return cookie?.value ?? '';
}

describe('who may ask', () => {
  it.each([
    ['nobody', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: 'Basic YWRtaW46eA==' }],
    ['a session that never was', { cookie: `${SESSION_COOKIE}=made-up` }],
  ])('not %s', async (_name, headers) => {
    const answer = await house.app.inject({ url: '/api/v1/hosts', headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
  });

  it('the administrator, however the scheme is spelled', async () => {
    const headers = { authorization: `bearer ${house.adminToken}` };
    expect((await house.app.inject({ url: '/api/v1/hosts', headers })).statusCode).toBe(200);
  });

  it('a session, for twelve hours or until it is ended', async () => {
    const cookies = { [SESSION_COOKIE]: await signIn() };
    const ask = async () => (await house.app.inject({ url: '/api/v1/session', cookies })).statusCode;
    expect(await ask()).toBe(200);
    await house.clock.advance(12 * HOUR_MS);
    expect(await ask()).toBe(401);

    const other = { [SESSION_COOKIE]: await signIn() };
    await house.app.inject({ method: 'POST', url: '/api/v1/logout', cookies: other });
    expect((await house.app.inject({ url: '/api/v1/session', cookies: other })).statusCode).toBe(401);
  });
});

describe('changes by session', () => {
  it('need the header that no other site can send', async () => {
    const cookies = { [SESSION_COOKIE]: await signIn() };
    const request = { method: 'POST', url: '/api/v1/enrolments', cookies } as const;
    const refused = await house.app.inject(request);
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'CSRF_REFUSED']);
    const headers = { 'x-watchcase': '1' };
    expect((await house.app.inject({ ...request, headers })).statusCode).toBe(201);
  });

  it('are told from those by token', async () => {
    const answer = await house.app.inject({
      method: 'POST',
      url: '/api/v1/enrolments',
      headers: bearer(),
    });
    expect(answer.statusCode).toBe(201);
  });
});

describe('signing in', () => {
  it('says no more than that a token is not known, and not for ever', async () => {
    const login = (token: string) =>
      house.app.inject({ method: 'POST', url: '/api/v1/login', payload: { token } });
    const codes: string[] = [];
    for (let i = 0; i < 21; i++) codes.push((await login(`guess ${i}`)).json().code);
    expect(codes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'LOGIN_FAILED'));
    expect(codes[20]).toBe('TOO_MANY_REQUESTS');
    expect((await login(house.adminToken)).statusCode).toBe(429);
  });

  it('by link: looking at it signs nobody in, its button does, once', async () => {
    const made = await house.ask('POST', '/api/v1/login-links');
    expect(made.status).toBe(201);
    const url = (made.body as { url: string }).url.replace('http://127.0.0.1:8080', '');
    const shown = await house.app.inject({ url });
    expect([shown.statusCode, shown.cookies]).toEqual([200, []]);
    expect(shown.body).toContain(`<form method="post" action="${url}">`);
    const push = () =>
      house.app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: '',
      });
    const first = await push();
    expect([first.statusCode, first.headers.location]).toEqual([303, '/']);
    expect(first.cookies[0]?.name).toBe(SESSION_COOKIE);
    const second = await push();
    expect([second.statusCode, second.cookies]).toEqual([410, []]);
  });

  it('by link: only for a quarter of an hour', async () => {
    const token = await house.rooms.access.newLoginLink(house.clock.now());
    await house.clock.advance(15 * 60_000);
    const late = await house.app.inject({ method: 'POST', url: `/login/${token}` });
    expect(late.statusCode).toBe(410);
  });
});

it('keeps pages to themselves: policy, no sniffing, no referrer, nothing cached', async () => {
  const { headers } = await house.app.inject({ url: '/login/x' });
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).toContain("form-action 'self'");
  expect(headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});
