import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@watchcase/api';
import { createProvider, providerSchema } from '@watchcase/collector/access/index.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../harness/http-rooms.ts';
import { type Caller, fillAccessHouse } from '../harness/access-house.ts';
import { repositoryRoot } from '../house/tree.ts';

type Right = 'open' | 'token' | 'yes' | 'own' | 'all' | 'no';
interface Row {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  path: string;
  rights: Record<Role, Right>;
}

const text = readFileSync(join(repositoryRoot, 'docs/access.md'), 'utf8');
const rows = parseTable(text.slice(text.indexOf('## Who may call what')));

/** The table's rows; a head that names every role comes first. */
function parseTable(section: string): Row[] {
  const [head = [], , ...lines] = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  const roles = head.slice(1) as Role[];
  return lines.map(([address = '', ...cells]) => {
    const [method, path = ''] = address.split(' ');
    const rights = Object.fromEntries(roles.map((role, at) => [role, cells[at]])) as Row['rights'];
    return { method: method as Row['method'], path, rights };
  });
}

describe('docs/access.md', () => {
  let house: HttpHouse;
  let who: Record<string, Caller>;
  beforeAll(async () => {
    const provider = providerSchema.parse({ issuer: 'http://127.0.0.1:9', clientId: 'watchcase' });
    house = await buildHttpHouse({ provider: createProvider(provider) });
    await house.app.listen({ port: 0, host: '127.0.0.1' });
    who = await fillAccessHouse(house);
  });
  afterAll(() => house.stop());

  it('has a row for every address of the API, and no other', async () => {
    const answer = await house.app.inject('/openapi.json');
    const { paths } = answer.json<{ paths: Record<string, Record<string, unknown>> }>();
    const known = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods)
        .filter((method) => method !== 'head')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(rows.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(known.toSorted());
    expect(rows.length).toBeGreaterThan(40);
  });

  it('says one of six things of every role', () => {
    const said = new Set(rows.flatMap(({ rights }) => Object.values(rights)));
    expect([...said].toSorted()).toEqual(['all', 'no', 'open', 'own', 'token', 'yes']);
  });

  it.each<[string, Row]>(rows.map((row) => [`${row.method} ${row.path}`, row]))('%s', async (_name, row) => {
    for (const [name, caller] of Object.entries(who)) {
      const right = row.rights[caller.role];
      for (const of of ['own', 'foreign'] as const) {
        const status = await call(row, caller, of);
        const where = `${name}, ${of}: ${status}`;
        if (right === 'open') expect([401, 403], where).not.toContain(status);
        else if (right === 'token') expect(status, where).toBe(401);
        else if (right === 'no' || (right === 'all' && caller.customers !== null))
          expect(status, where).toBe(403);
        else if (of === 'foreign' && caller.customers !== null && isAboutOne(row.path)) {
          expect(status, where).toBe(404);
        } else expect([401, 403, 500], where).not.toContain(status);
      }
    }
    if (Object.values(row.rights).includes('open')) return;
    const nobody = await house.app.inject({ method: row.method, url: urlOf(row.path, 'own') });
    expect(nobody.statusCode, 'nobody').toBe(401);
  });

  async function call(row: Row, caller: Caller, of: 'own' | 'foreign'): Promise<number> {
    if (row.path === '/api/v1/live') return askLive(caller);
    const answer = await house.app.inject({
      method: row.method,
      url: urlOf(row.path, of),
      headers: { authorization: `Bearer ${caller.token}` },
    });
    if (row.method === 'GET' && caller.customers !== null && answer.statusCode === 200 && !isOpen(row))
      expect(answer.body, `${row.path} shows what is foreign to ${caller.role}`).not.toMatch(/globex/i);
    return answer.statusCode;
  }

  /** Its stream never ends, so only whether it begins is looked at. */
  async function askLive(caller: Caller): Promise<number> {
    const url = house.app.listeningOrigin;
    const ending = new AbortController();
    const headers = { authorization: `Bearer ${caller.token}` };
    const answer = await fetch(`${url}/api/v1/live`, { headers, signal: ending.signal });
    ending.abort();
    return answer.status;
  }
});

function isOpen({ rights }: Row): boolean {
  return Object.values(rights).includes('open');
}

/** What is about one host, case or customer, named in its address. */
function isAboutOne(path: string): boolean {
  return /^\/api\/v1\/(?:hosts|cases|customers|follow-ups|backups\/jobs)\/\{/.test(path);
}

const parameters = {
  own: { id: 'acme.db1', caseId: '1', customer: 'acme' },
  foreign: { id: 'globex.db1', caseId: '2', customer: 'globex' },
};

function urlOf(path: string, of: 'own' | 'foreign'): string {
  const { id, caseId, customer } = parameters[of];
  const value = /^\/api\/v1\/(?:cases|follow-ups)/.test(path)
    ? caseId
    : path.startsWith('/api/v1/customers')
      ? customer
      : id;
  const query = path.endsWith('/series') ? '?series=cpu.usage_idle' : '';
  return (
    path
      .replace('{id}', value)
      .replace('{site}', 'main')
      .replace('{token}', 'nothing')
      .replace('{kind}', 'teams') + query
  );
}
