import { problemSchema } from '@watchcase/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, fillAccessHouse } from '../../../test/harness/access-house.ts';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';

interface Operation {
  summary: string;
  security: Record<string, unknown>[];
  requestBody?: unknown;
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}
interface Described {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
let house: HttpHouse;
let people: Record<string, Caller>;
let description: Described;
beforeAll(async () => {
  house = await buildHttpHouse();
  people = await fillAccessHouse(house);
  description = (await house.ask('GET', '/openapi.json')).body as Described;
});
afterAll(() => house.stop());

/** Every operation there is. */
const operations = () =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      url: path.replace('{token}', 'x'.repeat(43)).replace('{id}', path.includes('cases') ? '1' : 'acme.db1'),
      method: method.toUpperCase() as (typeof METHODS)[number],
      operation,
    })),
  );
const isDrawn = (path: string) => /^\/(?:a|c|login)\//.test(path);

type Answer = Awaited<ReturnType<HttpHouse['app']['inject']>>;

/** Holds a refusal to its one form; gives its code. */
function codeOf(answer: Answer, path: string): string {
  expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  const type = answer.headers['content-type'];
  if (isDrawn(path)) {
    expect(type).toMatch(/^text\/html/);
    expect(answer.body).toMatch(/^<!doctype html>/);
    return '';
  }
  expect(type).toMatch(/^application\/problem\+json/);
  const { code, status } = problemSchema.parse(answer.json());
  expect(status).toBe(answer.statusCode);
  expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
  return code;
}

/** What an address of a path's form looks like. */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}

/** A refusal that an operation's description has. */
function describedCode(answer: Answer, { path, operation }: { path: string; operation: Operation }): string {
  const code = codeOf(answer, path);
  const described = operation.responses[String(answer.statusCode)];
  expect(described, `${answer.statusCode} ${code}`).toBeDefined();
  expect(Object.keys(described?.content ?? {})).toContain(
    isDrawn(path) ? 'text/html' : 'application/problem+json',
  );
  if (code !== '') expect(described?.description).toContain(code);
  return code;
}

/** Who may come so far that a body is looked at: what customers judge is for them alone. */
function tokenFor(path: string): string | undefined {
  if (path === '/mail-in') return house.rooms.mail.token;
  return /\/(?:rate|dispute)$/.test(path) ? people['customer acme']?.token : house.adminToken;
}

const authorization = (path = '') => ({ authorization: `Bearer ${tokenFor(path)}` });

describe('every route there is', () => {
  it('is described, with its ways in and out', () => {
    expect(operations().length).toBeGreaterThan(25);
    for (const { path, method, operation } of operations()) {
      expect(operation.summary, path).toMatch(/.{5}/);
      expect(Object.keys(operation.responses), path).toContain('default');
      const open = operation.security.length === 0;
      expect(open, path).toBe(!path.startsWith('/api/v1/') || /\/log(?:in|out|in-ways|in-mail)$/.test(path));
      if (!open)
        expect(operation.security).toEqual([
          { bearer: [] },
          method === 'GET' ? { cookie: [] } : { cookie: [], change: [] },
        ]);
    }
    expect(Object.keys(description.components.securitySchemes)).toEqual(['bearer', 'cookie', 'change']);
    expect(JSON.stringify(description)).not.toMatch(/"\$ref":"(?!#\/components\/schemas\/Problem")/);
  });

  it('says which methods it knows when it is asked with another one', async () => {
    for (const path of Object.keys(description.paths)) {
      const { url } = operations().find((one) => one.path === path) ?? { url: path };
      const known = Object.keys(description.paths[path] ?? {}).map((method) => method.toUpperCase());
      // `cases/bulk` is `cases/{id}` for those methods that it has not itself.
      const others = operations().filter((one) => one.path !== path && patternOf(one.path).test(path));
      // A HEAD of a live stream would never end.
      const allowed = path.endsWith('/live')
        ? known
        : known.flatMap((one) => (one === 'GET' ? ['GET', 'HEAD'] : [one]));
      const elsewhere = others.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
      for (const method of METHODS.filter((one) => !allowed.includes(one) && !elsewhere.includes(one))) {
        const answer = await house.app.inject({
          method,
          url,
          ...(method === 'HEAD' ? {} : { payload: '<no json/>', headers: { 'content-type': 'text/xml' } }),
        });
        expect(answer.statusCode, `${method} ${path}`).toBe(405);
        expect(String(answer.headers['allow']).split(', ')).toEqual(
          [...new Set([...allowed, ...elsewhere])].toSorted(),
        );
        if (method !== 'HEAD') expect(codeOf(answer, path)).toBe(isDrawn(path) ? '' : 'METHOD_NOT_ALLOWED');
      }
    }
  });

  it('refuses nobody in particular where somebody is asked for', async () => {
    let asked = 0;
    for (const one of operations().filter(({ operation }) => operation.security.length > 0)) {
      for (const headers of [
        {},
        { authorization: 'Bearer nobody' },
        { cookie: 'watchcase_session=; ;=,"' },
      ]) {
        const answer = await house.app.inject({ method: one.method, url: one.url, headers });
        expect(answer.statusCode, one.path).toBe(401);
        expect(describedCode(answer, one)).toBe('UNAUTHENTICATED');
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(50);
  });

  it('refuses a change by session alone', async () => {
    const { cookie } = await house.rooms.access.keys.openSession(
      { accountId: 'admin', name: 'admin' },
      house.clock.now(),
    );
    for (const one of operations().filter((it) => it.operation.security.length > 0 && it.method !== 'GET')) {
      const headers = { cookie: `watchcase_session=${cookie}` };
      expect(describedCode(await house.app.inject({ method: one.method, url: one.url, headers }), one)).toBe(
        'CSRF_REFUSED',
      );
    }
  });

  it.each([
    ['a body that is no JSON', 'application/json', '{"a', /^400$/],
    [
      'a body of the wrong form',
      'application/json',
      '{"token":7,"text":[],"to":{},"by":1,"customer":2}',
      /^4\d\d$/,
    ],
    ['a body of another kind', 'text/xml', '<a/>', /^415$/],
    ['a body too large', 'application/json', 'too large', /^413$/],
  ])('refuses %s, and says so in its description', async (_name, type, body, status) => {
    for (const one of operations().filter(({ operation }) => operation.requestBody !== undefined)) {
      const payload = body === 'too large' ? JSON.stringify('x'.repeat(tooLargeFor(one.path))) : body;
      const headers = { ...authorization(one.path), 'content-type': type };
      const answer = await house.app.inject({ method: one.method, url: one.url, headers, payload });
      expect(String(answer.statusCode), one.path).toMatch(status);
      describedCode(answer, one);
    }
  });

  it('refuses a parameter that is none, and what is not there', async () => {
    for (const one of operations().filter(({ path, method }) => method === 'GET' && !path.endsWith('live'))) {
      for (const query of ['?limit=no&cursor=%7b&state=no&presence=no&from=x&series=', '?x=%00', '?x=%zz'])
        for (const url of [one.url, one.url.replace('/1', '/4711').replace('db1', 'nobody')]) {
          const answer = await house.app.inject({ url: url + query, headers: authorization() });
          if (answer.statusCode >= 400) describedCode(answer, one);
        }
    }
  });
});

/** More bytes than an address takes; those that take a whole company take more. */
function tooLargeFor(path: string): number {
  if (path === '/mail-in') return 27_000_000;
  if (/\/(?:attachments|evidence)$/.test(path)) return 16_000_000;
  return /\/(?:apply|import\/\{kind\})$/.test(path) ? 34_000_000 : 1_100_000;
}

describe('an address', () => {
  it.each([
    ['where nothing is', '/api/v1/nothing', 404, 'NOT_FOUND'],
    ['longer than any', `/api/v1/hosts/${'x'.repeat(3000)}`, 414, 'REQUEST_INVALID'],
    ['that is none', '/api/v1/hosts/%zz', 400, 'REQUEST_INVALID'],
  ])('%s has the same form', async (_name, url, status, code) => {
    const answer = await house.app.inject({ url, headers: authorization() });
    expect([answer.statusCode, codeOf(answer, url)]).toEqual([status, code]);
  });

  it.each([
    ['en', 'There is nothing at this address'],
    ['zh-CN', '该地址没有内容'],
  ])('where nothing is behind a link is told in a page (%s)', async (language, words) => {
    const headers = { 'accept-language': language };
    for (const url of ['/a/x/y', '/login/x/y']) {
      const answer = await house.app.inject({ url, headers });
      codeOf(answer, url);
      expect(answer.body).toContain(words);
      expect(answer.body).toContain('NOT_FOUND');
    }
  });
});
