import type { CreatedToken, Key, NewAccount } from '@watchcase/api';
import type { SendResult } from '../model/index.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fillAccessHouse } from '../../../test/harness/access-house.ts';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

const PASSWORD = 'kernel-pudding-7';
const ada = { name: 'Ada', email: 'Ada@Example.com', role: 'engineer' } as const;

describeEachStore('people with accounts', (newDatabase) => {
  let house: HttpHouse;
  let mails: { to: string; subject: string; lines: readonly string[] }[];
  beforeEach(async () => {
    mails = [];
    const store = await (await newDatabase()).open();
    house = await buildHttpHouse({
      store,
      mailer: (mail) => {
        mails.push(mail);
        return Promise.resolve<SendResult>({ outcome: 'delivered', detail: '' });
      },
    });
  });
  afterEach(() => house.stop());

  async function add(more: Partial<NewAccount> = {}): Promise<string> {
    const { status, body } = await house.ask('POST', '/api/v1/accounts', { ...ada, ...more });
    expect(status).toBe(201);
    return (body as { id: string }).id;
  }

  async function asCookie(cookie: string, method: 'GET' | 'POST', url: string, payload?: object) {
    const answer = await house.app.inject({
      method,
      url: `/api/v1${url}`,
      cookies: { watchcase_session: cookie },
      headers: { 'x-watchcase': 'test' },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json<unknown>() };
  }

  async function byLink(url: string): Promise<string> {
    const answer = await house.app.inject({ method: 'POST', url: new URL(url).pathname });
    expect(answer.statusCode).toBe(303);
    return answer.cookies.find(({ name }) => name === 'watchcase_session')?.value ?? '';
  }

  async function linkOf(id: string): Promise<string> {
    const { body } = await house.ask('POST', `/api/v1/accounts/${id}/login-link`, {});
    return (body as { url: string }).url;
  }

  async function login(payload: object): Promise<{ status: number; cookie: string }> {
    const answer = await house.app.inject({ method: 'POST', url: '/api/v1/login', payload });
    const cookie = answer.cookies.find(({ name }) => name === 'watchcase_session')?.value ?? '';
    return { status: answer.statusCode, cookie };
  }

  it('limited to a team see what it has, and nothing else', async () => {
    const people = await fillAccessHouse(house);
    await house.store.transaction(async (tx) => {
      await tx.updateTable('cases').set({ team: 'night' }).where('id', '=', 2).execute();
    });
    const accountId = await add({ email: null, customers: [], teams: ['night'] });
    const by = { actor: 'test', door: 'api' as const, now: house.clock.now() };
    const key = { accountId, name: 'night', scope: null, expiresAt: null };
    const { token } = await house.rooms.access.keys.newToken(key, by);
    const get = async (url: string, who = token) => {
      const headers = { authorization: `Bearer ${who}` };
      const answer = await house.app.inject({ url: `/api/v1${url}`, headers });
      return {
        status: answer.statusCode,
        ids: answer.json<{ items?: { id: unknown }[] }>().items?.map(({ id }) => id),
      };
    };
    expect((await get('/cases')).ids).toEqual([2]);
    expect([(await get('/cases/2')).status, (await get('/cases/1')).status]).toEqual([200, 404]);
    for (const list of ['/hosts', '/alerts']) expect(await get(list)).toEqual({ status: 200, ids: [] });
    expect((await get('/cases', people['engineer of acme']?.token)).ids).toEqual([1]);
  });

  it('sign in by a link, choose a password, and sign in with it', async () => {
    const cookie = await byLink(await linkOf(await add()));
    expect((await asCookie(cookie, 'GET', '/session')).body).toMatchObject({
      name: 'Ada',
      role: 'engineer',
      hasPassword: false,
    });
    const weak = await asCookie(cookie, 'POST', '/session/password', { new: 'Password2026!' });
    expect(weak.body).toMatchObject({ code: 'PASSWORD_REFUSED' });
    expect((await asCookie(cookie, 'POST', '/session/password', { new: PASSWORD })).status).toBe(204);
    const other = { new: 'another-good-one' };
    expect((await asCookie(cookie, 'POST', '/session/password', other)).body).toMatchObject({
      code: 'PASSWORD_WRONG',
    });
    expect((await login({ email: ' ada@EXAMPLE.com', password: PASSWORD })).status).toBe(200);
    expect((await login({ email: 'ada@example.com', password: 'kernel-pudding-8' })).status).toBe(401);
    expect((await login({ email: 'eve@example.com', password: PASSWORD })).status).toBe(401);
    expect(house.logged.join('')).not.toContain('pudding');
    const rows = await house.store.db.selectFrom('accounts').select('password').execute();
    expect(JSON.stringify(rows)).not.toContain('pudding');
  });

  it('let a link be mailed, which is said alike for whom nobody knows', async () => {
    await add({ language: 'zh-CN' });
    for (const email of ['ada@example.com', 'eve@example.com']) {
      const answer = await house.app.inject({
        method: 'POST',
        url: '/api/v1/login-mail',
        payload: { email },
      });
      expect([answer.statusCode, answer.body]).toEqual([202, 'null']);
    }
    await expect.poll(() => mails.length).toBe(1);
    expect(mails[0]).toMatchObject({ to: 'Ada@Example.com', subject: 'Watchcase 登录链接' });
    const url = mails[0]?.lines.find((line) => line.startsWith('http')) ?? '';
    const cookie = await byLink(url);
    expect((await asCookie(cookie, 'GET', '/session')).body).toMatchObject({ name: 'Ada' });
    expect((await house.app.inject({ method: 'POST', url: new URL(url).pathname })).statusCode).toBe(410);
  });

  it('make tokens that may no more than they, and that end', async () => {
    const cookie = await byLink(await linkOf(await add()));
    const made = await asCookie(cookie, 'POST', '/tokens', {
      name: 'script',
      scope: 'read-only',
      validDays: 1,
    });
    const { token, id } = made.body as CreatedToken;
    const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
      house.app.inject({
        method,
        url: `/api/v1${url}`,
        headers: { authorization: `Bearer ${token}` },
        ...(payload === undefined ? {} : { payload }),
      });
    expect((await ask('GET', '/hosts')).statusCode).toBe(200);
    expect((await ask('POST', '/enrolments', {})).json()).toMatchObject({ code: 'NOT_ALLOWED' });
    expect((await ask('POST', '/session/password', { new: PASSWORD })).statusCode).toBe(403);
    expect((await ask('POST', '/tokens', { name: 'more' })).statusCode).toBe(403);
    const listed = (await asCookie(cookie, 'GET', '/tokens')).body as { items: Key[] };
    expect(JSON.stringify(listed)).not.toContain(token);
    const session = await login({ token });
    await house.clock.advance(23 * 3_600_000);
    expect((await ask('GET', '/hosts')).statusCode).toBe(200);
    await house.clock.advance(3_600_001);
    expect((await ask('GET', '/hosts')).statusCode).toBe(401);
    expect((await asCookie(session.cookie, 'GET', '/session')).status).toBe(401);
    expect(id).toMatch(/^[0-9a-f]{16}$/);
  });

  it('see where they are signed in, and end it; nobody else’s', async () => {
    const first = await byLink(await linkOf(await add()));
    const own = (await asCookie(first, 'GET', '/sessions')).body as { items: Key[] };
    expect(own.items.map(({ current, owner }) => ({ current, owner }))).toEqual([
      { current: true, owner: 'Ada' },
    ]);
    const other = await byLink(await linkOf(await add({ name: 'Bo', email: 'bo@example.com' })));
    const id = own.items[0]?.id ?? '';
    expect((await asCookie(other, 'POST', `/sessions/${id}/end`)).status).toBe(404);
    expect((await asCookie(first, 'GET', '/session')).status).toBe(200);
    expect((await house.ask('POST', `/api/v1/sessions/${id}/end`, {})).status).toBe(204);
    // Ids say nothing to whoever reads the log of changes: it names whose it was.
    expect((await house.ask('GET', '/api/v1/audit?limit=1')).body).toMatchObject({
      items: [{ subject: `sessions/${id}`, act: 'end', owner: 'Ada' }],
    });
    expect((await asCookie(first, 'GET', '/session')).status).toBe(401);
    expect((await asCookie(other, 'GET', '/session')).status).toBe(200);
  });

  it('are out at once when they are retired, and come back', async () => {
    const id = await add();
    const cookie = await byLink(await linkOf(id));
    const { body } = await asCookie(cookie, 'POST', '/tokens', { name: 'script' });
    const headers = { authorization: `Bearer ${(body as CreatedToken).token}` };
    expect((await house.app.inject({ url: '/api/v1/hosts', headers })).statusCode).toBe(200);
    expect((await house.ask('PATCH', `/api/v1/accounts/${id}`, { retired: true })).status).toBe(200);
    expect((await asCookie(cookie, 'GET', '/session')).status).toBe(401);
    expect((await house.app.inject({ url: '/api/v1/hosts', headers })).statusCode).toBe(401);
    await house.ask('PATCH', `/api/v1/accounts/${id}`, { retired: false });
    expect((await asCookie(await byLink(await linkOf(id)), 'GET', '/session')).status).toBe(200);
  });

  it('cannot be all without an administrator, share an address, or be a customer of nobody', async () => {
    const last = await house.ask('PATCH', '/api/v1/accounts/admin', { role: 'manager' });
    expect(last).toMatchObject({ status: 409, body: { code: 'LAST_ADMINISTRATOR' } });
    await add();
    const twice = await house.ask('POST', '/api/v1/accounts', { ...ada, email: 'ADA@example.com' });
    expect(twice).toMatchObject({ status: 409, body: { code: 'EMAIL_TAKEN' } });
    const nobodys = await house.ask('POST', '/api/v1/accounts', { ...ada, email: null, role: 'customer' });
    expect(nobodys).toMatchObject({ status: 400, body: { code: 'ACCOUNT_WITHOUT_CUSTOMERS' } });
  });
});
