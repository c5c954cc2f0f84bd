import { type AddressInfo, connect } from 'node:net';
import { type Attachment, type BackupDrill, type BackupJobDetail, FILE_BYTES } from '@watchcase/api';
import { eventually, ManualClock } from '@watchcase/testkit';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seedJob } from '../../../test/harness/deeds-on-drills.ts';
import { NOW } from '../../../test/harness/flow-house.ts';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';
import { decideExpired } from '../store/decide-expired.ts';
import { deleteExpired } from '../store/delete-expired.ts';
import type { Store } from '../store/index.ts';

const JOB = '/api/v1/backups/jobs/acme.db1/erp';
const DAY = 86_400_000;
const DRILL = {
  startedAt: new Date(NOW - 7_200_000).toISOString(),
  endedAt: new Date(NOW).toISOString(),
  outcome: 'passed',
};
const HTML = Buffer.from('<script>alert(1)</script>');

describeEachStore('evidence of a drill', (newDatabase) => {
  let store: Store;
  let house: HttpHouse;
  let clock: ManualClock;
  beforeEach(async () => {
    store = await (await newDatabase()).open();
    clock = new ManualClock(NOW);
    await seedJob(store);
    house = await buildHttpHouse({ store, clock });
  });
  afterEach(() => house.stop());

  const ask = async (method: 'GET' | 'POST', url: string, payload?: Buffer | object, more: object = {}) => {
    const isFile = Buffer.isBuffer(payload);
    const headers = {
      authorization: `Bearer ${house.adminToken}`,
      ...(isFile ? { 'content-type': 'application/octet-stream' } : {}),
      ...more,
    };
    return house.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
  };
  const send = async (query: string, data: Buffer, more: object = {}) => {
    const answer = await ask('POST', `${JOB}/evidence?${query}`, data, more);
    return { status: answer.statusCode, ...answer.json<Attachment & { code?: string }>() };
  };
  const record = async (files: readonly string[], more: object = {}, headers: object = {}) => {
    const answer = await ask('POST', `${JOB}/drills`, { ...DRILL, files, ...more }, headers);
    return { status: answer.statusCode, ...answer.json<BackupDrill & { code?: string }>() };
  };
  const rows = () => store.db.selectFrom('evidence_files').select(['id', 'drill']).orderBy('id').execute();
  const facts = () => store.db.selectFrom('backup_facts').select('id').execute();

  it('is sent, recorded with the drill and audited, and comes back byte by byte, to be saved, as no page', async () => {
    const sent = await send(`name=${encodeURIComponent('../恢复.html')}`, HTML);
    expect(sent).toMatchObject({ status: 200, name: '恢复.html', type: 'text/plain; charset=utf-8' });
    const drill = await record([sent.id, sent.id]);
    expect(drill).toMatchObject({ status: 201, files: [{ id: sent.id, sizeBytes: HTML.length }] });
    const detail = (await ask('GET', JOB)).json<BackupJobDetail>();
    expect(detail.drills).toMatchObject([
      { id: drill.id, files: [{ name: '恢复.html', visibility: 'internal' }] },
    ]);
    const got = await ask('GET', `${JOB}/drills/${drill.id}/evidence/${sent.id}`);
    expect(got.rawPayload.equals(HTML)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('恢复.html')}`,
      'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    });
    const audit = await store.db.selectFrom('audit').selectAll().where('act', '=', 'drill').execute();
    expect(audit.map(({ subject, actor }) => [subject, actor])).toEqual([['backups/acme.db1/erp', 'admin']]);
    expect(JSON.parse(audit[0]?.after ?? '{}')).toMatchObject({ id: drill.id, files: [{ id: sent.id }] });
  });

  it('is refused by what is wrong with it, and then there is no drill either', async () => {
    const code = async (answer: ReturnType<typeof ask>) => {
      const { statusCode, body } = await answer;
      return `${statusCode} ${(JSON.parse(body) as { code: string }).code}`;
    };
    const url = `${JOB}/evidence?name=a`;
    expect(await code(ask('POST', url, Buffer.alloc(0)))).toBe('400 ATTACHMENT_EMPTY');
    expect(await code(ask('POST', url, Buffer.alloc(FILE_BYTES + 1)))).toMatch(/^413 /);
    for (const type of ['application/json', 'text/html', 'multipart/form-data; boundary=b'])
      expect(await code(ask('POST', url, Buffer.from('{}'), { 'content-type': type }))).toBe(
        '415 ATTACHMENT_NOT_BYTES',
      );
    expect(await code(ask('POST', `${JOB}x/evidence?name=a`, HTML))).toBe('404 BACKUP_JOB_NOT_FOUND');
    const { id } = await send('name=a', HTML);
    const unknown = 'f'.repeat(32);
    expect(await record([id, unknown])).toMatchObject({ status: 404, code: 'ATTACHMENT_NOT_FOUND' });
    expect(await record([])).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    expect([await facts(), await rows()]).toEqual([[], [{ id, drill: null }]]);
    const drill = await record([id]);
    // It is that drill's now, and no other's.
    expect(await record([id])).toMatchObject({ status: 404, code: 'ATTACHMENT_NOT_FOUND' });
    const at = (which: string, file: string) => code(ask('GET', `${JOB}/drills/${which}/evidence/${file}`));
    expect(await at(drill.id, unknown)).toBe('404 ATTACHMENT_NOT_FOUND');
    expect(await at('by-hand-x', id)).toBe('404 DRILL_NOT_FOUND');
  });

  it('is bounded by number and size of a drill', async () => {
    const { id } = await send('name=a', HTML);
    const copy = async (of: number, size: number): Promise<string> => {
      const one = String(of).padStart(32, '0');
      const told = sql`host_id, job, drill, name, type, ${size}, visibility, created_at, data`;
      await store.transaction((tx) =>
        sql`insert into evidence_files select ${one}, ${told} from evidence_files where id = ${id}`.execute(
          tx,
        ),
      );
      return one;
    };
    const many: string[] = [];
    for (let of = 10; of < 31; of++) many.push(await copy(of, 1));
    expect(await record(many)).toMatchObject({ status: 409, code: 'ATTACHMENTS_FULL' });
    // As large as they may be: to send them would take seconds.
    const five: string[] = [];
    for (let of = 40; of < 45; of++) five.push(await copy(of, FILE_BYTES));
    expect(await record([...five, id])).toMatchObject({ status: 409, code: 'ATTACHMENTS_FULL' });
    expect(await record(five)).toMatchObject({ status: 201 });
    await copy(50, 95 * FILE_BYTES);
    expect(await send('name=a', HTML)).toMatchObject({ status: 409, code: 'ATTACHMENTS_FULL' });
  });

  it('asked for again under one key is there once, also twice at a time', async () => {
    const key = { 'idempotency-key': 'one' };
    const ids = await Promise.all([send('name=a', HTML, key), send('name=a', HTML, key)]);
    expect(ids[1]?.id).toBe(ids[0]?.id);
    const id = ids[0]?.id ?? '';
    const drills = await Promise.all([record([id], {}, key), record([id], {}, key)]);
    expect(await record([id], {}, key)).toEqual(drills[0]);
    expect(drills[1]).toEqual(drills[0]);
    // The file was sent once more after the answer was lost.
    expect((await send('name=a', HTML, key)).id).toBe(id);
    const audit = await store.db.selectFrom('audit').select('id').where('act', '=', 'drill').execute();
    expect([(await facts()).length, await rows(), audit.length]).toEqual([
      1,
      [{ id, drill: drills[0]?.id }],
      1,
    ]);
  });

  it('is for the customer where somebody says so, and for no other customer', async () => {
    const files = [
      (await send('name=hidden', HTML)).id,
      (await send('name=shown&visibility=customer', HTML)).id,
    ];
    const { id } = await record(files);
    const by = { actor: 'lin', door: 'api', now: NOW } as const;
    const { accounts, keys } = house.rooms.access;
    const seenBy = async (customer: string) => {
      const wanted = {
        role: 'customer' as const,
        customers: [customer],
        teams: [],
        email: null,
        language: null,
      };
      const { id: accountId } = await accounts.add({ ...wanted, name: customer }, by);
      const { token } = await keys.newToken({ accountId, name: 'x', scope: null, expiresAt: null }, by);
      const as = { authorization: `Bearer ${token}` };
      const page = (await ask('GET', JOB, undefined, as)).json<Partial<BackupJobDetail>>();
      const named = page.drills?.[0]?.files.map(({ name }) => name);
      const get = async (file: string) =>
        (await ask('GET', `${JOB}/drills/${id}/evidence/${file}`, undefined, as)).statusCode;
      const put = await ask('POST', `${JOB}/evidence?name=a`, HTML, as);
      return [named, await get(files[0] ?? ''), await get(files[1] ?? ''), put.statusCode];
    };
    expect(await seenBy('acme')).toEqual([['shown'], 404, 200, 403]);
    expect(await seenBy('other')).toEqual([undefined, 404, 404, 403]);
  });

  it('goes with its drill, and after a day where no drill took it', async () => {
    const kept = await record([(await send('name=a', HTML)).id]);
    const failed = await record([(await send('name=b', HTML)).id], { outcome: 'failed' });
    await send('name=waits', HTML);
    const clean = (now: number) => store.transaction((tx) => deleteExpired(tx, decideExpired(now)));
    expect((await clean(NOW + DAY / 2)).evidence_files).toBe(0);
    expect((await clean(NOW + 2 * DAY)).evidence_files).toBe(1);
    clock.set(NOW + 300 * DAY);
    await record([(await send('name=c', HTML)).id], { endedAt: new Date(NOW + 300 * DAY).toISOString() });
    // The last of each outcome stays, however old it is: so does what proves it.
    expect((await clean(NOW + 500 * DAY)).evidence_files).toBe(1);
    const drills = (await rows()).map(({ drill }) => drill);
    expect(drills).not.toContain(kept.id);
    expect(drills).toContain(failed.id);
  });
});

it('a file that is cut off on its way is none', async () => {
  const house = await buildHttpHouse();
  await seedJob(house.store);
  await house.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = house.app.server.address() as AddressInfo;
  const head = (length: string) =>
    `POST ${JOB}/evidence?name=a HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${house.adminToken}\r\ncontent-type: application/octet-stream\r\n${length}\r\n\r\n`;
  for (const text of [
    `${head('content-length: 100')}half`,
    `${head('transfer-encoding: chunked')}4\r\nhalf\r\n`,
  ]) {
    const seen = house.logged.length;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(text, () => setImmediate(() => socket.resetAndDestroy()));
    await eventually(() => house.logged.slice(seen).some((line) => line.includes('REQUEST_ABORTED')));
  }
  const left = await house.store.db.selectFrom('evidence_files').select('id').execute();
  await house.stop();
  expect(left).toEqual([]);
});
