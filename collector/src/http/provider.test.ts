import { Secret } from '@watchcase/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { type OidcHouse, startOidc } from '../../../test/harness/oidc.ts';
import { createProvider } from '../access/index.ts';

const BACK = '/login/provider/back';
const KEPT = 'watchcase_sign_in';

describe('signing in by OpenID Connect', () => {
  let oidc: OidcHouse;
  let house: HttpHouse;
  beforeAll(async () => {
    oidc = await startOidc(
      {
        ada: { email: 'Ada@Example.com', email_verified: true },
        eve: { email: 'ada@example.com', email_verified: false },
        bo: { email: 'bo@example.com', email_verified: true },
      },
      `http://127.0.0.1:8080${BACK}`,
    );
  });
  afterAll(() => oidc.stop());
  beforeEach(async () => {
    const { issuer, clientId, clientSecret } = oidc;
    const config = {
      issuer,
      clientId,
      clientSecret: new Secret(clientSecret),
      name: 'Staff',
      trustUnverifiedEmail: false,
    };
    house = await buildHttpHouse({ provider: createProvider(config) });
    const account = { role: 'engineer', customers: null, teams: [], language: null } as const;
    await house.rooms.access.accounts.add(
      { ...account, teams: [], name: 'Ada', email: 'ada@example.com' },
      { actor: 'test', door: 'api', now: 0 },
    );
  });
  afterEach(() => house.stop());

  async function begin() {
    const answer = await house.app.inject('/login/provider');
    expect(answer.statusCode).toBe(303);
    const kept = answer.cookies.find(({ name }) => name === KEPT);
    return { url: String(answer.headers.location), kept: kept?.value ?? '', cookie: kept };
  }

  async function come(login: string) {
    const { url, kept } = await begin();
    const back = new URL(await oidc.signIn(url, login));
    return house.app.inject({ url: back.pathname + back.search, cookies: { [KEPT]: kept } });
  }

  it('lets in who has the address that the provider has verified', async () => {
    const answer = await come('ada');
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe('/');
    const session = answer.cookies.find(({ name }) => name === 'watchcase_session')?.value ?? '';
    const asked = await house.app.inject({ url: '/api/v1/session', cookies: { watchcase_session: session } });
    expect(asked.json()).toMatchObject({ name: 'Ada', role: 'engineer' });
  });

  it('lets in nobody by an address that was not verified, nor without an account', async () => {
    for (const login of ['eve', 'bo']) {
      const answer = await come(login);
      expect(answer.statusCode, login).toBe(403);
      expect(answer.cookies.map(({ name }) => name)).not.toContain('watchcase_session');
    }
  });

  it('knows who has come before, whatever their address is now', async () => {
    await come('ada');
    const account = (await house.rooms.access.accounts.list()).find(({ name }) => name === 'Ada');
    expect(account?.hasProvider).toBe(true);
    await house.rooms.access.accounts.change(
      account?.id ?? '',
      { email: 'lovelace@example.com' },
      { actor: 'test', door: 'api', now: 0 },
    );
    expect((await come('ada')).statusCode).toBe(303);
  });

  it('takes nothing that was begun in another browser, or comes twice', async () => {
    const { url, kept, cookie } = await begin();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: BACK });
    const back = new URL(await oidc.signIn(url, 'ada'));
    const from = (value: string) =>
      house.app.inject({ url: back.pathname + back.search, cookies: value === '' ? {} : { [KEPT]: value } });
    expect((await from('')).statusCode).toBe(400);
    expect((await from((await begin()).kept)).statusCode).toBe(400);
    expect((await from(kept)).statusCode).toBe(303);
    expect((await from(kept)).statusCode).toBe(400);
    expect(house.logged.join('')).not.toContain(oidc.clientSecret);
  });
});

it('says so when the provider is away', async () => {
  const config = { issuer: 'http://127.0.0.1:9', clientId: 'x', name: 'Staff', trustUnverifiedEmail: false };
  const house = await buildHttpHouse({ provider: createProvider({ ...config, clientSecret: undefined }) });
  const answer = await house.app.inject({ url: '/login/provider', headers: { 'accept-language': 'zh-CN' } });
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('无法连接身份提供方');
  await house.stop();
});
