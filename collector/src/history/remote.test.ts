import { join } from 'node:path';
import { type Layout, layoutId } from '@watchcase/protocol';
import { createLog, systemClock } from '@watchcase/runtime';
import { describeWith, eventually, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startInfluxDb } from '../../../test/harness/influxdb.ts';
import { startVictoriaMetrics, type VictoriaMetrics } from '../../../test/harness/victoria-metrics.ts';
import { startWebhook } from '../../../test/harness/webhook.ts';
import type { Observation } from '../model/index.ts';
import { type History, historyConfigSchema, openHistory } from './index.ts';

const T0 = Date.UTC(2026, 2, 2, 8);
const content: Omit<Layout, 'id'> = {
  stream: '1s',
  intervalMs: 1000,
  groups: [{ measurement: 'system', tags: { rack: 'a b,c=d' }, fields: [['load1', 'none']] }],
};
const layout: Layout = { ...content, id: layoutId(content) };

let folder: ReturnType<typeof temporaryFolder>;
let history: History | undefined;
let seq: number;

beforeEach(() => {
  folder = temporaryFolder();
  seq = 0;
});

afterEach(async () => {
  await history?.close();
  history = undefined;
  folder[Symbol.dispose]();
});

function open(remote: Record<string, unknown>): History {
  return openHistory(join(folder.path, 'history.db'), historyConfigSchema.parse({ remote }), {
    tagsOf: () => ({ customer: 'acme', site: 'main', host: 'db1' }),
    clock: systemClock,
    log: createLog('test', 'silent'),
  });
}

/** Readings one second apart; the value is the sequence number. */
function readings(count: number): Observation[] {
  return Array.from({ length: count }, () => {
    seq++;
    const time = T0 + seq * 1000;
    return {
      hostId: 'acme.db1',
      hostName: 'db1',
      epoch: 1,
      seq,
      layout,
      time,
      arrivedAt: time,
      late: false,
      values: [seq],
    };
  });
}

/** Adds and writes. */
function append(observations: readonly Observation[]): void {
  for (const one of observations) history?.add(one);
  history?.write(['acme.db1']);
  history?.confirm();
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
const waiting = () => history?.remoteStats()?.queuedBlocks;

describeWith('victoria-metrics', 'VictoriaMetrics', () => {
  let victoria: VictoriaMetrics;
  beforeEach(async () => {
    victoria = await startVictoriaMetrics();
    history = open({ url: victoria.url });
    append(readings(100));
    await eventually(() => waiting() === 0);
    await victoria.kill();
  });
  afterEach(() => victoria.stop());

  it('gets every reading although it is killed and comes back', async () => {
    for (let i = 0; i < 10; i++) append(readings(10));
    await eventually(() => history?.remoteStats()?.lastError !== null);
    expect(waiting()).toBeGreaterThan(0);
    await victoria.restart();
    await eventually(() => waiting() === 0, { timeoutMs: 20_000 });
    const stored = await eventually(async () => {
      const series = (await victoria.exported('{host="db1"}'))[0];
      const values = [...new Set(series?.values)].toSorted((a, b) => a - b);
      return values.length >= 200 ? { metric: series?.metric, values } : undefined;
    });
    expect(stored.values).toEqual(upTo(200));
    expect(stored.metric).toEqual({
      __name__: 'system_load1',
      customer: 'acme',
      site: 'main',
      host: 'db1',
      rack: 'a b,c=d',
    });
    expect(history?.remoteStats()?.dropped).toBe(0);
  });

  it('that is killed and back before anybody asks gets what it had in memory once more', async () => {
    await victoria.restart();
    append(readings(1));
    await eventually(() => waiting() === 0);
    expect(history?.remoteStats()?.lastError).toBeNull();
    await eventually(async () => {
      const series = (await victoria.exported('{host="db1"}'))[0];
      expect([...new Set(series?.values)].toSorted((a, b) => a - b)).toEqual(upTo(101));
      return true;
    });
  });
});

describeWith('influxdb', 'InfluxDB 1.6', () => {
  it('gets every reading once by its own door, a restart of ours in between', async () => {
    const influx = await startInfluxDb();
    try {
      const remote = { url: influx.url, api: 'v1' };
      history = open(remote);
      append(readings(50));
      await eventually(() => waiting() === 0);
      await history.close();
      await influx.kill();
      history = open(remote);
      append(readings(50));
      await history.close();
      await influx.restart();
      history = open(remote);
      await eventually(() => waiting() === 0);
      const rows = await influx.query('SELECT load1 FROM system');
      expect(rows.map(({ load1 }) => load1)).toEqual(upTo(100));
    } finally {
      await influx.stop();
    }
  });
});

describe('a database that', () => {
  it('refuses one reading gets all others', async () => {
    const server = await startWebhook();
    server.answerWith(({ body }) => ({ status: /load1=13 /.test(body) ? 400 : 204 }));
    history = open({ url: server.url.replace('/page', '') });
    append(readings(40));
    await eventually(() => waiting() === 0);
    const taken = server.received
      .filter(({ body }) => !/load1=13 /.test(body))
      .flatMap(({ body }) => [...body.matchAll(/load1=(\d+) /g)].map(([, value]) => Number(value)));
    expect(new Set(taken)).toEqual(new Set(upTo(40).filter((value) => value !== 13)));
    expect(history.remoteStats()).toMatchObject({ dropped: 1, writtenLines: 39 });
    await server.stop();
  });

  it('never answers does not hold up the end', async () => {
    const server = await startWebhook();
    server.answerWith(() => 'hang');
    history = open({ url: server.url.replace('/page', '') });
    append(readings(1));
    await eventually(() => server.received.length === 1);
    const before = systemClock.monotonic();
    await history.close();
    history = undefined;
    expect(systemClock.monotonic() - before).toBeLessThan(2500);
    await server.stop();
  });

  it.each([401, 403, 404, 429, 500, 503])('answers %i is asked again, nothing is dropped', async (status) => {
    const server = await startWebhook();
    server.answerWith(() => ({ status: server.received.length < 2 ? status : 204 }));
    history = open({ url: server.url.replace('/page', ''), token: 'secret' });
    append(readings(1));
    await eventually(() => waiting() === 0);
    expect(history.remoteStats()).toMatchObject({ dropped: 0, writtenLines: 1, lastError: null });
    // As InfluxDB 2 and 3 document it.
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      path: '/api/v2/write?org=watchcase&bucket=watchcase&precision=ms',
      headers: { authorization: 'Token secret' },
    });
    await server.stop();
  });

  it('is away for long costs the oldest readings beyond the cap, and only there', async () => {
    const server = await startWebhook();
    server.answerWith(() => ({ status: 503 }));
    history = open({ url: server.url.replace('/page', ''), queueMiB: 1 });
    const wide: Layout['groups'] = [
      {
        measurement: 'wide',
        tags: {},
        fields: Array.from({ length: 400 }, (_, i) => [`field_number_${i}`, 'none']),
      },
    ];
    const wideLayout = { ...content, groups: wide };
    const layoutOfWide = { ...wideLayout, id: layoutId(wideLayout) };
    for (let i = 0; i < 10; i++) {
      const wideReadings = readings(60).map((one) => ({
        ...one,
        layout: layoutOfWide,
        values: Array.from({ length: 400 }, (_, k) => Math.sqrt(one.seq * 400 + k)),
      }));
      append(wideReadings);
    }
    await eventually(() => (history?.remoteStats()?.dropped ?? 0) > 0);
    expect(history.remoteStats()?.queuedBytes).toBeLessThanOrEqual(2 ** 20);
    expect(history.recent('acme.db1', ['wide.field_number_0'], 0)[0]?.values).toHaveLength(600);
    await server.stop();
  });
});
