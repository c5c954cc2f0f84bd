import { createdPingAddressSchema, pingAddressListSchema } from '@watchcase/api';
import { ManualClock } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { buildHttpHouse, type HttpHouse } from '../../../test/harness/http-rooms.ts';
import { seed } from '../../../test/harness/flow-house.ts';
import { describeEachStore } from '../../../test/harness/stores.ts';

const NOW = Date.parse('2026-02-02T12:00:00Z');
const RID = '1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9';

const codeOf = (body: string) => (JSON.parse(body) as { code: string }).code;

describeEachStore('pings', (newDatabase) => {
  let house: HttpHouse;
  let clock: ManualClock;
  let job: string;
  let key: string;
  beforeEach(async () => {
    const store = await (await newDatabase()).open();
    await seed(store);
    clock = new ManualClock();
    clock.set(NOW);
    house = await buildHttpHouse({ store, clock });
    job = await made({ job: 'nightly erp' });
    key = await made({});
  });
  afterEach(() => house.stop());

  async function made(body: object): Promise<string> {
    const { status, body: answer } = await house.ask('POST', '/api/v1/hosts/acme.db1/pings', body);
    expect(status).toBe(201);
    return new URL(createdPingAddressSchema.parse(answer).url).pathname;
  }

  async function ping(path: string, method: 'GET' | 'HEAD' | 'POST' = 'GET', payload?: string | Buffer) {
    clock.set(clock.now() + 1000);
    const { statusCode, body } = await house.app.inject({
      method,
      url: path,
      ...(payload === undefined ? {} : { payload }),
    });
    return statusCode < 400 ? ([statusCode, body] as const) : ([statusCode, codeOf(body)] as const);
  }

  const rows = () => house.store.db.selectFrom('backup_jobs').selectAll().orderBy('job').execute();
  const openRuns = async () =>
    (
      await house.store.db.selectFrom('backup_runs').select('run').where('ended_at', 'is', null).execute()
    ).map(({ run }) => run);

  it('are facts of their job, as clients of Healthchecks send them', async () => {
    expect(await ping(`${job}/start`)).toEqual([200, 'OK']);
    expect(await openRuns()).toEqual(['ping']);
    expect(await ping(job, 'POST', 'all went well\n')).toEqual([200, 'OK']);
    expect(await openRuns()).toEqual([]);
    const success = clock.now();
    expect(await rows()).toMatchObject([
      {
        job: 'nightly erp',
        ok: 1,
        last_start: success - 1000,
        last_end: success,
        last_success: success,
        duration_seconds: 1,
        output: 'all went well\n',
      },
    ]);
    expect(await ping(`${job}/fail`, 'HEAD')).toEqual([200, '']);
    expect(await rows()).toMatchObject([
      { ok: 0, exit_code: null, last_end: success + 1000, last_success: success },
    ]);
    expect(await ping(`${job}/0`)).toEqual([200, 'OK']);
    expect(await rows()).toMatchObject([{ ok: 1, exit_code: 0 }]);
    expect(await ping(`${job}/255`)).toEqual([200, 'OK']);
    expect(await rows()).toMatchObject([{ ok: 0, exit_code: 255 }]);
    const ended = clock.now();
    expect(await ping(`${job}/log`, 'POST', 'half way')).toEqual([200, 'OK']);
    expect(await rows()).toMatchObject([{ ok: 0, last_end: ended }]);
    const list = pingAddressListSchema.parse((await house.ask('GET', '/api/v1/hosts/acme.db1/pings')).body);
    expect(list.items.find((one) => one.job !== null)).toMatchObject({
      lastWord: 'log',
      lastText: 'half way',
    });
    expect(JSON.stringify(list)).not.toContain(job.slice('/ping/'.length));
  });

  it('pair their runs by number', async () => {
    await ping(`${job}/start?rid=${RID}`);
    await ping(`${job}/start`);
    expect((await openRuns()).toSorted()).toEqual([RID, 'ping'].toSorted());
    await ping(`${job}?rid=${RID.toUpperCase()}`);
    expect(await openRuns()).toEqual(['ping']);
  });

  it('are of a job by its name where the address is a host’s', async () => {
    expect(await ping(`${key}/unknown`)).toEqual([404, 'PING_JOB_UNKNOWN']);
    expect(await ping(`${key}/nightly-erp/start`)).toEqual([200, 'OK']);
    expect(await ping(`${key}/new_one?create=1`)).toEqual([201, 'Created']);
    expect(await ping(`${key}/new_one/3`)).toEqual([200, 'OK']);
    expect((await rows()).map(({ job, ok }) => [job, ok])).toEqual([
      ['new_one', 0],
      ['nightly erp', null],
    ]);
    await made({ job: 'Nightly ERP' });
    expect(await ping(`${key}/nightly-erp`)).toEqual([409, 'PING_JOB_AMBIGUOUS']);
  });

  it.each([
    ['/256', 400, 'PING_INVALID'],
    ['/succeeded', 400, 'PING_INVALID'],
    ['/start/more', 400, 'PING_INVALID'],
    ['?rid=7', 400, 'PING_INVALID'],
  ])('are refused where they cannot be read: %s', async (behind, status, text) => {
    expect(await ping(`${job}${behind}`)).toEqual([status, text]);
    expect(await rows()).toEqual([]);
  });

  it('come to nobody at an address that was never made, was changed or ended, or is of a host out of service', async () => {
    expect(await ping('/ping/00000000-0000-4000-8000-000000000000')).toEqual([404, 'PING_ADDRESS_NOT_FOUND']);
    const { items } = pingAddressListSchema.parse(
      (await house.ask('GET', '/api/v1/hosts/acme.db1/pings')).body,
    );
    const id = items.find((one) => one.job !== null)?.id ?? '';
    const { body } = await house.ask('POST', `/api/v1/hosts/acme.db1/pings/${id}/rotate`);
    const { url, id: next } = createdPingAddressSchema.parse(body);
    expect(await ping(job)).toEqual([404, 'PING_ADDRESS_NOT_FOUND']);
    expect(await ping(new URL(url).pathname)).toEqual([200, 'OK']);
    expect((await house.ask('POST', `/api/v1/hosts/acme.db1/pings/${next}/end`)).status).toBe(204);
    expect(await ping(new URL(url).pathname)).toEqual([404, 'PING_ADDRESS_NOT_FOUND']);
    expect((await house.ask('POST', `/api/v1/hosts/acme.db1/pings/${next}/end`)).body).toMatchObject({
      code: 'PING_ADDRESS_NOT_FOUND',
    });
    await house.store.transaction((tx) =>
      tx.updateTable('hosts').set({ retired_at: 1 }).where('id', '=', 'acme.db1').execute(),
    );
    expect(await ping(`${key}/nightly-erp`)).toEqual([404, 'PING_ADDRESS_NOT_FOUND']);
  });

  it('keep the last of what was printed, however long, and no more than sixty in a minute', async () => {
    expect(await ping(job, 'POST', Buffer.from(`${'界'.repeat(900_000)}the end`))).toEqual([200, 'OK']);
    const [row] = await rows();
    expect([row?.output.length, row?.output.slice(-7)]).toEqual([4000, 'the end']);
    clock.set(Math.ceil(clock.now() / 60_000) * 60_000);
    const url = `${job}/start`;
    const answers: number[] = [];
    for (let i = 0; i < 61; i++) answers.push((await house.app.inject({ method: 'GET', url })).statusCode);
    expect(answers.filter((status) => status === 429)).toHaveLength(1);
    clock.set(clock.now() + 60_000);
    expect(await ping(url)).toEqual([200, 'OK']);
  });

  it('do not stand in the way of what an agent says later of the same job', async () => {
    await ping(job);
    const [row] = await rows();
    expect([row?.end_epoch, row?.success_seq]).toEqual([null, null]);
  });
});
