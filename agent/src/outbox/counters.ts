import type { DatabaseSync } from 'node:sqlite';
import { statement } from './statements.ts';

/** Whole numbers that outlive the process. */
export type CounterName = 'session' | 'epoch' | 'dropped_readings' | 'dropped_events' | 'set_aside';

/** All of them. */
export type Counters = Record<CounterName, number>;

/** The counter's value; 0 before it was ever set. */
export function readCounter(database: DatabaseSync, name: CounterName): number {
  return Number(statement(database, 'SELECT value FROM counter WHERE name = ?').get(name)?.['value'] ?? 0);
}

/** Sets a counter; part of the caller's transaction if there is one. */
export function writeCounter(database: DatabaseSync, name: CounterName, value: number): void {
  statement(
    database,
    'INSERT INTO counter VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(name, value);
}

/** Sets those that are no longer what was `written`; part of the caller's transaction. */
export function writeChanged(database: DatabaseSync, counters: Counters, written: Partial<Counters>): void {
  for (const name of namesOf(counters))
    if (counters[name] !== written[name]) writeCounter(database, name, counters[name]);
}

/** Raises each to what somebody else knows of it, where that is more. */
export function raiseTo(counters: Counters, known: (name: CounterName) => number): void {
  for (const name of namesOf(counters)) counters[name] = Math.max(counters[name], known(name));
}

function namesOf(counters: Counters): CounterName[] {
  return Object.keys(counters) as CounterName[];
}

/** A small text that outlives the process: the last boot's id, the inventory's hash. */
export function readFact(database: DatabaseSync, name: string): string | undefined {
  const value = statement(database, 'SELECT value FROM fact WHERE name = ?').get(name)?.['value'];
  return value === undefined || value === null ? undefined : String(value);
}

/** Sets a fact; part of the caller's transaction if there is one. */
export function writeFact(database: DatabaseSync, name: string, value: string): void {
  statement(
    database,
    'INSERT INTO fact VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(name, value);
}
