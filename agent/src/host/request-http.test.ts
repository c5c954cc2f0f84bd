import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createPlainServer, type Server as PlainServer } from 'node:net';
import { systemClock } from '@watchcase/runtime';
import { afterEach, expect, it } from 'vitest';
import { type HttpRequest, requestHttp } from './request-http.ts';

/** Too long a label for any name: no network is asked. */
const NO_HOST = `${'a'.repeat(64)}.invalid`;

let server: Server | undefined;
let plain: PlainServer | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  server = undefined;
  plain?.close();
  plain = undefined;
});

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/`;
}

const request = (url: string, more: Partial<HttpRequest> = {}) =>
  requestHttp(systemClock, { url, method: 'GET', headers: {}, timeoutMs: 5000, verify: true, ...more });

it('sends method and headers, gives status and body', async () => {
  const url = await serve((got, response) => {
    response.writeHead(418).end(`${got.method} ${String(got.headers['x-a'])}`);
  });
  expect(await request(url, { method: 'PUT', headers: { 'x-a': 'b' } })).toEqual({
    outcome: 'answered',
    status: 418,
    body: 'PUT b',
    bodyBytes: 5,
    seconds: expect.any(Number),
  });
});

/** Answers with these bytes, whatever is asked. */
async function serveRaw(bytes: string): Promise<string> {
  const made = createPlainServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.from(bytes, 'latin1')));
  });
  plain = made.listen(0, '127.0.0.1');
  await once(made, 'listening');
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/`;
}

it.each([
  { why: 'bare line feeds', bytes: 'HTTP/1.1 200 OK\nServer: old\nContent-Length: 2\n\nup' },
  { why: 'a folded header', bytes: 'HTTP/1.1 200 OK\r\nX-A: one\r\n two\r\nContent-Length: 2\r\n\r\nup' },
  { why: 'a control character', bytes: 'HTTP/1.1 200 OK\r\nX-A: a\x01b\r\nContent-Length: 2\r\n\r\nup' },
  {
    why: '20 KiB of headers',
    bytes: `HTTP/1.1 200 OK\r\nX-A: ${'a'.repeat(20_480)}\r\nContent-Length: 2\r\n\r\nup`,
  },
  {
    why: '200 cookies',
    bytes: `HTTP/1.1 200 OK\r\n${'Set-Cookie: a=b\r\n'.repeat(200)}Content-Length: 2\r\n\r\nup`,
  },
  { why: 'no reason and no length', bytes: 'HTTP/1.1 200\r\n\r\nup' },
  { why: 'HTTP 1.0', bytes: 'HTTP/1.0 200 OK\r\n\r\nup' },
  { why: 'bytes beyond ASCII', bytes: 'HTTP/1.1 200 \xd5\xfd\r\nX-A: \xe4\r\nContent-Length: 2\r\n\r\nup' },
  {
    why: 'a length and parts',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nup\r\n0\r\n\r\n',
  },
])('takes what browsers and curl take: $why', async ({ bytes }) => {
  expect(await request(await serveRaw(bytes))).toMatchObject({
    outcome: 'answered',
    status: 200,
    body: 'up',
  });
});

it('follows no redirect', async () => {
  const url = await serve((_got, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  });
  expect(await request(url)).toMatchObject({ outcome: 'answered', status: 302 });
});

it('keeps the beginning of a long body and counts all of it', async () => {
  const url = await serve((_got, response) => {
    for (let part = 0; part < 3; part += 1) response.write(Buffer.alloc(700_000, 'x'));
    response.end();
  });
  const answer = await request(url);
  if (answer.outcome !== 'answered') throw new Error(answer.reason);
  expect([answer.body.length, answer.bodyBytes]).toEqual([1_048_576, 2_100_000]);
});

it.each([
  { name: 'says nothing', answer: () => undefined },
  { name: 'never ends', answer: ((_got, response) => void response.write('a')) satisfies RequestListener },
])('gives up on a server that $name', async ({ answer }) => {
  const url = await serve(answer);
  expect(await request(url, { timeoutMs: 100 })).toMatchObject({ outcome: 'timeout' });
});

it('says when the answer breaks off', async () => {
  const url = await serve((_got, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('a', () => response.destroy());
  });
  expect(await request(url)).toMatchObject({ outcome: 'broken', reason: 'ECONNRESET' });
});

it.each([
  { url: 'http://127.0.0.1:1/', outcome: 'failed' },
  { url: `http://${NO_HOST}/`, outcome: 'unresolved' },
  { url: 'not a url', outcome: 'failed' },
  { url: 'ftp://127.0.0.1/', outcome: 'failed' },
])('$url: $outcome', async ({ url, outcome }) => {
  expect(await request(url)).toMatchObject({ outcome });
});
