import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { problemSchema } from '@watchcase/api';
import { eventually } from '@watchcase/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { boundConnections } from './connections.ts';
import { refuseUnreadable } from './unreadable.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function openHouse(): Promise<{ house: HttpHouse; port: number }> {
  const house = await buildHttpHouse();
  ends.push(() => house.stop());
  await house.app.listen({ host: '127.0.0.1', port: 0 });
  return { house, port: (house.app.server.address() as AddressInfo).port };
}

/** All that is answered on one connection until it ends. */
function say(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => (heard += part));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(heard));
  });
}

function problemIn(answer: string) {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(/^content-type: application\/problem\+json/im);
  expect(head).toMatch(/^connection: close/im);
  const problem = problemSchema.parse(JSON.parse(body));
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${problem.status} \\w`));
  return `${problem.status} ${problem.code}`;
}

const CLOSE = 'connection: close\r\n';
const valid = `GET /healthz HTTP/1.1\r\nhost: a\r\n${CLOSE}\r\n`;

describe('what is no request', () => {
  it.each([
    ['noise', '\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n', '400 REQUEST_INVALID'],
    ['a line that is none', 'GET\r\n\r\n', '400 REQUEST_INVALID'],
    ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', '400 REQUEST_INVALID'],
    ['a method of nobody', 'FETCH / HTTP/1.1\r\nhost: a\r\n\r\n', '400 REQUEST_INVALID'],
    [
      'two lengths',
      'POST /enrol HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd',
      '400 REQUEST_INVALID',
    ],
    [
      'a length and chunks',
      'POST /enrol HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      '400 REQUEST_INVALID',
    ],
    [
      'chunks under another name',
      'POST /enrol HTTP/1.1\r\nhost: a\r\ntransfer-encoding: xchunked\r\n\r\n0\r\n\r\n',
      '400 REQUEST_INVALID',
    ],
    [
      'a length below nothing',
      'POST /enrol HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n',
      '400 REQUEST_INVALID',
    ],
    ['a folded header', 'GET / HTTP/1.1\r\nhost: a\r\nx: 1\r\n 2\r\n\r\n', '400 REQUEST_INVALID'],
    ['a space before the colon', 'GET / HTTP/1.1\r\nhost : a\r\n\r\n', '400 REQUEST_INVALID'],
    ['line ends of one character', 'GET / HTTP/1.1\nhost: a\n\n', '400 REQUEST_INVALID'],
    ['no host', `GET /healthz HTTP/1.1\r\n${CLOSE}\r\n`, '400 REQUEST_INVALID'],
    ['two hosts', `GET /healthz HTTP/1.1\r\nhost: a\r\nhost: b\r\n${CLOSE}\r\n`, '400 REQUEST_INVALID'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}`,
      '431 REQUEST_HEADERS_TOO_LARGE',
    ],
    ['an address without end', `GET /${'x'.repeat(20_000)}`, '431 REQUEST_HEADERS_TOO_LARGE'],
    [
      'a wish to be led elsewhere',
      'CONNECT other:443 HTTP/1.1\r\nhost: other:443\r\n\r\n',
      '405 METHOD_NOT_ALLOWED',
    ],
    [
      'an expectation nobody knows',
      'POST /enrol HTTP/1.1\r\nhost: a\r\nexpect: wonders\r\ncontent-length: 2\r\n\r\n{}',
      '417 REQUEST_INVALID',
    ],
    [
      'a huge chunk',
      `POST /enrol HTTP/1.1\r\nhost: a\r\n${CLOSE}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n200000\r\n${'x'.repeat(2_097_152)}\r\n0\r\n\r\n`,
      '413 REQUEST_TOO_LARGE',
    ],
    [
      'chunks with much beside them',
      `POST /enrol HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n2;${'x'.repeat(20_000)}\r\n`,
      '413 REQUEST_TOO_LARGE',
    ],
  ])('%s is refused in the one form, and the next is served', async (_name, text, refusal) => {
    const { house, port } = await openHouse();
    expect(problemIn(await say(port, text))).toBe(refusal);
    expect(await say(port, valid)).toMatch(/^HTTP\/1.1 200 /);
    expect(house.logged.join('')).not.toMatch(/"level":[56]0/);
  });

  it('does not break the answer before it', async () => {
    const { port } = await openHouse();
    const answer = await say(port, `GET /openapi.json HTTP/1.1\r\nhost: a\r\n\r\nNOISE\r\n\r\n`);
    const bodies = answer.split('HTTP/1.1 ').slice(1);
    expect(bodies.length).toBeLessThanOrEqual(1);
  });

  it('an upgrade to what is not spoken here is a request as any other', async () => {
    const { port } = await openHouse();
    const answer = await say(
      port,
      'GET /healthz HTTP/1.1\r\nhost: a\r\nconnection: upgrade, close\r\nupgrade: websocket\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('connections', () => {
  const MOST = 20;

  async function open(options: object = {}): Promise<{ server: Server; port: number; answer(): void }> {
    const answers: (() => void)[] = [];
    const server = createServer(options, (request, response) => {
      if (request.url === '/slow') answers.push(() => response.end('at last'));
      else request.resume().once('end', () => response.end('ok'));
    });
    refuseUnreadable(server, boundConnections(server, MOST));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    ends.push(
      () => server.close(),
      () => server.closeAllConnections(),
    );
    return {
      server,
      port: (server.address() as AddressInfo).port,
      answer: () => {
        for (const one of answers) one();
      },
    };
  }
  const connected = (server: Server) =>
    new Promise<number>((resolve) => {
      server.getConnections((_error, count) => resolve(count));
    });

  it('that ask for nothing, or never finish, give way to new ones; those that wait for an answer stay', async () => {
    const { server, port, answer } = await open();
    const waiting = say(port, `GET /slow HTTP/1.1\r\nhost: a\r\n${CLOSE}\r\n`);
    const sockets: Socket[] = [];
    const lazy = ['', 'GET / HT', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nx'];
    for (let i = 0; i < 200; i++) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(lazy[i % lazy.length] as string);
      sockets.push(socket);
    }
    await eventually(() => sockets.filter((socket) => socket.closed).length >= 200 - MOST);
    expect(await connected(server)).toBeLessThanOrEqual(MOST);
    for (let i = 0; i < 30; i++) expect(await say(port, valid)).toMatch(/^HTTP\/1.1 200 /);
    answer();
    expect(await waiting).toContain('at last');
    for (const socket of sockets) socket.destroy();
  });

  it.each([
    ['headers', 'GET / HTTP/1.1\r\nhost: a\r\n'],
    ['a body', 'POST /slow HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nx'],
    ['anything at all', ''],
  ])('that do not finish %s in time end', async (_name, text) => {
    const { port } = await open({
      headersTimeout: 200,
      requestTimeout: 400,
      connectionsCheckingInterval: 50,
    });
    const answer = await say(port, text);
    if (answer !== '') expect(problemIn(answer)).toBe('408 REQUEST_TIMEOUT');
  });
});
