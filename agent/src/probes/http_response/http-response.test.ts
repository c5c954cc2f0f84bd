import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createLog, systemClock } from '@watchcase/runtime';
import { createCertificateAuthority, describeWith, temporaryFolder } from '@watchcase/testkit';
import { afterEach, expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import probe from './index.ts';
import { options as schema } from './options.ts';

const host = createHost({ clock: systemClock, log: createLog('test', 'error') });
const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function serve(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(answer))}/`;
}

async function ask(...watch: unknown[]) {
  const samples = await probe.start(schema.parse({ watch }), host)(0);
  return samples.map(({ tags, fields }) => {
    const values: Record<string, number | null> = Object.fromEntries(
      fields.map(([name, , value]) => [name, value]),
    );
    return { tags, values };
  });
}

it('asks for a page as it is told, and reports how it answered', async () => {
  const url = await serve((request, response) => {
    const isRight = request.method === 'POST' && request.headers.authorization === 'Bearer abc';
    response.writeHead(isRight ? 201 : 400).end('all is up');
  });
  const target = {
    url,
    method: 'POST',
    headers: { authorization: 'Bearer abc' },
    status: 201,
    body: 'is (up|fine)',
  };
  expect(await ask(target)).toEqual([
    {
      tags: { server: url },
      values: {
        result_code: 0,
        http_response_code: 201,
        response_time: expect.any(Number),
        content_length: 9,
      },
    },
  ]);
});

it('judges each page for itself, in the order of the list', async () => {
  const good = await serve((_request, response) => response.end('up'));
  const faulty = await serve((_request, response) => response.writeHead(503).end());
  const silent = await serve(() => undefined);
  const trickling = await serve((_request, response) => response.write('a'));
  const broken = await serve((_request, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
  });
  const unknown = 'http://nowhere.invalid/';
  const found = await ask(
    { url: good },
    { url: faulty },
    { url: broken },
    { url: silent, timeout: '300ms' },
    { url: trickling, timeout: '300ms' },
    { url: 'http://127.0.0.1:1/' },
    { url: unknown },
    { url: good, method: 'HEAD', body: 'up' },
  );
  expect(found.map(({ values }) => [values['result_code'], values['http_response_code']])).toEqual([
    [0, 200],
    [6, 503],
    [2, null],
    [4, null],
    [4, null],
    [3, null],
    [5, null],
    [1, 200],
  ]);
});

describeWith('openssl', 'over TLS', () => {
  it('takes a certificate nobody knows only when told so', async () => {
    const folder = temporaryFolder();
    const now = systemClock.now();
    const names = ['DNS:localhost', 'IP:127.0.0.1'];
    const authority = createCertificateAuthority(folder.path);
    const issued = authority.issue({ names, from: now - 86_400_000, to: now + 86_400_000 });
    folder[Symbol.dispose]();
    const port = await listen(createTlsServer(issued, (_request, response) => response.end('up')));
    const url = `https://localhost:${port}/`;
    expect(await ask({ url })).toMatchObject([{ values: { result_code: 3 } }]);
    expect(await ask({ url, verify: false })).toMatchObject([{ values: { result_code: 0 } }]);
  });
});

it('tells only further checks of one address apart, by their method', async () => {
  const url = await serve((_request, response) => response.end('up'));
  const other = 'http://127.0.0.1:1/';
  const found = await ask({ url, method: 'HEAD' }, { url }, { url: other }, { url, method: 'POST' });
  expect(found.map(({ tags }) => tags)).toEqual([
    { server: url },
    { server: url, method: 'GET' },
    { server: other },
    { server: url, method: 'POST' },
  ]);
});

it('watches nothing until it is told what', async () => {
  expect(await ask()).toEqual([]);
});

it.each([
  [{ url: 'ftp://erp.example/' }],
  [{ url: 'erp.example' }],
  [{ url: 'https://user:secret@erp.example/' }],
  [{ url: 'https://erp.example/', body: '(' }],
  [{ url: 'https://erp.example/', method: 'BREW' }],
  [{ url: 'https://erp.example/' }, { url: 'https://erp.example/', status: 200 }],
])('refuses to watch %j', (...watch) => {
  const { error } = schema.safeParse({ watch });
  expect(error?.issues.length).toBeGreaterThan(0);
  expect(JSON.stringify(error?.issues)).not.toContain('secret@');
});
