import { caseDetailSchema, caseListSchema } from '@watchcase/api';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHARDS } from '@watchcase/protocol';
import { systemClock } from '@watchcase/runtime';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../harness/index.ts';
import { enrol } from './house.ts';
import { playedLayout } from './played-hosts.ts';
import { startRawAgent } from './raw-agent.ts';
import { movedTo, runScaleOut } from './run-scale-out.ts';
import { type SharedHouse, startSharedHouse } from './shared-house.ts';

const windowPack = `
pack: window
rules:
  - { id: low, title: "{value}", when: "avg(procstat_lookup.running, 40s) < 2", severity: minor, category: software }
`;
const STOPPED = [0, 40, 0, 1];
const needs = ['mosquitto', 'postgres', 'victoria-metrics'] as const;

describeWith([...needs], 'two collectors', () => {
  let house: SharedHouse;
  beforeEach(async () => {
    house = await startSharedHouse();
  }, 60_000);
  afterEach(() => house.stop(), 60_000);

  it('lose and double nothing when one is killed, started again, stopped, and goes on', async () => {
    const { faults, movedMs, watchedMs, cases, readings } = await runScaleOut(house);
    expect(faults).toEqual([]);
    // One sends synthetic alerts at a time, and another goes on where it was killed or stood still.
    expect(watchedMs).toHaveLength(4);
    // Each shard was looked at by whoever has it, and nobody was forgotten or asked twice for that.
    const passes = await house.store.db.selectFrom('audit_passes').selectAll().execute();
    expect(passes.map(({ forgotten }) => forgotten)).toEqual(Array.from({ length: SHARDS }, () => 0));
    expect(await house.store.db.selectFrom('case_audits').selectAll().execute()).toEqual([]);
    expect(Math.max(...movedMs)).toBeLessThan(10_000);
    expect(cases).toBeGreaterThan(5);
    expect(readings).toBeGreaterThan(500);
  }, 400_000);

  it('go on with the windows of hosts they take over', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'window.yaml'), windowPack);
    const rules = { folder: folder.path };
    const first = await house.add({ rules });
    const { credential, mqttUrl } = await enrol(first, 'db1', 'acme');
    const agent = startRawAgent(credential, mqttUrl, playedLayout);
    try {
      const start = systemClock.now() - 100_000;
      const read = (second: number) =>
        agent.read(start + second * 1000, [second < 30 ? 9 : 0, second % 10, 0, 1]);
      for (let second = 0; second < 50; second++) read(second);
      await eventually(() => agent.unacknowledged() === 0, { timeoutMs: 60_000 });
      await house.add({ rules });
      await movedTo(house, [SHARDS / 2, SHARDS / 2]);
      await first.kill();
      await movedTo(house, [SHARDS]);
      for (let second = 50; second < 70; second++) read(second);
      await eventually(() => agent.unacknowledged() === 0, { timeoutMs: 60_000 });
      const alerts = await house.store.db
        .selectFrom('alerts')
        .select(['rule', 'fired_at', 'state'])
        .execute();
      // At 61 s eight of the last 40 samples are nines, and the mean is 1.8. Twelve came after the move: not four fifths of a window.
      expect(alerts).toEqual([{ rule: 'window/low', fired_at: start + 61_000, state: 'firing' }]);
    } finally {
      await agent.stop();
    }
  }, 120_000);

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
      await expect(act(there, 'resolve')).rejects.toThrow('CASE_STILL_FIRING');
      await act(there, 'resolve', { cause: 'c', solution: 's', whileFiring: 'stays-resolved' });
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
