import { readySchema } from '@watchcase/api';
import { eventually } from '@watchcase/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Collector,
  type Mosquitto,
  startCollector,
  startMosquitto,
  startWebhook,
  type Webhook,
} from '../harness/index.ts';

const pings = ({ received }: Webhook) => received.map(({ path, body }) => `${path.slice(1)} ${body}`);

async function watchOf({ url }: Collector) {
  const response = await fetch(`${url}/readyz`);
  return readySchema.parse(await response.json()).watch;
}

async function metricsOf({ url }: Collector): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

describe.each(['embedded', 'external'] as const)('a synthetic alert by the %s broker', (kind) => {
  let mosquitto: Mosquitto | undefined;
  let collector: Collector;
  let healthchecks: Webhook;
  beforeAll(async () => {
    healthchecks = await startWebhook();
    healthchecks.answerWith(() => ({ status: 200, body: 'OK' }));
    if (kind === 'external') mosquitto = await startMosquitto({ verbose: false });
    const broker =
      mosquitto === undefined
        ? {}
        : { broker: { url: mosquitto.url, username: mosquitto.username, password: mosquitto.password } };
    const url = healthchecks.url.replace('/page', '/check');
    collector = await startCollector({
      config: { ...broker, watch: { every: '1s', heartbeat: { url, style: 'healthchecks' } } },
    });
  });
  afterAll(async () => {
    await collector.stop();
    await healthchecks.stop();
    await mosquitto?.stop();
  });

  it('arrives, is measured, and only then the heartbeat goes out', async () => {
    await eventually(() => pings(healthchecks).length >= 4);
    const told = pings(healthchecks).slice(0, 4);
    expect(told.map((text) => text.replace(/\d+ ms/, 'N ms'))).toEqual([
      'check/start ',
      "check a synthetic alert took N ms to its page; each open case is in somebody's hands",
      'check/start ',
      "check a synthetic alert took N ms to its page; each open case is in somebody's hands",
    ]);
    const { faults, syntheticAlert, heartbeat } = await watchOf(collector);
    expect(faults).toEqual([]);
    expect(syntheticAlert?.seconds).toBeGreaterThan(0);
    expect(syntheticAlert?.seconds).toBeLessThan(10);
    expect(heartbeat?.at).not.toBeNull();
    const metrics = await metricsOf(collector);
    expect(metrics).toMatch(/^watchcase_synthetic_alert_seconds 0\.\d+$/m);
    expect(metrics).toMatch(/^watchcase_synthetic_alerts_lost_total 0$/m);
    expect(metrics).toMatch(/^watchcase_heartbeats_missed_total 0$/m);
  });

  it('leaves nothing behind and takes no number: the first case of a customer is C-1', async () => {
    const watchcaseItself = /watchcase-itself|synthetic/;
    for (const path of [
      '/cases?view=all',
      '/cases',
      '/hosts',
      '/hosts?retired=true',
      '/alerts',
      '/rules',
      '/directory/customers',
      '/overview?zone=UTC',
      '/audit',
    ]) {
      const answer = JSON.stringify(await collector.api(`/api/v1${path}`));
      expect(answer, path).not.toMatch(watchcaseItself);
    }
    await collector.newToken({ customer: 'acme', site: 'main' });
    const made = await collector.api<{ id: number }>('/api/v1/cases', {
      method: 'POST',
      body: { customer: 'acme', title: 'It does not print', severity: 'minor', category: 'hardware' },
    });
    expect(made.id).toBe(1);
  });

  it('that the other side does not take is a missed heartbeat on /readyz, which is ready all the same', async () => {
    healthchecks.answerWith(() => ({ status: 200, body: 'OK (not found)' }));
    const faults = await eventually(async () => {
      const found = (await watchOf(collector)).faults;
      return found.length > 0 && found;
    });
    expect(faults).toMatchObject([{ part: 'heartbeat', because: 'missed' }]);
    expect((await fetch(`${collector.url}/readyz`)).status).toBe(200);
    expect(await metricsOf(collector)).toMatch(/^watchcase_heartbeats_missed_total [1-9]/m);
    healthchecks.answerWith(() => ({ status: 200, body: 'OK' }));
    await eventually(async () => (await watchOf(collector)).faults.length === 0);
  });
});
