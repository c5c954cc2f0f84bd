import { titleOf } from '@watchcase/api';
import { expect, it } from 'vitest';
import { describeEachStore } from '../../../test/harness/stores.ts';
import type { AlertChange } from '../model/index.ts';
import { commitAlerts, loadAlerts } from './rows.ts';

const NOW = Date.UTC(2026, 2, 2, 8);

const pending: AlertChange = {
  id: 'a1',
  rule: 'disk/space',
  hostId: 'acme.db1',
  labels: { path: '/' },
  transition: 'held',
  title: titleOf('disk full'),
  category: 'hardware',
  groupKey: 'acme.db1/hardware',
  runbook: null,
  severity: 'critical',
  state: 'pending',
  frozenFrom: null,
  activeSince: NOW - 45_000,
  held: { minor: 45_000, critical: 15_000 },
  quietMs: null,
  lastTrue: NOW,
  lastSample: NOW,
  firedAt: null,
  resolvedAt: null,
  value: 99,
  unit: 'percent',
  threshold: 95,
  series: 'disk.used_percent{path="/"}',
  intervalMs: 15_000,
  at: NOW,
};

describeEachStore('rows of alerts', (newDatabase) => {
  it('give back how long each level has held, and how much of `keepFiring` has passed', async () => {
    const store = await (await newDatabase()).open();
    const quiet: AlertChange = { ...pending, id: 'a2', state: 'firing', held: {}, quietMs: 30_000 };
    await store.transaction((tx) => commitAlerts(tx, [pending, quiet]));
    const loaded = (await loadAlerts(store.db)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(loaded.map(({ held, quietMs }) => [held, quietMs])).toEqual([
      [{ minor: 45_000, critical: 15_000 }, null],
      [{}, 30_000],
    ]);
  });

  it('of an older version go on with the one time they had', async () => {
    const store = await (await newDatabase()).open();
    await store.transaction((tx) => commitAlerts(tx, [pending]));
    await store.transaction((tx) => tx.updateTable('alerts').set({ held_levels: '{}' }).execute());
    expect((await loadAlerts(store.db))[0]?.held).toEqual({ critical: 45_000 });
  });
});
