import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '@watchcase/runtime';
import type { Layout } from '@watchcase/protocol';
import { createLayoutSeries, type LayoutSeries } from './layout-series.ts';

/** Small integers for hosts and layouts, and the series of layouts. */
export interface References {
  host(id: string): number;
  /** The host's integer, if it ever had a reading. */
  findHost(id: string): number | undefined;
  /** The integers of all hosts. */
  hosts(): number[];
  /** The host of an integer that `host` gave. */
  hostId(ref: number): string;
  layout(layout: Layout): number;
  /** The layout of an integer that `layout` gave. */
  layoutId(ref: number): string;
  /** The layout itself; undefined of one that a file from before has no more than the series of. */
  findLayout(ref: number): Layout | undefined;
  /** The series of a layout, by the integer that `layout` gave. */
  seriesOf(ref: number): LayoutSeries;
  /** Writes the rows of new ones inside the caller's transaction. */
  save(): void;
  /** That transaction was committed. */
  saved(): void;
  /** Forgets layouts of which no reading has come since `before`, Unix milliseconds, and what lies parsed in memory without use. Call every now and then. */
  forget(now: number, before: number): void;
}

/** Loads what the database knows; new ones get their number at once and their row with the next `save`. */
export function createReferences(database: DatabaseSync): References {
  const hosts = new Map<string, number>();
  const hostIds = new Map<number, string>();
  const layouts = new Map<string, { ref: number; used: boolean; whole: boolean }>();
  /** Those of readings that came, which ingest holds as long as a host uses them. */
  const inUse = new Map<number, WeakRef<Layout>>();
  const layoutIds = new Map<number, string>();
  const addHost = database.prepare('INSERT INTO hosts (ref, id) VALUES (?, ?)');
  const addLayout = database.prepare(
    'INSERT INTO layouts (ref, id, groups, stream, interval) VALUES (?, ?, ?, ?, ?) ON CONFLICT (ref) DO UPDATE SET stream = excluded.stream, interval = excluded.interval',
  );
  const rowOf = database.prepare(
    'SELECT id, stream, interval AS intervalMs, groups FROM layouts WHERE ref = ?',
  );
  const touch = database.prepare('UPDATE layouts SET last = ? WHERE ref = ?');
  const touchNew = database.prepare('UPDATE layouts SET last = ? WHERE last = 0');
  const remove = database.prepare('DELETE FROM layouts WHERE last < ? RETURNING ref, id');
  let newHosts: { ref: number; id: string }[] = [];
  let newLayouts: { ref: number; layout: Layout }[] = [];
  let lastLayout = 0;
  for (const row of database.prepare('SELECT ref, id FROM hosts').all() as { ref: number; id: string }[])
    knowHost(row.ref, row.id);
  for (const row of database.prepare('SELECT ref, id, stream FROM layouts').all() as {
    ref: number;
    id: string;
    stream: string;
  }[])
    knowLayout(row.ref, row.id, row.stream !== '');
  const series = createLayoutSeries((ref) => {
    const layout = inUse.get(ref)?.deref() ?? newLayouts.find((one) => one.ref === ref)?.layout;
    if (layout !== undefined) return layout;
    const row = rowOf.get(ref) as (Omit<Layout, 'groups'> & { groups: string }) | undefined;
    const groups = row === undefined ? [] : (JSON.parse(row.groups) as Layout['groups']);
    return { id: '', stream: '', intervalMs: 0, ...row, groups };
  });

  function knowHost(ref: number, id: string): void {
    hosts.set(id, ref);
    hostIds.set(ref, id);
  }

  function knowLayout(ref: number, id: string, whole: boolean): void {
    layouts.set(id, { ref, used: false, whole });
    layoutIds.set(ref, id);
    lastLayout = Math.max(lastLayout, ref);
  }

  function isInUse(ref: number, layout: Layout): void {
    if (inUse.get(ref)?.deref() !== layout) inUse.set(ref, new WeakRef(layout));
  }

  return {
    host(id) {
      const known = hosts.get(id);
      if (known !== undefined) return known;
      const ref = hosts.size + 1;
      newHosts.push({ ref, id });
      knowHost(ref, id);
      return ref;
    },
    findHost: (id) => hosts.get(id),
    hosts: () => [...hostIds.keys()],
    hostId: (ref) => hostIds.get(ref) ?? '',
    layout(layout) {
      const known = layouts.get(layout.id);
      if (known !== undefined) {
        known.used = true;
        isInUse(known.ref, layout);
        if (!known.whole) newLayouts.push({ ref: known.ref, layout });
        known.whole = true;
        return known.ref;
      }
      const ref = lastLayout + 1;
      newLayouts.push({ ref, layout });
      isInUse(ref, layout);
      knowLayout(ref, layout.id, true);
      return ref;
    },
    layoutId: (ref) => layoutIds.get(ref) ?? '',
    findLayout(ref) {
      const { layout } = series.of(ref);
      return layout.stream === '' ? undefined : layout;
    },
    seriesOf: series.of,
    save() {
      for (const { ref, id } of newHosts) addHost.run(ref, id);
      for (const { ref, layout } of newLayouts) {
        const { id, stream, intervalMs, groups } = layout;
        addLayout.run(ref, id, JSON.stringify(groups), stream, intervalMs);
      }
    },
    saved() {
      newHosts = [];
      newLayouts = [];
    },
    forget(now, before) {
      series.age();
      for (const [ref, layout] of inUse) if (layout.deref() === undefined) inUse.delete(ref);
      inTransaction(database, () => {
        touchNew.run(now);
        for (const one of layouts.values()) {
          if (one.used) touch.run(now, one.ref);
          one.used = false;
        }
        for (const { id, ref } of remove.all(before) as { id: string; ref: number }[]) {
          layouts.delete(id);
          layoutIds.delete(ref);
        }
      });
    },
  };
}
