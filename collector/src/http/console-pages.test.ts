import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';

let folder: ReturnType<typeof temporaryFolder>;
let house: HttpHouse;
beforeEach(async () => {
  folder = temporaryFolder();
  mkdirSync(join(folder.path, 'assets'));
  writeFileSync(join(folder.path, 'index.html'), '<title>the console</title>');
  writeFileSync(join(folder.path, 'assets', 'here-1a2b.js'), '0;');
  writeFileSync(join(folder.path, 'assets', 'here-1a2b.js.br'), brotliCompressSync('0;'));
  house = await buildHttpHouse({ consoleFolder: folder.path });
});
afterEach(async () => {
  await house.stop();
  folder[Symbol.dispose]();
});

const get = (url: string) => house.app.inject({ method: 'GET', url });

it.each([
  '/',
  '/cases',
  '/cases/12?x=a.b',
  '/hosts',
  '/hosts/acme.db1',
  '/hosts/acme.db1/',
  '/backups/acme.db1/erp.db',
  '/settings',
])('%s is a page of the console', async (url) => {
  const answer = await get(url);
  expect([answer.statusCode, answer.body]).toEqual([200, '<title>the console</title>']);
});

it.each([
  '/assets/missing.js',
  '/assets/missing',
  '/assets',
  '/a',
  '/robots.txt',
  '/cases/.env',
  '/hosts/acme.db1/x.map',
  '/backups/main.js',
  '/api/v1/nothing',
])('%s is nothing', async (url) => {
  const answer = await house.app.inject({
    method: 'GET',
    url,
    headers: { authorization: `Bearer ${house.adminToken}` },
  });
  expect(answer.statusCode).toBe(404);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' });
});

it('a file that is there is served, to be kept', async () => {
  const answer = await get('/assets/here-1a2b.js');
  expect([answer.statusCode, answer.body]).toEqual([200, '0;']);
  expect(answer.headers['cache-control']).toContain('immutable');
});

it('a file that lies packed beside itself goes out so where the reader takes it', async () => {
  const headers = { 'accept-encoding': 'gzip, deflate, br' };
  const answer = await house.app.inject({ method: 'GET', url: '/assets/here-1a2b.js', headers });
  expect(answer.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': expect.stringContaining('javascript'),
    'cache-control': expect.stringContaining('immutable'),
    'content-security-policy': expect.any(String),
  });
  expect(brotliDecompressSync(answer.rawPayload).toString()).toBe('0;');
});

it('a page is asked for with GET and HEAD, and knows nothing else', async () => {
  expect((await house.app.inject({ method: 'HEAD', url: '/cases' })).statusCode).toBe(200);
  const answer = await house.app.inject({ method: 'POST', url: '/cases' });
  expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'GET, HEAD']);
});
