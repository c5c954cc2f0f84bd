import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type CounterName, readCounter } from './counters.ts';

/** What could still be read of a damaged file. */
export interface Remains {
  counters: Record<CounterName, number>;
  readings: number;
  events: number;
}

/** Damaged files kept for a look; older ones are deleted, so that they cannot fill the disk. */
const KEPT = 1;

/** Moves a damaged outbox file out of the way; gives its new name. */
export function setAside(path: string, now: number): string {
  const target = `${path}.damaged-${now}`;
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  deleteOlder(path, target);
  return target;
}

function deleteOlder(path: string, newest: string): void {
  const folder = dirname(path);
  const prefix = `${basename(path)}.damaged-`;
  const older = readdirSync(folder)
    .filter((name) => name.startsWith(prefix) && !name.startsWith(basename(newest)))
    .sort()
    .toReversed()
    .slice(KEPT - 1);
  for (const name of older) rmSync(join(folder, name), { force: true });
}

/** Reads counters and sizes from a damaged file as far as it answers. */
export function readRemains(path: string): Remains {
  const remains: Remains = {
    counters: { session: 0, epoch: 0, dropped_readings: 0, dropped_events: 0, set_aside: 0 },
    readings: 0,
    events: 0,
  };
  tryToRead(path, (database) => {
    for (const name of Object.keys(remains.counters) as CounterName[])
      remains.counters[name] = readCounter(database, name);
  });
  const count = (database: DatabaseSync, kind: string) =>
    Number(database.prepare('SELECT count(*) AS n FROM message WHERE kind = ?').get(kind)?.['n'] ?? 0);
  tryToRead(path, (database) => {
    remains.readings = count(database, 'reading');
    remains.events = count(database, 'event');
  });
  return remains;
}

function tryToRead(path: string, read: (database: DatabaseSync) => void): void {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      read(database);
    } finally {
      database.close();
    }
  } catch {
    // A part that cannot be read stays at zero.
  }
}
