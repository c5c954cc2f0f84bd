import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '@watchcase/agent/outbox/database.ts';

/** A message a real agent's disk has taken. */
export interface Numbered {
  epoch: number;
  seq: number;
  kind: 'reading' | 'event';
  /** Sample time, Unix milliseconds. */
  time: number;
  /** What an event tells of; null for a reading. */
  about: string | null;
}

const RECORD = `
  CREATE TABLE recorded (epoch INTEGER, seq INTEGER, kind TEXT, time INTEGER, about TEXT, PRIMARY KEY (epoch, seq)) WITHOUT ROWID;
  CREATE TRIGGER record AFTER INSERT ON message BEGIN
    INSERT INTO recorded VALUES (new.epoch, new.seq, new.kind, new.time, new.body ->> '$.kind');
  END;
`;

/** Makes the outbox of an agent that has not started yet, and has the file itself write down every number it gives, in the same transaction. */
export function recordOutbox(state: string): void {
  const database = openDatabase(fileIn(state));
  database.exec(RECORD);
  database.close();
}

/** All numbers the outbox has ever given, oldest first. */
export function readRecord(state: string): Numbered[] {
  const database = new DatabaseSync(fileIn(state));
  const rows = database.prepare('SELECT * FROM recorded ORDER BY epoch, seq').all();
  database.close();
  return rows as unknown as Numbered[];
}

function fileIn(state: string): string {
  return join(state, 'outbox.db');
}
