import { join } from 'node:path';
import { createLog } from '@watchcase/runtime';
import { describeWith, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type Postgres } from '../../../test/harness/postgres.ts';
import { openPostgresStore, openSqliteStore, type Store } from '../store/index.ts';
import { createEnrolments, type Enrolments, type NewHost } from './enrolments.ts';

const NOW = Date.UTC(2026, 2, 2);
const MINUTE_MS = 60_000;

function suite(open: () => Promise<Store>): void {
  let store: Store;
  let joined: NewHost[];
  let enrolments: Enrolments;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  function begin(doors: Partial<Parameters<typeof createEnrolments>[1]> = {}): void {
    joined = [];
    enrolments = createEnrolments(store, {
      addCredential: () => Promise.resolve(),
      added: (host) => void joined.push(host),
      ...doors,
    });
  }
  const newToken = async (validMinutes = 10) =>
    (await enrolments.create({ customer: 'Acme Ltd', site: 'main', validMinutes }, NOW)).token;

  it('gives a credential that is the host’s own', async () => {
    begin();
    const reply = await enrolments.redeem(await newToken(), 'DB 1.example.com', NOW);
    expect(reply).toMatchObject({
      customer: 'acme-ltd',
      host: 'db-1-example-com',
      username: 'acme-ltd/db-1-example-com',
    });
    expect(await enrolments.verify(reply.username, reply.password)).toBe(true);
    expect(await enrolments.verify(reply.username, 'wrong')).toBe(false);
    expect(await enrolments.verify('acme-ltd/nobody', reply.password)).toBe(false);
    expect(joined.map(({ name }) => name)).toEqual(['DB 1.example.com']);
  });

  it('refuses a token that is unknown, used or too old', async () => {
    begin();
    const token = await newToken();
    await enrolments.redeem(token, 'once', NOW);
    await expect(enrolments.redeem(token, 'twice', NOW)).rejects.toMatchObject({
      code: 'ENROLMENT_TOKEN_USED',
    });
    await expect(enrolments.redeem('x'.repeat(43), 'x', NOW)).rejects.toMatchObject({
      code: 'ENROLMENT_TOKEN_INVALID',
    });
    const old = await newToken(1);
    await expect(enrolments.redeem(old, 'late', NOW + MINUTE_MS)).rejects.toMatchObject({
      code: 'ENROLMENT_TOKEN_EXPIRED',
    });
  });

  it('lets one of many in who bring the same token at once', async () => {
    begin();
    const token = await newToken();
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => enrolments.redeem(token, 'same', NOW)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = results.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { code: string }).code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(['ENROLMENT_TOKEN_USED']));
    expect(joined).toHaveLength(1);
  });

  it('makes many hosts of one name that join at once different ones', async () => {
    begin();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => newToken()));
    const replies = await Promise.all(tokens.map((token) => enrolments.redeem(token, 'twin', NOW)));
    const names = replies.map(({ host }) => host).toSorted();
    expect(names).toEqual(['twin', 'twin-2', 'twin-3', 'twin-4', 'twin-5', 'twin-6', 'twin-7', 'twin-8']);
  });

  it('leaves the token good when the broker cannot take the credential', async () => {
    begin({ addCredential: () => Promise.reject(new Error('no')) });
    const token = await newToken();
    await expect(enrolments.redeem(token, 'patient', NOW)).rejects.toThrow('no');
    begin();
    expect((await enrolments.redeem(token, 'patient', NOW)).host).toBe('patient');
  });
}

describe('enrolment on SQLite', () => {
  const folder = temporaryFolder();
  afterAll(() => folder[Symbol.dispose]());
  suite(() => openSqliteStore(join(folder.path, 'watchcase.db')));
});

describeWith('postgres', 'enrolment on PostgreSQL', () => {
  let postgres: Postgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());
  suite(() => openPostgresStore({ url: postgres.url, pool: 10 }, createLog('test', 'silent')));
});
