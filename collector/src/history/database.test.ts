import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { openHistoryDatabase } from './database.ts';

it('a file of a newer program is refused as it is, with a word; one from before is taken over', () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'history.db');
  const formOf = (form?: number) => {
    const database = new DatabaseSync(file);
    if (form !== undefined) database.exec(`PRAGMA user_version = ${form}`);
    const read = database.prepare('PRAGMA user_version').get()?.['user_version'];
    database.close();
    return read;
  };
  openHistoryDatabase(file).close();
  expect(formOf()).toBe(1);
  expect(formOf(0)).toBe(0);
  openHistoryDatabase(file).close();
  expect(formOf(2)).toBe(2);
  const before = readFileSync(file);
  expect(() => openHistoryDatabase(file)).toThrow('the readings are of form 2, this program knows up to 1');
  expect(readFileSync(file).equals(before)).toBe(true);
});
