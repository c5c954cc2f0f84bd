import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from './database.ts';
import { writeCounter, readCounter } from './counters.ts';
import { statement } from './statements.ts';
import { inTransaction } from '@watchcase/runtime/light';

/** An event another process hands to the agent. `event` is its JSON text: kind, data and time. */
export interface SpooledEvent {
  time: number;
  event: string;
}

/** Most events that wait for an agent which does not run; beyond it the oldest go. */
const MOST_WAITING = 2000;

/** Puts events into the outbox file from outside the agent; works whether or not one runs. Throws node:sqlite's error. */
export function spoolEvents(path: string, events: readonly SpooledEvent[]): void {
  const database = openDatabase(path);
  try {
    inTransaction(database, () => {
      const insert = database.prepare('INSERT INTO spool (time, event) VALUES (?, ?)');
      for (const { time, event } of events) insert.run(time, event);
      dropOldest(database);
    });
  } finally {
    database.close();
  }
}

function dropOldest(database: DatabaseSync): void {
  const { changes } = database
    .prepare('DELETE FROM spool WHERE id <= (SELECT max(id) FROM spool) - ?')
    .run(MOST_WAITING);
  if (changes > 0)
    writeCounter(database, 'dropped_events', readCounter(database, 'dropped_events') + Number(changes));
}

/** Takes everything out of the spool, in order; part of the caller's transaction. */
export function emptySpool(database: DatabaseSync): SpooledEvent[] {
  const rows = statement(database, 'SELECT time, event FROM spool ORDER BY id').all();
  if (rows.length > 0) database.exec('DELETE FROM spool');
  return rows as unknown as SpooledEvent[];
}
