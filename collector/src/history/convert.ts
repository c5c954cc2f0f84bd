import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '@watchcase/runtime';
import { addReading, bytesOf, createBlock } from './block.ts';

interface Point {
  host: number;
  step: number;
  layout: number;
  time: number;
  data: Uint8Array;
}

/**
 * Takes over a file of the first form, which had a row of doubles per reading and average: call before the tables of this one are made. What had waited for a time-series database is
 * sent again, which changes nothing there.
 */
export function convertFirstForm(database: DatabaseSync, schema: string): void {
  if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'points'").get() === undefined) return;
  inTransaction(database, () => {
    database.exec('ALTER TABLE rolled RENAME TO old_rolled');
    database.exec(schema);
    convertPoints(database);
    database.exec('INSERT INTO rolled SELECT host, step, min(until) FROM old_rolled GROUP BY host, step');
    for (const table of ['old_rolled', 'points', 'streams', 'cursors', 'queue'])
      database.exec(`DROP TABLE ${table}`);
  });
}

function convertPoints(database: DatabaseSync): void {
  const points = database.prepare(
    'SELECT host, step, layout, time, data FROM points ORDER BY host, step, time',
  );
  const addBlock = database.prepare(
    'INSERT INTO blocks (host, epoch, seq, first, data) VALUES (?, 0, 0, ?, ?)',
  );
  const addAverage = database.prepare('INSERT INTO averages (host, step, time, data) VALUES (?, ?, ?, ?)');
  let row: Point[] = [];
  const write = (): void => {
    const [first] = row;
    if (first === undefined) return;
    const block = createBlock(first.time);
    for (const { layout, time, data } of row) addReading(block, { layout, time, values: doublesOf(data) });
    if (first.step === 0) addBlock.run(first.host, first.time, bytesOf(block));
    else addAverage.run(first.host, first.step, first.time, bytesOf(block));
    row = [];
  };
  for (const point of points.iterate() as Iterable<unknown> as Iterable<Point>) {
    const [first] = row;
    if (
      first !== undefined &&
      !(first.host === point.host && first.step === point.step && first.time === point.time)
    )
      write();
    row.push(point);
  }
  write();
}

function doublesOf(data: Uint8Array): Float64Array {
  return new Float64Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
}
