import type { DatabaseSync } from 'node:sqlite';
import { fieldsOf, type Layout, seriesKey } from '@watchcase/protocol';

/** Where a series stands in a layout's values. */
export interface SeriesPlace {
  layout: number;
  position: number;
  unit: string;
}

/** Small integers for hosts and layouts, and the places of series in them. */
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
  /** The series of a layout, by the integer that `layout` gave. */
  groups(ref: number): Layout['groups'];
  /** Every layout a series of this key may stand in. */
  places(key: string): readonly SeriesPlace[];
  /** Writes the rows of new ones inside the caller's transaction. */
  save(): void;
  /** That transaction was committed. */
  saved(): void;
}

/** Loads what the database knows; new ones get their number at once and their row with the next `save`. */
export function createReferences(database: DatabaseSync): References {
  const hosts = new Map<string, number>();
  const hostIds = new Map<number, string>();
  const layouts = new Map<string, number>();
  const layoutIds = new Map<number, string>();
  const groupsOf = new Map<number, Layout['groups']>();
  const places = new Map<string, SeriesPlace[]>();
  const addHost = database.prepare('INSERT INTO hosts (ref, id) VALUES (?, ?)');
  const addLayout = database.prepare('INSERT INTO layouts (ref, id, groups) VALUES (?, ?, ?)');
  let newHosts: { ref: number; id: string }[] = [];
  let newLayouts: { ref: number; id: string; groups: string }[] = [];
  for (const row of database.prepare('SELECT ref, id FROM hosts').all() as { ref: number; id: string }[])
    knowHost(row.ref, row.id);
  for (const row of database.prepare('SELECT ref, id, groups FROM layouts').all() as {
    ref: number;
    id: string;
    groups: string;
  }[]) {
    knowLayout(row.ref, row.id, JSON.parse(row.groups) as Layout['groups']);
  }

  function knowHost(ref: number, id: string): void {
    hosts.set(id, ref);
    hostIds.set(ref, id);
  }

  function knowLayout(ref: number, id: string, groups: Layout['groups']): void {
    layouts.set(id, ref);
    layoutIds.set(ref, id);
    groupsOf.set(ref, groups);
    for (const [position, name] of fieldsOf({ groups }).entries()) {
      const key = seriesKey(name);
      const list = places.get(key) ?? [];
      list.push({ layout: ref, position, unit: name.unit });
      places.set(key, list);
    }
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
      if (known !== undefined) return known;
      const ref = layouts.size + 1;
      newLayouts.push({ ref, id: layout.id, groups: JSON.stringify(layout.groups) });
      knowLayout(ref, layout.id, layout.groups);
      return ref;
    },
    layoutId: (ref) => layoutIds.get(ref) ?? '',
    groups: (ref) => groupsOf.get(ref) ?? [],
    places: (key) => places.get(key) ?? [],
    save() {
      for (const { ref, id } of newHosts) addHost.run(ref, id);
      for (const { ref, id, groups } of newLayouts) addLayout.run(ref, id, groups);
    },
    saved() {
      newHosts = [];
      newLayouts = [];
    },
  };
}
