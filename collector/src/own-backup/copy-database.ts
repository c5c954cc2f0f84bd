import { backup, DatabaseSync } from 'node:sqlite';
import { damaged } from './manifest.ts';

/** All pages in one step, and so in one read transaction: steps would begin anew whenever the collector writes. */
const ALL_PAGES = 2_000_000_000;

/**
 * Copies a database that others write into, as it is at one moment, to one file without a journal, and looks whether the copy is sound. Writers do not wait for it.
 * Errors: BACKUP_DAMAGED, those of SQLite.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true, timeout: 30_000 });
  try {
    await backup(source, to, { rate: ALL_PAGES });
  } finally {
    source.close();
  }
  const copy = new DatabaseSync(to);
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
  } finally {
    copy.close();
  }
  checkDatabase(to, from);
}

/** Looks through a whole database; `place` is what faults name. Errors: BACKUP_DAMAGED. */
export function checkDatabase(file: string, place: string): void {
  const said = soundnessOf(file);
  if (said !== 'ok') throw damaged(place, `this database is not sound (${said})`);
}

function soundnessOf(file: string): string {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const [row] = database.prepare('PRAGMA integrity_check(1)').all();
      return String(row?.['integrity_check']);
    } finally {
      database.close();
    }
  } catch (error) {
    return (error as Error).message;
  }
}
