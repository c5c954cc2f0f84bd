import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeOf } from '../../../test/harness/cases-in-steps.ts';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { addCase, addHost } from '../../../test/harness/paged-case.ts';
import { samplePage } from '../../../test/harness/sample-page.ts';
import { startWebhook } from '../../../test/harness/webhook.ts';
import { commitAlerts } from '../alerts/index.ts';
import { channelInstanceSchema, signLink } from '../notify/index.ts';

const MINUTE_MS = 60_000;
let house: HttpHouse;
let caseId: number;
beforeEach(async () => {
  house = await buildHttpHouse();
  await addHost(house.store);
  caseId = await house.store.transaction((tx) => addCase(tx, { opened_at: house.clock.now() }));
});
afterEach(() => house.stop());

function linkFor(person: string): string {
  const expiresAt = house.clock.now() + MINUTE_MS;
  return `/a/${signLink(house.linkSecret, { purpose: 'acknowledge', caseId, person, expiresAt })}`;
}

async function stateOf(): Promise<unknown> {
  const { body } = await house.ask('GET', `/api/v1/cases/${caseId}`);
  const { state, acknowledgedBy, acknowledgedAt } = body as Record<string, unknown>;
  return { state, acknowledgedBy, acknowledgedAt };
}

/** What a browser sends when the button is pushed. */
function push(url: string, language = 'en') {
  return house.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': language },
    payload: '',
  });
}

const open = { state: 'open', acknowledgedBy: null, acknowledgedAt: null };

describe('the link in a page', () => {
  it('acknowledges by the one tap that ntfy makes of it', async () => {
    const far = await startWebhook();
    const options = { url: new URL(far.url).origin, topic: 'pages' };
    const { channel, options: settings } = channelInstanceSchema.parse({ name: 'n', type: 'ntfy', options });
    const page = { ...samplePage, acknowledgeUrl: `https://watchcase.example${linkFor('Ada')}` };
    await channel.send(page, settings, new AbortController().signal, 0);
    const { actions } = JSON.parse(far.received[0]?.body ?? '') as {
      actions: { action: string; url: string; method: 'POST' }[];
    };
    const tap = actions.find(({ action }) => action === 'http');
    const { pathname } = new URL(tap?.url ?? '');
    // The phone sends nothing but that: no form, no cookie.
    expect((await house.app.inject({ method: tap?.method ?? 'GET', url: pathname })).statusCode).toBe(200);
    expect(await stateOf()).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'Ada' });
    await far.stop();
  });

  it('shows when it is fetched, and acknowledges nothing: mail scanners fetch', async () => {
    const url = linkFor('Ada');
    for (const method of ['GET', 'HEAD'] as const)
      expect((await house.app.inject({ method, url })).statusCode).toBe(200);
    const { body } = await house.app.inject({ url });
    expect(body).toContain('Acknowledge as Ada');
    expect(body).toContain('Acme / main / db1');
    expect(body).not.toContain('<script');
    expect(await stateOf()).toEqual(open);
  });

  it.each([
    ['comes-back', 'An alert still fires: the case opens again at', '仍有告警未恢复：若届时仍未恢复'],
    [
      'stays-resolved',
      'An alert still fires, and stays without a case until it gets worse',
      '仍有告警未恢复；',
    ],
  ])('of a case that was ended while it fires says so: %s', async (whileFiring, ...said) => {
    await house.store.transaction(async (tx) => {
      await commitAlerts(tx, [changeOf(['1', 'fire', 'a', 'critical'])]);
      await tx.updateTable('alerts').set({ case_id: caseId }).execute();
    });
    const url = `/api/v1/cases/${caseId}/resolve`;
    expect(await house.ask('POST', url, {})).toMatchObject({
      status: 409,
      body: { code: 'CASE_STILL_FIRING' },
    });
    expect((await house.ask('POST', url, { whileFiring })).status).toBe(200);
    for (const [index, language] of ['en', 'zh-CN'].entries()) {
      const headers = { 'accept-language': language };
      const { body } = await house.app.inject({ url: linkFor('Ada'), headers });
      expect(body).toContain(said[index]);
      expect(body).not.toMatch(/nothing is left to do|无需处理/);
    }
  });

  it('says until when in the zone of who was paged', async () => {
    const due = {
      target: 'respond',
      limit_ms: 1,
      state: 'running',
      stopped_at: null,
      next_at: null,
    } as const;
    const row = { ...due, case_id: caseId, due_at: Date.UTC(2026, 2, 2, 20, 15), next_percent: null };
    await house.store.transaction((tx) => tx.insertInto('case_clocks').values(row).execute());
    const { body } = await house.app.inject({ url: linkFor('Ada') });
    const [, time] = /Answer by (.*?)</.exec(body) ?? [];
    expect(time).toBe('2026-03-03 04:15:00 Asia/Shanghai (UTC+8)');
  });

  it('names the case in the reader’s language, and an older case by its one title', async () => {
    const heading = async (language: string) =>
      /<h1>(.*)<\/h1>/.exec(
        (await house.app.inject({ url: linkFor('Ada'), headers: { 'accept-language': language } })).body,
      )?.[1];
    expect(await heading('zh-CN')).toBe(`C-${caseId} Disk /var is full`);
    await house.store.transaction((tx) => tx.updateTable('cases').set({ title_zh: '/var 已满' }).execute());
    expect([await heading('zh-CN'), await heading('en')]).toEqual([
      `C-${caseId} /var 已满`,
      `C-${caseId} Disk /var is full`,
    ]);
    expect((await house.ask('GET', `/api/v1/cases/${caseId}`)).body).toMatchObject({
      title: 'Disk /var is full',
      titles: { en: 'Disk /var is full', 'zh-CN': '/var 已满' },
    });
  });

  it('acknowledges by its button, to the second', async () => {
    await house.clock.advance(42_000);
    const answer = await push(linkFor('Ada'));
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('Ada has the case');
    expect(await stateOf()).toEqual({
      state: 'acknowledged',
      acknowledgedBy: 'Ada',
      acknowledgedAt: new Date(house.clock.now()).toISOString(),
    });
  });

  it('pushed twice by one person changes nothing more', async () => {
    const url = linkFor('Ada');
    await push(url);
    const before = await stateOf();
    await house.clock.advance(1000);
    expect((await push(url)).statusCode).toBe(200);
    expect(await stateOf()).toEqual(before);
  });

  it('of another person says who has the case, with 409', async () => {
    await push(linkFor('Ada'));
    const answer = await push(linkFor('王芳'), 'zh-CN,zh;q=0.9');
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('Ada 已接手该故障单');
    expect(await stateOf()).toMatchObject({ acknowledgedBy: 'Ada' });
  });

  it.each([
    ['en', 'This link has expired'],
    ['zh-CN', '链接已过期'],
  ])('after its end acknowledges nothing (%s)', async (language, words) => {
    const url = linkFor('Ada');
    await house.clock.advance(MINUTE_MS);
    const answer = await push(url, language);
    expect(answer.statusCode).toBe(410);
    expect(answer.body).toContain(words);
    expect(await stateOf()).toEqual(open);
  });

  it.each(['x', 'x.y', 'x.y.z', '%7B%7D.'])('forged (%s) is refused', async (token) => {
    expect((await push(`/a/${token}`)).statusCode).toBe(404);
    expect(await stateOf()).toEqual(open);
  });

  it('with a name that looks like markup shows it as text', async () => {
    const { body } = await house.app.inject({ url: linkFor('<img src=x>') });
    expect(body).toContain('&lt;img src=x&gt;');
    expect(body).not.toContain('<img');
  });

  it('of a case that is over says so', async () => {
    await house.ask('POST', `/api/v1/cases/${caseId}/close`);
    expect((await push(linkFor('Ada'))).statusCode).toBe(409);
  });
});
