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
    (await enrolments.create({ customer: { name: 'Acme Ltd' }, site: { name: 'main' }, validMinutes }, NOW))
      .token;

  it('gives a credential that is the host’s own', async () => {
    begin();
    const reply = await enrolments.redeem({ token: await newToken(), name: 'DB 1.example.com' }, NOW);
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
    await enrolments.redeem({ token, name: 'once' }, NOW);
    await expect(enrolments.redeem({ token, name: 'twice' }, NOW)).rejects.toMatchObject({
      code: 'ENROLMENT_TOKEN_USED',
    });
    await expect(enrolments.redeem({ token: 'x'.repeat(43), name: 'x' }, NOW)).rejects.toMatchObject({
      code: 'ENROLMENT_TOKEN_INVALID',
    });
    const old = await newToken(1);
    await expect(enrolments.redeem({ token: old, name: 'late' }, NOW + MINUTE_MS)).rejects.toMatchObject({
      code: 'ENROLMENT_TOKEN_EXPIRED',
    });
  });

  it('lets one of many in who bring the same token at once', async () => {
    begin();
    const token = await newToken();
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => enrolments.redeem({ token, name: 'same' }, NOW)),
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
    const replies = await Promise.all(tokens.map((token) => enrolments.redeem({ token, name: 'twin' }, NOW)));
    const names = replies.map(({ host }) => host).toSorted();
    expect(names).toEqual(['twin', 'twin-2', 'twin-3', 'twin-4', 'twin-5', 'twin-6', 'twin-7', 'twin-8']);
  });

  it('does not take a password for good that was looked up before it was taken away', async () => {
    begin();
    const { username, password } = await enrolments.redeem({ token: await newToken(), name: 'raced' }, NOW);
    const before = enrolments.verify(username, password);
    enrolments.forget(username);
    await before;
    const revoked = { revoked_at: NOW };
    await store.transaction((tx) =>
      tx.updateTable('credentials').set(revoked).where('username', '=', username).execute(),
    );
    expect(await enrolments.verify(username, password)).toBe(false);
  });

  it('gives the attempt that used a token a credential again: its answer was lost', async () => {
    begin();
    const token = await newToken();
    const attempt = 'a'.repeat(24);
    const first = await enrolments.redeem({ token, name: 'lost', attempt }, NOW);
    const again = await enrolments.redeem({ token, name: 'lost', attempt }, NOW + 1);
    expect(again).toMatchObject({ host: first.host, username: first.username });
    expect(await enrolments.verify(again.username, again.password)).toBe(true);
    expect(await enrolments.verify(first.username, first.password)).toBe(false);
    for (const other of [{}, { attempt: 'b'.repeat(24) }])
      await expect(enrolments.redeem({ token, name: 'lost', ...other }, NOW)).rejects.toMatchObject({
        code: 'ENROLMENT_TOKEN_USED',
      });
  });

  it('takes the id that was asked for, or leaves the token good', async () => {
    begin();
    const redeem = async (token: string, id?: string) =>
      (await enrolments.redeem({ token, name: '数据库一号', ...(id === undefined ? {} : { id }) }, NOW)).host;
    expect(await redeem(await newToken(), 'db-one')).toBe('db-one');
    const token = await newToken();
    await expect(redeem(token, 'db-one')).rejects.toMatchObject({ code: 'ID_TAKEN' });
    const made = await redeem(token);
    expect(made).toMatch(/^host-[0-9a-f]{8}$/);
    expect(await redeem(await newToken())).toBe(`${made}-2`);
  });

  it('tells more than 32 at once to come again', async () => {
    let open = (): void => undefined;
    const door = new Promise<void>((resolve) => (open = resolve));
    begin({ addCredential: () => door });
    const tokens = await Promise.all(Array.from({ length: 33 }, () => newToken()));
    const all = Promise.allSettled(
      tokens.map((token, index) => enrolments.redeem({ token, name: `crowd-${index}` }, NOW)),
    );
    open();
    const refused = (await all).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused).toMatchObject([{ code: 'ENROLMENT_BUSY' }]);
    expect((await enrolments.redeem({ token: tokens[32] ?? '', name: 'late' }, NOW)).host).toBe('late');
  });

  it('leaves the token good when the broker cannot take the credential', async () => {
    begin({ addCredential: () => Promise.reject(new Error('no')) });
    const token = await newToken();
    await expect(enrolments.redeem({ token, name: 'patient' }, NOW)).rejects.toThrow('no');
    begin();
    expect((await enrolments.redeem({ token, name: 'patient' }, NOW)).host).toBe('patient');
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
