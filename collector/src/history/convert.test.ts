import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Layout, layoutId } from '@watchcase/protocol';
import { createLog } from '@watchcase/runtime';
import { ManualClock, temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { historyConfigSchema, openHistory } from './index.ts';

const T0 = Date.UTC(2026, 2, 2, 8);
const HOUR = 3_600_000;
const groups: Layout['groups'] = [{ measurement: 'system', tags: {}, fields: [['load1', 'none']] }];
const FIRST_FORM = `
  CREATE TABLE hosts (ref INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
  CREATE TABLE layouts (ref INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, groups TEXT NOT NULL);
  CREATE TABLE streams (host INTEGER NOT NULL, layout INTEGER NOT NULL, PRIMARY KEY (host, layout)) WITHOUT ROWID;
  CREATE TABLE cursors (host TEXT NOT NULL, epoch INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (host, epoch)) WITHOUT ROWID;
  CREATE TABLE points (step INTEGER NOT NULL, host INTEGER NOT NULL, layout INTEGER NOT NULL, time INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (host, step, layout, time)) WITHOUT ROWID;
  CREATE TABLE rolled (step INTEGER NOT NULL, host INTEGER NOT NULL, layout INTEGER NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (step, host, layout));
  CREATE TABLE queue (id INTEGER PRIMARY KEY AUTOINCREMENT, lines INTEGER NOT NULL, bytes INTEGER NOT NULL, body BLOB NOT NULL);
`;

it('a file of the first form is taken over: readings and averages are where they were', async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'history.db');
  const old = new DatabaseSync(file);
  old.exec(FIRST_FORM);
  const id = layoutId({ stream: '1m', intervalMs: 60_000, groups });
  old.prepare('INSERT INTO hosts VALUES (1, ?)').run('acme.db1');
  old.prepare('INSERT INTO layouts VALUES (1, ?, ?)').run(id, JSON.stringify(groups));
  const point = old.prepare('INSERT INTO points (host, step, layout, time, data) VALUES (1, ?, 1, ?, ?)');
  const doubles = (value: number) => new Uint8Array(new Float64Array([value]).buffer);
  for (let minute = 0; minute < 5; minute++) point.run(0, T0 + minute * 60_000, doubles(minute + 0.5));
  point.run(300_000, T0 - 300_000, doubles(7));
  old.prepare('INSERT INTO rolled VALUES (300000, 1, 1, ?)').run(T0);
  old.close();
  const clock = new ManualClock(T0 + HOUR);
  const history = openHistory(file, historyConfigSchema.parse({}), {
    tagsOf: () => ({ customer: 'acme', site: 'main', host: 'db1' }),
    clock,
    log: createLog('test', 'silent'),
  });
  expect(history.recent('acme.db1', ['system.load1'], 0)[0]?.values).toEqual([0.5, 1.5, 2.5, 3.5, 4.5]);
  for (let i = 0; i < 5; i++) history.maintain();
  const wanted = { hostId: 'acme.db1', series: ['system.load1'], toMs: T0 + HOUR, points: 2000 };
  expect(history.query({ ...wanted, fromMs: T0 - 24 * HOUR }).series[0]?.values).toEqual([7, 2.5]);
  await history.close();
});
