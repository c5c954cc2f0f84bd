import { caseDetailSchema, caseListSchema } from '@watchcase/api';
import { SHARDS } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../harness/index.ts';
import { enrol } from './house.ts';
import { playedLayout } from './played-hosts.ts';
import { startRawAgent } from './raw-agent.ts';
import { movedTo, runScaleOut } from './run-scale-out.ts';
import { type SharedHouse, startSharedHouse } from './shared-house.ts';

const STOPPED = [0, 40, 0, 1];
const needs = ['mosquitto', 'postgres', 'victoria-metrics'] as const;

describeWith([...needs], 'two collectors', () => {
  let house: SharedHouse;
  beforeEach(async () => {
    house = await startSharedHouse();
  }, 60_000);
  afterEach(() => house.stop(), 60_000);

  it('lose and double nothing when one is killed, started again, stopped, and goes on', async () => {
    const { faults, movedMs, cases, readings } = await runScaleOut(house);
    expect(faults).toEqual([]);
    expect(Math.max(...movedMs)).toBeLessThan(10_000);
    expect(cases).toBeGreaterThan(5);
    expect(readings).toBeGreaterThan(500);
  }, 400_000);

  it('take a person’s act at either, and tell the same of it', async () => {
    const collectors = [await house.add(), await house.add()];
    await movedTo(house, [SHARDS / 2, SHARDS / 2]);
    const [here, there] = collectors as [(typeof collectors)[0], (typeof collectors)[0]];
    const { credential, mqttUrl } = await enrol(here, 'db1', 'acme');
    const agent = startRawAgent(credential, mqttUrl, playedLayout);
    try {
      agent.read(systemClock.now(), STOPPED);
      const list = async () => caseListSchema.parse(await there.api('/api/v1/cases?view=all')).items;
      const id = await eventually(async () => (await list())[0]?.id, { timeoutMs: 10_000 });
      const act = (at: typeof here, what: string, body: unknown = {}) =>
        at.api(`/api/v1/cases/${id}/${what}`, { method: 'POST', body });
      await act(here, 'notes', { text: 'from here' });
      await act(there, 'notes', { text: 'from there' });
      await act(here, 'acknowledge');
      await act(there, 'resolve', { cause: 'c', solution: 's' });
      for (const at of collectors) await expect(act(at, 'resolve')).rejects.toThrow('CASE_ALREADY_RESOLVED');
      const { timeline } = caseDetailSchema.parse(await here.api(`/api/v1/cases/${id}`));
      expect(timeline.filter((line) => line.kind === 'note').map((line) => line.text)).toEqual([
        'from here',
        'from there',
      ]);
      expect(timeline.filter((line) => line.kind === 'resolved')).toHaveLength(1);
      expect(await house.store.db.selectFrom('errands').selectAll().execute()).toEqual([]);
    } finally {
      await agent.stop();
    }
  }, 90_000);
});
