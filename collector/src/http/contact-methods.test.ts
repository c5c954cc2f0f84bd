import { dutyFindingsSchema, reachSchema } from '@watchcase/api';
import { ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { startWebhook, type Webhook } from '../../../test/harness/webhook.ts';
import { channelInstanceSchema } from '../notify/config.ts';

const NOW = Date.parse('2026-02-02T12:00:00Z');
const BY = { actor: 'ci', door: 'apply', now: NOW } as const;
const COMPANY = `
people:
  - { id: lin, name: Lin, mail: lin@vendor.example, phone: "+86 1380" }
  - { id: zhao, name: Zhao, mail: zhao@vendor.example }
rotas:
  - id: night
    name: Night
    zone: Asia/Shanghai
    layers: [{ name: all, people: [lin], from: 2026-01-05, handOver: "09:00" }]
`;
const chat = { id: 'chat', channel: 'desk', address: 'lin@desk' };

describeEachStore('how people are reached, over HTTP', (newDatabase) => {
  let house: HttpHouse;
  let webhook: Webhook;
  let clock: ManualClock;
  const tokens: Record<string, string> = {};
  beforeEach(async () => {
    const store = await (await newDatabase()).open();
    webhook = await startWebhook();
    clock = new ManualClock();
    clock.set(NOW);
    const desk = channelInstanceSchema.parse({
      name: 'desk',
      type: 'webhook',
      options: { url: webhook.url },
    });
    house = await buildHttpHouse({ store, clock }, [desk]);
    await house.rooms.directory.apply(
      [{ file: 'c.yaml', text: COMPANY }],
      { dryRun: false, prune: false },
      BY,
    );
    for (const name of ['lin', 'zhao']) {
      const { accounts, keys } = house.rooms.access;
      const wanted = { name, role: 'engineer' as const, customers: null, teams: [], language: null };
      const account = await accounts.add(
        { ...wanted, email: `${name}@vendor.example` },
        { ...BY, door: 'api' },
      );
      const of = { accountId: account.id, name, scope: null, expiresAt: null };
      tokens[name] = (await keys.newToken(of, { ...BY, door: 'api' })).token;
    }
  });
  afterEach(async () => {
    await house.stop();
    await webhook.stop();
  });

  async function ask(who: string, method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) {
    const answer = await house.app.inject({
      method,
      url: `/api/v1/oncall${path}`,
      headers: { authorization: `Bearer ${who === 'admin' ? house.adminToken : tokens[who]}` },
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: answer.statusCode, body: answer.json<{ code?: string }>() };
  }
  const codeOf = (at: number) =>
    /\d{6}/.exec(
      (JSON.parse(webhook.received[at]?.body ?? '{}') as { case: { title: string } }).case.title,
    )?.[0] ?? '';
  const findings = async () =>
    dutyFindingsSchema
      .parse((await ask('lin', 'GET', '/findings')).body)
      .items.map((one) => ('person' in one ? `${one.kind} ${one.person.id}` : one.kind));

  it('an address is used once a code that was sent there has come back', async () => {
    expect(await findings()).toEqual(['unreachable lin']);
    const put = await ask('lin', 'PUT', '/methods', { methods: [chat] });
    expect(reachSchema.parse(put.body)).toMatchObject({
      person: { id: 'lin', name: 'Lin' },
      channels: [{ name: 'desk', type: 'webhook' }],
      methods: [{ ...chat, state: 'unverified' }],
      isReached: false,
      people: [],
    });
    expect(await findings()).toEqual(['unreachable lin', 'unverified lin']);
    const sent = await ask('lin', 'POST', '/methods/chat/code', {});
    expect(sent.body).toEqual({ outcome: 'delivered', detail: 'HTTP 200' });
    expect(JSON.parse(webhook.received[0]?.body ?? '')).toMatchObject({
      reason: 'code',
      address: 'lin@desk',
      subject: `[CODE] C-0 Code ${codeOf(0)}`,
    });
    const wrong = codeOf(0) === '111111' ? '222222' : '111111';
    expect((await ask('lin', 'POST', '/methods/chat/verify', { code: wrong })).body.code).toBe(
      'METHOD_CODE_WRONG',
    );
    const right = await ask('lin', 'POST', '/methods/chat/verify', { code: codeOf(0) });
    expect(reachSchema.parse(right.body)).toMatchObject({
      methods: [{ ...chat, state: 'verified' }],
      isReached: true,
    });
    expect(await findings()).toEqual([]);
    expect((await ask('lin', 'POST', '/methods/chat/verify', { code: codeOf(0) })).body.code).toBe(
      'METHOD_CODE_OVER',
    );
    const kept = await house.store.db.selectFrom('audit').select(['subject', 'act']).orderBy('id').execute();
    expect(kept.slice(-2)).toEqual([
      { subject: 'people/lin', act: 'send-code' },
      { subject: 'people/lin', act: 'verify' },
    ]);
  });

  it('another address has to be shown anew, and what else stands in the record stays', async () => {
    await ask('lin', 'PUT', '/methods', { methods: [chat] });
    await ask('lin', 'POST', '/methods/chat/code', {});
    await ask('lin', 'POST', '/methods/chat/verify', { code: codeOf(0) });
    const quiet = { from: '22:00', to: '07:00' };
    const other = { ...chat, address: 'elsewhere' };
    const changed = await ask('lin', 'PUT', '/methods', {
      methods: [other],
      rules: [{ methods: ['chat'], after: '3m' }],
      quiet,
    });
    expect(reachSchema.parse(changed.body)).toMatchObject({
      methods: [{ state: 'unverified' }],
      quiet,
      isReached: false,
    });
    const record = (await house.rooms.directory.current()).get('people', 'lin')?.data;
    expect(record).toMatchObject({ phone: '+86 1380', mail: 'lin@vendor.example', quiet });
    const back = await ask('lin', 'PUT', '/methods', { methods: [chat] });
    expect(reachSchema.parse(back.body)).toMatchObject({
      methods: [{ state: 'verified' }],
      rules: [],
      quiet: null,
    });
  });

  it('after five tries, ten minutes, or within a minute a code is of no use', async () => {
    await ask('lin', 'PUT', '/methods', { methods: [chat] });
    await ask('lin', 'POST', '/methods/chat/code', {});
    expect(await ask('lin', 'POST', '/methods/chat/code', {})).toMatchObject({
      status: 429,
      body: { code: 'METHOD_CODE_TOO_SOON' },
    });
    const wrong = codeOf(0) === '111111' ? '222222' : '111111';
    const tries = await Promise.all(
      Array.from({ length: 9 }, () => ask('lin', 'POST', '/methods/chat/verify', { code: wrong })),
    );
    expect(tries.filter(({ body }) => body.code === 'METHOD_CODE_WRONG').length).toBeGreaterThanOrEqual(5);
    expect((await house.rooms.methods.known()).isReached('lin')).toBe(false);
    clock.set(NOW + 60_000);
    await ask('lin', 'POST', '/methods/chat/code', {});
    clock.set(NOW + 660_000);
    expect((await ask('lin', 'POST', '/methods/chat/verify', { code: codeOf(1) })).body.code).toBe(
      'METHOD_CODE_OVER',
    );
  });

  it('only who decides for others does it for somebody else', async () => {
    expect((await ask('zhao', 'PUT', '/methods', { person: 'lin', methods: [chat] })).body.code).toBe(
      'DUTY_NOT_YOURS',
    );
    expect((await ask('zhao', 'GET', '/methods?person=lin')).status).toBe(403);
    const put = await ask('admin', 'PUT', '/methods', { person: 'lin', methods: [chat] });
    expect(reachSchema.parse(put.body)).toMatchObject({
      person: { id: 'lin' },
      people: [{ id: 'lin' }, { id: 'zhao' }],
    });
  });

  it.each<[string, object, string]>([
    ['no such channel', { methods: [{ ...chat, channel: 'pager' }] }, 'CHANNEL_NOT_FOUND'],
    [
      'a rule of a method that is not there',
      { methods: [chat], rules: [{ methods: ['phone'] }] },
      'DIRECTORY_INVALID',
    ],
    ['two of one id', { methods: [chat, chat] }, 'DIRECTORY_INVALID'],
    ['no such time', { methods: [chat], quiet: { from: '25:00', to: '07:00' } }, 'DIRECTORY_INVALID'],
  ])('%s is refused', async (_, body, code) => {
    expect((await ask('lin', 'PUT', '/methods', body)).body.code).toBe(code);
  });
});
