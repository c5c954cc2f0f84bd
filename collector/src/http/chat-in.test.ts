import { UserError } from '@watchcase/runtime';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import type { ChatRequest } from '../chat-in/index.ts';

let house: HttpHouse;
let brought: ChatRequest[];
let fails: string | undefined;
beforeEach(async () => {
  brought = [];
  fails = undefined;
  house = await buildHttpHouse({
    chat: {
      take(_name, request) {
        if (fails !== undefined)
          return Promise.reject(new UserError({ code: fails, place: 'ops', message: 'it is refused' }));
        brought.push(request);
        return Promise.resolve({ status: 200, type: 'text/plain', body: 'echo' });
      },
    },
  });
});
afterEach(() => house.stop());

const post = (payload: string | Buffer, type: string) =>
  house.app.inject({
    method: 'POST',
    url: '/chat-in/ops?a=1&a=2&b=3',
    payload,
    headers: { 'content-type': type },
  });

it.each(['application/json', 'application/x-www-form-urlencoded', 'text/xml', 'application/octet-stream'])(
  'hands on what came as it came: %s',
  async (type) => {
    const body = Buffer.from('{"no json": \u00e9');
    const answer = await post(body, type);
    expect([answer.statusCode, answer.body]).toEqual([200, 'echo']);
    expect(answer.headers['content-type']).toContain('text/plain');
    const [request] = brought;
    expect(request?.body).toEqual(body);
    expect(request).toMatchObject({
      method: 'POST',
      query: { a: '1', b: '3' },
      headers: { 'content-type': type },
    });
  },
);

it('hands on a question without a body', async () => {
  await house.app.inject('/chat-in/ops?echostr=%2Bx%2F');
  expect(brought).toMatchObject([{ method: 'GET', query: { echostr: '+x/' }, body: Buffer.alloc(0) }]);
});

it('reads no more than any service sends', async () => {
  const answer = await post('x'.repeat(262_145), 'application/json');
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([413, 'REQUEST_TOO_LARGE']);
  expect(brought).toEqual([]);
});

it.each([
  ['CHAT_SIGNATURE_WRONG', 401],
  ['CHAT_CLOCK_OFF', 401],
  ['CHAT_UNREADABLE', 400],
  ['NOT_FOUND', 404],
])('refuses with %s', async (code, status) => {
  fails = code;
  const answer = await post('{}', 'application/json');
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
});

it('takes so many requests of one address in a minute', async () => {
  let last = 200;
  for (let i = 0; i < 601; i++) ({ statusCode: last } = await post('', 'application/json'));
  expect(last).toBe(429);
});
