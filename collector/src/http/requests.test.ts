import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { addCase, addHost } from '../../../test/harness/paged-case.ts';

let house: HttpHouse;
beforeEach(async () => {
  house = await buildHttpHouse();
  await addHost(house.store);
});
afterEach(() => house.stop());

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a request that cannot be taken', () => {
  const cases: [
    name: string,
    status: number,
    code: string,
    request: { method?: 'POST'; url: string; body?: string; type?: string },
  ][] = [
    ['an address where nothing is', 404, 'NOT_FOUND', { url: '/api/v1/nothing' }],
    ['an address that is none', 400, 'REQUEST_INVALID', { url: '/api/v1/hosts/%zz' }],
    ['a zero byte in a search', 400, 'REQUEST_INVALID', { url: '/api/v1/hosts?search=%00' }],
    ['a zero byte in a path', 400, 'REQUEST_INVALID', { url: '/api/v1/hosts/a%00b' }],
    ['a limit of nothing', 400, 'REQUEST_INVALID', { url: '/api/v1/hosts?limit=0' }],
    ['a limit of everything', 400, 'REQUEST_INVALID', { url: '/api/v1/hosts?limit=501' }],
    ['a state that is none', 400, 'REQUEST_INVALID', { url: '/api/v1/cases?state=lost' }],
    ['a case number that is none', 400, 'REQUEST_INVALID', { url: '/api/v1/cases/C-1' }],
    ['a case number too large', 400, 'REQUEST_INVALID', { url: '/api/v1/cases/99999999999999999999' }],
    ['a case number of another form', 400, 'REQUEST_INVALID', { url: '/api/v1/cases/1e3' }],
    ['a case number in hexadecimal', 400, 'REQUEST_INVALID', { url: '/api/v1/cases/0x1' }],
    ['a case number with a space', 400, 'REQUEST_INVALID', { url: '/api/v1/cases/%201' }],
    ['a case that is not there', 404, 'CASE_NOT_FOUND', { url: '/api/v1/cases/4711' }],
    ['a host that is not there', 404, 'HOST_NOT_FOUND', { url: '/api/v1/hosts/acme.nobody' }],
    [
      'a time that is none',
      400,
      'REQUEST_INVALID',
      { url: '/api/v1/hosts/acme.db1/series?series=a&from=now' },
    ],
    [
      'a span backwards',
      400,
      'REQUEST_INVALID',
      { url: '/api/v1/hosts/acme.db1/series?series=a&from=2030-01-01T00:00:00Z&to=2020-01-01T00:00:00Z' },
    ],
    ['a cursor that is none', 400, 'CURSOR_INVALID', { url: '/api/v1/hosts?cursor=x' }],
    [
      'a cursor of another list',
      400,
      'CURSOR_INVALID',
      { url: `/api/v1/hosts?cursor=${encoded(['alerts', 'a'])}` },
    ],
    [
      'a cursor of the other view',
      400,
      'CURSOR_INVALID',
      { url: `/api/v1/cases?view=all&cursor=${encoded(['unresolved cases', 1, 2])}` },
    ],
    [
      'a cursor of the other list by number',
      400,
      'CURSOR_INVALID',
      { url: `/api/v1/enrolments?cursor=${encoded(['all cases', 1])}` },
    ],
    [
      'a cursor with half a number',
      400,
      'CURSOR_INVALID',
      { url: `/api/v1/cases?view=all&cursor=${encoded(['all cases', 1.5])}` },
    ],
    [
      'a cursor with words for numbers',
      400,
      'CURSOR_INVALID',
      { url: `/api/v1/cases?cursor=${encoded(['unresolved cases', 'x', 'y'])}` },
    ],
    [
      'a cursor with a zero byte',
      400,
      'CURSOR_INVALID',
      { url: `/api/v1/alerts?cursor=${encoded(['alerts', '\0'])}` },
    ],
    [
      'a body that is no JSON',
      400,
      'REQUEST_INVALID',
      { method: 'POST', url: '/api/v1/enrolments', body: '{"a"' },
    ],
    [
      'a body that poisons prototypes',
      400,
      'REQUEST_INVALID',
      { method: 'POST', url: '/api/v1/enrolments', body: '{"__proto__":{}}' },
    ],
    [
      'a body of another kind',
      415,
      'REQUEST_NOT_JSON',
      { method: 'POST', url: '/api/v1/enrolments', body: '<a/>', type: 'text/xml' },
    ],
    [
      'a form where JSON is wanted',
      415,
      'REQUEST_NOT_JSON',
      { method: 'POST', url: '/api/v1/enrolments', body: 'a=b', type: 'application/x-www-form-urlencoded' },
    ],
    [
      'a body too large',
      413,
      'REQUEST_TOO_LARGE',
      { method: 'POST', url: '/api/v1/cases/1/notes', body: JSON.stringify({ text: 'x'.repeat(1_100_000) }) },
    ],
    [
      'a note too long',
      400,
      'REQUEST_INVALID',
      { method: 'POST', url: '/api/v1/cases/1/notes', body: JSON.stringify({ text: 'x'.repeat(10_001) }) },
    ],
    [
      'a note of zero bytes only',
      400,
      'REQUEST_INVALID',
      { method: 'POST', url: '/api/v1/cases/1/notes', body: JSON.stringify({ text: '\0' }) },
    ],
    ['an enrolment without a token', 400, 'REQUEST_INVALID', { method: 'POST', url: '/enrol', body: '{}' }],
    [
      'an enrolment with a token that is none',
      403,
      'ENROLMENT_TOKEN_INVALID',
      { method: 'POST', url: '/enrol', body: JSON.stringify({ token: 'x'.repeat(43), name: 'db1' }) },
    ],
  ];
  it.each(cases)(
    '%s: %i %s',
    async (_name, status, code, { method = 'GET', url, body, type = 'application/json' }) => {
      const answer = await house.app.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${house.adminToken}`,
          ...(body === undefined ? {} : { 'content-type': type }),
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.json()).toMatchObject({ type: 'about:blank', status, code });
      expect(answer.statusCode).toBe(status);
    },
  );

  it('because of us shows nothing of the inside, and is in the log', async () => {
    const broken = await buildHttpHouse({
      live: () => {
        throw new Error('the inside');
      },
    });
    await addHost(broken.store);
    const { status, body } = await broken.ask('GET', '/api/v1/hosts');
    expect([status, body]).toEqual([500, expect.objectContaining({ code: 'INTERNAL' })]);
    expect(JSON.stringify(body)).not.toContain('the inside');
    expect(broken.logged.join('')).toContain('the inside');
    await broken.stop();
  });
});

describe('lists', () => {
  interface Page {
    items: { id: number | string }[];
    next: string | null;
  }
  async function pages(url: string): Promise<(number | string)[][]> {
    const all: (number | string)[][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = (await house.ask('GET', `${url}&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`))
        .body as Page;
      all.push(page.items.map(({ id }) => id));
      cursor = page.next;
    }
    return all;
  }

  it.each([
    ['by urgency, all due at the same moment', () => 5000, 'view=unresolved'],
    ['by urgency, none due', () => null, 'view=unresolved'],
    ['by urgency, some due', (i: number) => (i % 3 === 0 ? null : 9000 - i), 'view=unresolved'],
    ['newest first', () => 5000, 'view=all'],
  ])('cases %s: each once, over several pages', async (_name, due, view) => {
    const ids = await house.store.transaction(async (tx) => {
      const added: { id: number; due: number }[] = [];
      for (let i = 0; i < 10; i++) {
        const id = await addCase(tx, { opened_at: 1, next_due: due(i) });
        added.push({ id, due: due(i) ?? Number.MAX_SAFE_INTEGER });
      }
      return added;
    });
    const order =
      view === 'view=all' ? ids.toReversed() : ids.toSorted((a, b) => a.due - b.due || a.id - b.id);
    const got = await pages(`/api/v1/cases?${view}`);
    expect(got.map((page) => page.length)).toEqual([3, 3, 3, 1]);
    expect(got.flat()).toEqual(order.map(({ id }) => id));
  });

  it('of exactly one page end there', async () => {
    await house.store.transaction(async (tx) => {
      for (let i = 0; i < 3; i++) await addCase(tx, { opened_at: 1 });
    });
    expect(await pages('/api/v1/cases?view=all')).toHaveLength(1);
  });
});

describe('what people do', () => {
  it('answers with the case as it then is, and refuses what makes no sense', async () => {
    const id = await house.store.transaction((tx) => addCase(tx, { opened_at: house.clock.now() }));
    const post = (what: string, body?: object) => house.ask('POST', `/api/v1/cases/${id}/${what}`, body);
    expect((await post('acknowledge', { by: 'Ada' })).body).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: 'Ada',
    });
    expect(await post('acknowledge', { by: 'Bo' })).toMatchObject({
      status: 409,
      body: { code: 'CASE_ALREADY_ACKNOWLEDGED' },
    });
    expect((await post('take', { by: 'Bo' })).body).toMatchObject({ acknowledgedBy: 'Bo' });
    expect((await post('hand-on', { to: 'Ada', by: 'Bo' })).body).toMatchObject({ acknowledgedBy: 'Ada' });
    expect(await post('hand-on', { to: 'Eve' })).toMatchObject({
      status: 400,
      body: { code: 'PERSON_NOT_ON_DUTY', detail: 'name one of: Ada, Bo' },
    });
    expect((await post('give-back')).body).toMatchObject({ state: 'open', acknowledgedBy: null });
    expect(await post('give-back')).toMatchObject({ status: 409, body: { code: 'CASE_NOT_ACKNOWLEDGED' } });
    expect((await house.ask('GET', '/api/v1/people')).body).toEqual({
      items: [{ name: 'Ada' }, { name: 'Bo' }],
    });
    expect((await post('notes', { text: ' looking\n' })).body).toMatchObject({
      timeline: expect.arrayContaining([
        expect.objectContaining({ kind: 'note', actor: 'admin', text: 'looking' }),
      ]),
    });
    expect((await post('resolve', { cause: 'logs', solution: 'rotated' })).body).toMatchObject({
      state: 'resolved',
    });
    expect(await post('resolve')).toMatchObject({ status: 409, body: { code: 'CASE_ALREADY_RESOLVED' } });
    expect((await post('close')).body).toMatchObject({ state: 'closed' });
    expect(await post('notes', { text: 'too late' })).toMatchObject({
      status: 409,
      body: { code: 'CASE_ALREADY_CLOSED' },
    });
  });
});

describe('the description at /openapi.json', () => {
  it('has every route people and programs may use', async () => {
    const { body } = await house.ask('GET', '/openapi.json');
    const { paths } = body as {
      paths: Record<string, Record<string, { summary?: string; security?: unknown }>>;
    };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(described.toSorted()).toEqual(routesOf(house).toSorted());
    const silent = Object.values(paths).flatMap((methods) =>
      Object.values(methods).filter(({ summary }) => !summary),
    );
    expect(silent).toEqual([]);
  });
});

/** Every route but HEAD, as the router itself prints them. */
function routesOf({ app }: HttpHouse): string[] {
  const routes: string[] = [];
  const stack: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const found = /^(?<indent>[│ ├└─]*)(?<path>\S*?)(?: \((?<methods>[A-Z, ]+)\))?$/.exec(line)?.groups;
    if (found === undefined || line.trim() === '') continue;
    const depth = (found['indent'] ?? '').length / 4;
    stack.length = depth;
    stack.push(found['path'] ?? '');
    const path = stack.join('');
    for (const method of (found['methods'] ?? '').split(', ').filter((one) => one !== '' && one !== 'HEAD'))
      routes.push(`${method} ${path}`);
  }
  return routes;
}
