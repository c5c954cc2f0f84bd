import { afterEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import {
  describeWith,
  startCollector,
  startInfluxDb,
  startMosquitto,
  startPostgres,
  startVictoriaMetrics,
  startWebhook,
} from './index.ts';

const parts: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const part of parts.splice(0).toReversed()) await part.stop();
});

function kept<T extends { stop(): Promise<void> }>(part: T): T {
  parts.push(part);
  return part;
}

describeWith('postgres', 'PostgreSQL', () => {
  it('keeps what was committed when it is killed', async () => {
    const postgres = kept(await startPostgres());
    await onDatabase(postgres.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
    await postgres.kill();
    await postgres.restart();
    expect(await onDatabase(postgres.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    const other = await postgres.newDatabase();
    await expect(onDatabase(other, 'SELECT n FROM kept')).rejects.toThrow(/does not exist/);
  });
});

async function onDatabase(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describeWith('mosquitto', 'Mosquitto', () => {
  it('starts again on the same port', async () => {
    const mosquitto = kept(await startMosquitto());
    await mosquitto.kill();
    await mosquitto.restart();
    expect(mosquitto.output()).toContain('running');
  });
});

describeWith('victoria-metrics', 'VictoriaMetrics', () => {
  it('takes line protocol at the door of InfluxDB 2', async () => {
    const victoria = kept(await startVictoriaMetrics());
    const body = `mem,host=db1 used=42 ${Date.UTC(2026, 2, 2)}`;
    const response = await fetch(`${victoria.url}/api/v2/write?precision=ms`, { method: 'POST', body });
    expect(response.status).toBe(204);
    const [series] = await victoria.exported('{host="db1"}');
    expect(series?.metric).toEqual({ __name__: 'mem_used', host: 'db1' });
    expect([series?.values, series?.timestamps]).toEqual([[42], [Date.UTC(2026, 2, 2)]]);
  });
});

describeWith('influxdb', 'InfluxDB 1.6', () => {
  it('takes line protocol at its own door', async () => {
    const influx = kept(await startInfluxDb());
    const body = `mem,host=db1 used=42 ${Date.UTC(2026, 2, 2)}`;
    const response = await fetch(`${influx.url}/write?db=watchcase&precision=ms`, { method: 'POST', body });
    expect(response.status).toBe(204);
    expect(await influx.query('SELECT used, host FROM mem')).toEqual([
      { time: Date.UTC(2026, 2, 2), used: 42, host: 'db1' },
    ]);
  });
});

describe('webhook receiver', () => {
  it('records what it gets and answers as told', async () => {
    const webhook = kept(await startWebhook());
    webhook.answerWith(() => ({ status: 503, headers: { 'retry-after': '7' } }));
    const response = await fetch(webhook.url, { method: 'POST', body: 'hello' });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7']);
    expect(webhook.received.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/page', 'hello'],
    ]);
  });
});

describe('collector', () => {
  it('answers its API, and again after kill -9', async () => {
    const collector = kept(await startCollector());
    expect(await collector.api('/api/v1/hosts')).toEqual({ items: [], next: null });
    await collector.kill();
    await collector.restart();
    expect(await collector.newToken()).toMatch(/.{16,}/);
    expect(await collector.end()).toBe(0);
  });
});
