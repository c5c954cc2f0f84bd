import { DatabaseSync } from 'node:sqlite';
import { readFact } from './counters.ts';

/** A small text that the agent keeps in its outbox file, read beside a running one; undefined when there is none or the file cannot be read. */
export function readKeptFact(path: string, name: string): string | undefined {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      return readFact(database, name);
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}
