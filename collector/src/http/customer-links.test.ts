import type { CaseDetail } from '@watchcase/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { addHost } from '../../../test/harness/paged-case.ts';
import { signLink } from '../notify/index.ts';

let house: HttpHouse;
let id: number;
let path: string;
beforeEach(async () => {
  house = await buildHttpHouse();
  await addHost(house.store);
  const wanted = { title: 'Orders', severity: 'minor', category: 'software', host: 'acme.db1' };
  id = ((await house.ask('POST', '/api/v1/cases', wanted)).body as CaseDetail).id;
  const made = await house.ask('POST', `/api/v1/cases/${id}/customer-link`, { contact: 'Ms Zhao' });
  path = new URL((made.body as { url: string }).url).pathname;
});
afterEach(() => house.stop());

const ask = async (method: 'GET' | 'POST', url: string) => {
  const { statusCode, body } = await house.app.inject({ method, url });
  return { status: statusCode, body };
};
const kinds = async () => {
  const { body } = await house.ask('GET', `/api/v1/cases/${id}`);
  return (body as CaseDetail).timeline.slice(1).map(({ kind, actor }) => `${kind} ${actor}`);
};
const resolve = () => house.ask('POST', `/api/v1/cases/${id}/resolve`, { solution: 'new driver', by: 'lin' });

describe('a customer’s link', () => {
  it('acts only by POST: fetching shows, whatever a mail scanner fetches', async () => {
    await resolve();
    for (const url of [path, `${path}/confirm`, `${path}/rate-1`]) await ask('GET', url);
    expect(await kinds()).toEqual(['resolved lin']);
    expect((await ask('GET', path)).body).toContain('new driver');
  });

  it('confirms and rates; a second tap changes nothing', async () => {
    await resolve();
    expect((await ask('POST', `${path}/confirm`)).status).toBe(200);
    expect((await ask('POST', `${path}/confirm`)).status).toBe(409);
    const rated = await ask('POST', `${path}/rate-5`);
    expect(rated.body).toContain('5 of 5');
    expect(await kinds()).toEqual(['resolved lin', 'confirmed Ms Zhao', 'rated Ms Zhao']);
  });

  it('says that it is not solved: the case is open again', async () => {
    await resolve();
    expect((await ask('POST', `${path}/dispute`)).status).toBe(200);
    expect(await kinds()).toEqual(['resolved lin', 'reopened Ms Zhao']);
  });

  it('does nothing to what is not resolved', async () => {
    for (const word of ['confirm', 'dispute', 'rate-5'])
      expect((await ask('POST', `${path}/${word}`)).status, word).toBe(409);
    expect(await kinds()).toEqual([]);
  });

  it('is refused cut, made for something else, or too old', async () => {
    expect((await ask('POST', `${path.slice(0, -3)}/confirm`)).status).toBe(404);
    const expiresAt = house.clock.now() + 1000;
    const other = signLink(house.linkSecret, { purpose: 'acknowledge', caseId: id, person: 'x', expiresAt });
    expect((await ask('POST', `/c/${other}/confirm`)).status).toBe(404);
    await house.clock.advance(60 * 86_400_000);
    expect((await ask('GET', path)).status).toBe(410);
  });
});
