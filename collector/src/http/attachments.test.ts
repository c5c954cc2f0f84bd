import type { CaseDetail } from '@watchcase/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { typeOfContent } from '../attachments/type-of-content.ts';

let house: HttpHouse;
let id: number;
beforeEach(async () => {
  house = await buildHttpHouse();
  await addHost(house.store);
  const opened = await house.ask('POST', '/api/v1/cases', {
    title: 'Orders print twice',
    text: 'since this morning',
    severity: 'major',
    category: 'software',
    host: 'acme.db1',
    by: 'Ada',
  });
  id = (opened.body as CaseDetail).id;
});
afterEach(() => house.stop());

const send = async (name: string, payload: Buffer, headers: Record<string, string> = {}) => {
  const answer = await house.app.inject({
    method: 'POST',
    url: `/api/v1/cases/${id}/attachments?name=${encodeURIComponent(name)}`,
    headers: {
      authorization: `Bearer ${house.adminToken}`,
      'content-type': 'application/octet-stream',
      ...headers,
    },
    payload,
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
};
const load = (attachment: unknown) =>
  house.app.inject({
    url: `/api/v1/cases/${id}/attachments/${String(attachment)}`,
    headers: { authorization: `Bearer ${house.adminToken}` },
  });
const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');

describe('files of a case', () => {
  it('comes back byte by byte, to be saved, under a policy in which nothing runs', async () => {
    const html = Buffer.from('<script>alert(1)</script>');
    const sent = await send('../../页面.html', html);
    expect(sent).toMatchObject({
      status: 200,
      body: { name: '页面.html', type: 'text/plain; charset=utf-8' },
    });
    const got = await load(sent.body['id']);
    expect(got.rawPayload.equals(html)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('页面.html')}`,
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
    const { body } = await house.ask('GET', `/api/v1/cases/${id}`);
    expect((body as CaseDetail).timeline.at(-1)).toMatchObject({
      kind: 'attached',
      data: { name: '页面.html', sizeBytes: html.length, visibility: 'internal' },
    });
  });

  it('is known by its content, whatever its name says', async () => {
    expect((await send('a.txt', PNG)).body).toMatchObject({ type: 'image/png', sizeBytes: PNG.length });
  });

  it('is bounded', async () => {
    expect(await send('nothing', Buffer.alloc(0))).toMatchObject({
      status: 400,
      body: { code: 'ATTACHMENT_EMPTY' },
    });
    expect(await send('big', Buffer.alloc(10 * 1_048_576 + 1))).toMatchObject({ status: 413 });
    for (let count = 0; count < 100; count++) expect((await send(`${count}`, PNG)).status).toBe(200);
    expect(await send('one more', PNG)).toMatchObject({ status: 409, body: { code: 'ATTACHMENTS_FULL' } });
  });

  it('sent twice under one key it is there once', async () => {
    const key = { 'idempotency-key': 'a' };
    const [first, second] = [await send('a', PNG, key), await send('a', PNG, key)];
    expect(second).toEqual(first);
    const rows = await house.store.db.selectFrom('attachments').select('attached').execute();
    expect(rows).toEqual([{ attached: 1 }]);
  });

  it('of a closed case is refused, and what was sent is no file of it', async () => {
    await house.ask('POST', `/api/v1/cases/${id}/close`, {});
    expect(await send('a', PNG)).toMatchObject({ status: 409, body: { code: 'CASE_ALREADY_CLOSED' } });
    const row = await house.store.db
      .selectFrom('attachments')
      .select(['id', 'attached'])
      .executeTakeFirstOrThrow();
    expect(row.attached).toBe(0);
    expect((await load(row.id)).statusCode).toBe(404);
  });
});

it.each([
  ['<!doctype html>', 'text/plain; charset=utf-8'],
  ['<svg onload=alert(1)>', 'text/plain; charset=utf-8'],
  ['%PDF-1.7', 'application/pdf'],
  ['\0\0', 'application/octet-stream'],
  ['GIF89a', 'image/gif'],
])('%j is %s', (text, type) => expect(typeOfContent(Buffer.from(text))).toBe(type));

describe('cases that people open', () => {
  it('says where, what and by which door', async () => {
    const { body } = await house.ask('GET', `/api/v1/cases/${id}`);
    expect(body).toMatchObject({
      source: 'api',
      kind: 'fault',
      host: { id: 'acme.db1' },
      customer: { id: 'acme' },
      timeline: [{ kind: 'opened', actor: 'Ada', data: { report: 'since this morning' } }],
    });
  });

  it('is about a customer where no host is named, and opens once for its key', async () => {
    const wanted = { title: 'A question', severity: 'advisory', category: 'usage', customer: 'acme' };
    const ask = async () => {
      const answer = await house.app.inject({
        method: 'POST',
        url: '/api/v1/cases',
        headers: { authorization: `Bearer ${house.adminToken}`, 'idempotency-key': 'q' },
        payload: wanted,
      });
      return answer.json<CaseDetail>();
    };
    const first = await ask();
    expect(first).toMatchObject({ host: null, site: null, customer: { name: 'Acme' } });
    expect((await ask()).id).toBe(first.id);
  });

  it.each([
    [{ host: 'acme.nope' }, 404, 'HOST_NOT_FOUND'],
    [{ host: 'acme.db1', customer: 'other' }, 404, 'HOST_NOT_FOUND'],
    [{ customer: 'nobody' }, 404, 'PLACE_NOT_FOUND'],
    [{ customer: 'acme', site: 'nowhere' }, 404, 'PLACE_NOT_FOUND'],
    [{}, 400, 'REQUEST_INVALID'],
  ])('%j is refused', async (place, status, code) => {
    const wanted = { title: 'x', severity: 'minor', category: 'usage', ...place };
    const answer = await house.ask('POST', '/api/v1/cases', wanted);
    expect(answer).toMatchObject({ status, body: { code } });
  });
});
